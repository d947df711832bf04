import { freeSlug } from '../address/free-slug.load.ts'
import type { Tx } from '../database/database.ts'
import { isForeignKeyViolation, UNIQUE_VIOLATION, type Violation } from '../database/violation.ts'
import { isSlug } from '../lib/slug.ts'
import { Refusal, type UserError, userError } from '../mutation/user-error.ts'

/**
 * Whether another author has the slug, to be reported together with all other errors. It does not decide: the database's constraint does,
 * also if another author takes the slug a moment later.
 */
export async function whySlugTaken(tx: Tx, slug: string, ownId: string | null): Promise<UserError | null> {
  if (!isSlug(slug)) return null
  const others = await tx.author.count({ where: { slug, id: { not: ownId ?? undefined } } })
  return others > 0 ? slugTaken(await freeSlug(tx, 'AUTHOR', slug)) : null
}

export function slugTaken(free: string): UserError {
  return userError('TAKEN', ['input', 'slug'], `Another author has this slug. Use another, e.g. "${free}".`)
}

/** What the database refused when it came to write. */
export async function whyNotWritten(
  database: Tx,
  { slug }: { slug?: string | null | undefined },
  violation: Violation,
): Promise<Refusal | null> {
  const { code, constraint } = violation
  if (code === UNIQUE_VIOLATION && constraint === 'author_slug_key') {
    return new Refusal([slugTaken(await freeSlug(database, 'AUTHOR', slug ?? ''))])
  }
  if (!isForeignKeyViolation(violation)) return null
  const field = constraint === 'author_image_id_fkey' ? 'imageId' : 'userId'
  return new Refusal([userError('NOT_FOUND', ['input', field], 'This has been deleted. Choose another.')])
}
