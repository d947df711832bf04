import { writeActivity } from '../activity/activity.write.ts'
import { freeSlug } from '../address/free-slug.load.ts'
import type { Tx } from '../database/database.ts'
import type { CreateAuthorInput, UpdateAuthorInput } from '../generated/graphql.ts'
import { slugOf } from '../lib/slug.ts'
import { Faults } from '../mutation/faults.ts'
import { type MutationContext, mutate, type Outcome } from '../mutation/mutate.ts'
import { Refusal, type Subject } from '../mutation/user-error.ts'
import { writePageUpdated } from '../outbox/event.write.ts'
import { uuidOf } from '../reading/global-id.ts'
import { checkReferences } from '../reference/reference.ts'
import { authorize, type Viewer } from '../viewer/viewer.ts'
import { getAuthor, knownImages, knownUsers, type LoadedAuthor } from './author.load.ts'
import { type AuthorChange, type AuthorState, changedFields, merged, parseAuthor } from './author.rules.ts'
import { insertAuthor, insertAuthorWithFreeSlug, replaceLinks, updateAuthorRow } from './author.write.ts'
import { slugTaken, whyNotWritten, whySlugTaken } from './author-taken.load.ts'

type AuthorAnswer = { author: Subject }

const BLANK = { jobTitle: null, bio: null, imageId: null, userId: null, links: [] } as const

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
      const made = slugOf(change.name ?? '') || NAMELESS
      const state = merged({ ...BLANK, name: '', slug: made }, change)
      authorizeLink(viewer, null, state)
      await check(tx, change, null, faults)
      const author =
        change.slug === undefined ? await insertAuthorWithFreeSlug(tx, state) : await insertWithChosenSlug(tx, state)
      if (state.links.length > 0) await replaceLinks(tx, author.id, state.links)
      await writeActivity(tx, viewer, { type: 'Author', id: author.id, action: 'CREATED', version: 1 })
      return { author }
    },
    explain: (violation) => whyNotWritten(desk.database.prisma, input, violation),
  })
}

/** Names printed in credits do not change: a new name applies to later credits only. */
export function updateAuthor(desk: MutationContext, input: UpdateAuthorInput): Promise<Outcome<AuthorAnswer>> {
  return mutate(desk, {
    name: 'updateAuthor',
    input,
    needs: 'EDIT_AUTHORS',
    async work(tx, viewer) {
      const author = await getAuthor(tx, uuidOf('Author', input.id), input.version)
      const faults = new Faults()
      const change = parseAuthor(input, faults)
      const state = merged(author, change)
      authorizeLink(viewer, author.userId, state)
      await check(tx, change, author.id, faults)
      await write(tx, viewer, author, state)
      return { author: { id: author.id } }
    },
    explain: (violation) => whyNotWritten(desk.database.prisma, input, violation),
  })
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
  if (image) checkReferences([image], 'Image', await knownImages(tx, [image.id]), faults)
  if (user) checkReferences([user], 'User', await knownUsers(tx, [user.id]), faults)
  if (slug !== undefined) faults.take(await whySlugTaken(tx, slug, id))
  faults.refuse()
}

/** Where the caller chose, or nowhere. */
async function insertWithChosenSlug(tx: Tx, state: AuthorState): Promise<Subject> {
  const inserted = await insertAuthor(tx, state)
  if (!inserted) throw new Refusal([slugTaken(await freeSlug(tx, 'AUTHOR', state.slug))])
  return inserted
}

/** Where nothing changes, nothing is written. */
async function write(tx: Tx, viewer: Viewer, author: LoadedAuthor, state: AuthorState): Promise<void> {
  const changedPaths = changedFields(author, state)
  if (changedPaths.length === 0) return
  const version = await updateAuthorRow(tx, author, state)
  if (changedPaths.includes('links')) await replaceLinks(tx, author.id, state.links)
  await writeActivity(tx, viewer, { type: 'Author', id: author.id, action: 'SAVED', version, changedPaths })
  await writePageUpdated(tx, 'Author', author, { slug: state.slug, version, changedFields: changedPaths })
}
