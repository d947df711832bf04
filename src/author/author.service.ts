import type { Tx } from '../database/database.ts'
import type { Violation } from '../database/violation.ts'
import type { CreateAuthorInput, UpdateAuthorInput, Warning } from '../generated/graphql.ts'
import { foldedName } from '../lib/folded-name.ts'
import { slugOf } from '../lib/slug.ts'
import { Faults } from '../mutation/faults.ts'
import { asMade, type Made, type Versions, versionsOf } from '../mutation/made.ts'
import { type MutationContext, mutate, type Outcome } from '../mutation/mutate.ts'
import { type Subject, userError } from '../mutation/user-error.ts'
import { findKnown } from '../reference/known.load.ts'
import { createPage } from '../versioned-row/page.write.ts'
import { whyNotWritten, whySlugTaken } from '../versioned-row/page-slug.load.ts'
import { findSameName, namedInFull } from '../versioned-row/same-name.load.ts'
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

export function createAuthor(desk: MutationContext, input: CreateAuthorInput): Promise<Outcome<AuthorAnswer>> {
  return mutate(desk, {
    name: 'createAuthor',
    input,
    needs: 'EDIT_AUTHORS',
    async work(tx, viewer) {
      const faults = new Faults()
      const change = parseAuthor({ ...input, slug: input.slug ?? undefined }, faults)
      const state = merged({ ...AUTHOR.blank, slug: slugOf(change.name ?? '') || NAMELESS }, change)
      authorizeLink(viewer, null, state)
      await check(tx, change, null, faults)
      const warnings = await namesakes(tx, null, state)
      return answer(await createPage(tx, viewer, AUTHOR, { state, isSlugChosen: change.slug !== undefined }), warnings)
    },
    explain: (violation) => whyRefused(desk, input, violation),
  })
}

/** Names printed in credits do not change: a new name applies to later credits only. */
export function updateAuthor(desk: MutationContext, input: UpdateAuthorInput): Promise<Outcome<AuthorAnswer>> {
  return mutate(desk, {
    name: 'updateAuthor',
    input,
    needs: 'EDIT_AUTHORS',
    async work(tx, viewer) {
      const author = await getRow(tx, AUTHOR, input)
      const faults = new Faults()
      const change = parseAuthor(input, faults)
      const state = merged(author, change)
      authorizeLink(viewer, author.userId, state)
      await check(tx, change, author.id, faults)
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
function authorizeLink(viewer: Viewer, before: string | null, { userId }: AuthorState): void {
  if (userId !== before) authorize(viewer, 'MANAGE_USERS')
}

/**
 * What only the database can tell of an input, and with it all that is wrong.
 * @param id of the author who changes; null for a new one
 * @throws Refusal
 */
async function check(tx: Tx, { slug, image, user }: AuthorChange, id: string | null, faults: Faults): Promise<void> {
  if (image) await findKnown(tx, [image], 'Image', faults)
  if (user) await findKnown(tx, [user], 'User', faults)
  if (slug !== undefined) faults.take(await whySlugTaken(tx, 'Author', slug, id))
  faults.refuse()
}

/** Deleted between the look and the write. */
const DELETED = {
  author_image_id_fkey: userError('NOT_FOUND', ['input', 'imageId'], 'This has been deleted. Choose another.'),
  author_user_id_fkey: userError('NOT_FOUND', ['input', 'userId'], 'This has been deleted. Choose another.'),
}

function whyRefused({ database }: MutationContext, { slug }: { slug?: string | null }, violation: Violation) {
  return whyNotWritten(database.prisma, 'Author', slug, violation, DELETED)
}
