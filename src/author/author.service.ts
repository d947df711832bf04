import type { Tx } from '../database/database.ts'
import type { Violation } from '../database/violation.ts'
import type { CreateAuthorInput, UpdateAuthorInput, Warning } from '../generated/graphql.ts'
import { foldedName } from '../lib/text/folded-name.ts'
import { slugOf } from '../lib/text/slug.ts'
import { Faults } from '../mutation/faults.ts'
import { asMade, type Made, type Versions, versionsOf } from '../mutation/made.ts'
import { type MutationContext, mutate, type Outcome } from '../mutation/mutate.ts'
import { type Subject, userError } from '../mutation/user-error.ts'
import { findKnown } from '../reference/known.load.ts'
import type { Site } from '../site/site.ts'
import { createPage } from '../versioned-row/page.write.ts'
import { ownSlug, whyNotWritten, whySlugTaken } from '../versioned-row/page-slug.load.ts'
import { findSameName, namedInFull } from '../versioned-row/same-name.load.ts'
import { withSlugs } from '../versioned-row/translation.load.ts'
import { checkLanguages } from '../versioned-row/translation.rules.ts'
import { getRow } from '../versioned-row/versioned-row.load.ts'
import type { Versioned } from '../versioned-row/versioned-row.ts'
import { saveRow } from '../versioned-row/versioned-row.write.ts'
import { authorize, type Viewer } from '../viewer/viewer.ts'
import { type AuthorChange, type AuthorState, merged, parseAuthor } from './author.rules.ts'
import { AUTHOR } from './author.write.ts'

type AuthorAnswer = { author: Subject; warnings: Warning[] } & Versions

const answer = (made: Made, warnings: Warning[]): AuthorAnswer => ({
  author: asMade(made),
  ...versionsOf(made),
  warnings,
})

/** For names of which nothing can be said in the letters of an address. */
const NAMELESS = 'author'

export function createAuthor(
  desk: MutationContext,
  site: Site,
  input: CreateAuthorInput,
): Promise<Outcome<AuthorAnswer>> {
  return mutate(desk, {
    name: 'createAuthor',
    input,
    needs: 'EDIT_AUTHORS',
    async work(tx, viewer) {
      const faults = new Faults()
      const sent = parseAuthor({ ...input, slug: input.slug ?? undefined }, site.slugScript, faults)
      authorizeLink(viewer, null, sent)
      const change = await checked(tx, site, sent, null, faults)
      const state = merged({ ...AUTHOR.blank, slug: slugOf(change.name ?? '', site.slugScript) || NAMELESS }, change)
      const warnings = await namesakes(tx, null, state)
      return answer(await createPage(tx, viewer, AUTHOR, { state, isSlugChosen: change.slug !== undefined }), warnings)
    },
    explain: (violation) => whyRefused(desk, input, violation),
  })
}

/** Names printed in credits do not change: a new name applies to later credits only. */
export function updateAuthor(
  desk: MutationContext,
  site: Site,
  input: UpdateAuthorInput,
): Promise<Outcome<AuthorAnswer>> {
  return mutate(desk, {
    name: 'updateAuthor',
    input,
    needs: 'EDIT_AUTHORS',
    async work(tx, viewer) {
      const author = await getRow(tx, AUTHOR, input)
      const faults = new Faults()
      const sent = parseAuthor(input, site.slugScript, faults)
      authorizeLink(viewer, author.userId, sent)
      const state = merged(author, await checked(tx, site, sent, author, faults))
      const warnings = await namesakes(tx, author, state)
      return answer(await saveRow(tx, viewer, AUTHOR, author, state), warnings)
    },
    explain: (violation) => whyRefused(desk, input, violation),
  })
}

/** Two people can have one name, and one person can be given two pages by mistake: only the desk can tell. @param author null: a new one */
async function namesakes(tx: Tx, author: (AuthorState & Versioned) | null, { name }: AuthorState): Promise<Warning[]> {
  if (author && foldedName(name) === foldedName(author.name)) return []
  const other = await findSameName(tx, 'Author', { name, ownId: author?.id ?? null })
  if (!other) return []
  const message = `Another author has this name: ${namedInFull('Author', other)}. If this is the same person, use that page and delete this one; if not, the job title can tell them apart.`
  return [{ code: 'SAME_NAME', path: ['name'], message }]
}

/**
 * What is credited to a colleague's page is theirs to edit: whose page it is, is for those who manage people.
 * @throws FORBIDDEN
 */
function authorizeLink(viewer: Viewer, before: string | null, { user }: AuthorChange): void {
  if (user !== undefined && (user?.id ?? null) !== before) authorize(viewer, 'MANAGE_USERS')
}

/**
 * The change with the slugs of its translations. Finds what only the database can tell of an input, and with it all that is wrong.
 * @param author who changes; null for a new one
 * @throws Refusal
 */
async function checked(
  tx: Tx,
  { defaultLocale, slugScript }: Site,
  { translations: sent, ...change }: AuthorChange,
  author: (AuthorState & Versioned) | null,
  faults: Faults,
): Promise<Parameters<typeof merged>[1]> {
  const { slug, image, user } = change
  const ownId = author?.id ?? null
  if (image) await findKnown(tx, [image], 'Image', faults)
  if (user) await findKnown(tx, [user], 'User', faults)
  if (slug !== undefined) faults.take(await whySlugTaken(tx, ownSlug('Author'), slug, ownId))
  if (sent) checkLanguages(sent, defaultLocale, faults)
  const page = {
    type: 'Author',
    ownId,
    before: author?.translations ?? [],
    script: slugScript,
    nameless: NAMELESS,
  } as const
  const translations = sent && (await withSlugs(tx, sent, page, faults))
  faults.refuse()
  return { ...change, ...(translations && { translations }) }
}

/** Deleted between the look and the write. */
const DELETED = {
  author_image_id_fkey: userError('NOT_FOUND', ['input', 'imageId'], 'This has been deleted. Choose another.'),
  author_user_id_fkey: userError('NOT_FOUND', ['input', 'userId'], 'This has been deleted. Choose another.'),
}

function whyRefused({ database }: MutationContext, { slug }: { slug?: string | null }, violation: Violation) {
  return whyNotWritten(database.prisma, 'Author', slug, violation, DELETED)
}
