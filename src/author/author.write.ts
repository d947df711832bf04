import { v7 as uuid } from 'uuid'
import { freeSlug } from '../address/free-slug.load.ts'
import type { Tx } from '../database/database.ts'
import { absent, type Refusal } from '../mutation/user-error.ts'
import { authorConflict, type LoadedAuthor } from './author.load.ts'
import type { AuthorLink, AuthorState } from './author.rules.ts'

/** Null where the slug is taken: then nothing is written. */
export async function insertAuthor(tx: Tx, author: AuthorState): Promise<{ id: string } | null> {
  const { slug, name, jobTitle, bio, imageId, userId } = author
  const id = uuid()
  const inserted = await tx.$executeRaw`
    INSERT INTO author (id, slug, name, job_title, bio, image_id, user_id)
    VALUES (${id}::uuid, ${slug}, ${name}, ${jobTitle}, ${bio}, ${imageId}::uuid, ${userId}::uuid) ON CONFLICT (slug) DO NOTHING`
  return inserted > 0 ? { id } : null
}

/** At the first free address of those that the name can have: if another transaction takes one first, the next one is tried. */
export async function insertAuthorWithFreeSlug(tx: Tx, author: AuthorState): Promise<{ id: string }> {
  for (;;) {
    const inserted = await insertAuthor(tx, { ...author, slug: await freeSlug(tx, 'AUTHOR', author.slug) })
    if (inserted) return inserted
  }
}

/**
 * A transaction that counts an author's live articles locks the author's total. A publication locks that before the author; so does everything that changes the
 * author, whose new name is written into the search documents of what is live with it.
 */
async function holdTotal(tx: Tx, id: string): Promise<void> {
  await tx.$executeRaw`SELECT 1 FROM author_total WHERE author_id = ${id}::uuid FOR UPDATE`
}

/**
 * @returns the new version
 * @throws Refusal CONFLICT when it is no longer at the version it was loaded at
 */
export async function updateAuthorRow(tx: Tx, loaded: LoadedAuthor, author: AuthorState): Promise<number> {
  const { slug, name, jobTitle, bio, imageId, userId } = author
  await holdTotal(tx, loaded.id)
  const [written] = await tx.$queryRaw<{ version: number }[]>`
    UPDATE author SET slug = ${slug}, name = ${name}, job_title = ${jobTitle}, bio = ${bio}, image_id = ${imageId}::uuid,
      user_id = ${userId}::uuid, version = version + 1, updated_at = now()
    WHERE id = ${loaded.id}::uuid AND version = ${loaded.version} RETURNING version`
  if (written) return written.version
  throw await changedAuthor(tx, loaded.id, loaded.version)
}

/**
 * @param version null: any
 * @throws Refusal NOT_FOUND, CONFLICT when it is at another by now
 */
export async function deleteAuthorRow(tx: Tx, id: string, version: number | null): Promise<void> {
  await holdTotal(tx, id)
  const deleted = await tx.$executeRaw`
    DELETE FROM author WHERE id = ${id}::uuid AND (${version}::int IS NULL OR version = ${version}::int)`
  if (deleted === 0) throw await changedAuthor(tx, id, version)
}

async function changedAuthor(tx: Tx, id: string, sent: number | null): Promise<Refusal> {
  const current = await tx.author.findUnique({ where: { id }, select: { id: true, version: true } })
  return current && sent !== null ? authorConflict(tx, current, sent) : absent('author')
}

/** The author's pages elsewhere are these, in this order, and no others. */
export async function replaceLinks(tx: Tx, authorId: string, links: readonly AuthorLink[]): Promise<void> {
  await tx.authorLink.deleteMany({ where: { authorId } })
  await tx.authorLink.createMany({
    data: links.map(({ label, url }, position) => ({ authorId, label, url, position })),
  })
}
