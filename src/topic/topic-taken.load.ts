import { freeSlug } from '../address/free-slug.load.ts'
import type { Tx } from '../database/database.ts'
import { isForeignKeyViolation, UNIQUE_VIOLATION, type Violation } from '../database/violation.ts'
import { isSlug } from '../lib/slug.ts'
import type { Faults } from '../mutation/faults.ts'
import { Refusal, type UserError, userError } from '../mutation/user-error.ts'

interface Unique {
  readonly slug?: string | null | undefined
  readonly uri?: string | null | undefined
}

/**
 * Notes which of these another topic has, so that it is reported together with all other errors. It does not decide: the database's
 * constraints do, also if another topic takes them a moment later.
 */
export async function checkFree(tx: Tx, { slug, uri }: Unique, ownId: string | null, faults: Faults): Promise<void> {
  const others = { id: { not: ownId ?? undefined } }
  if (slug && isSlug(slug) && (await tx.topic.count({ where: { slug, ...others } })) > 0) {
    faults.take(slugTaken(await freeSlug(tx, 'TOPIC', slug)))
  }
  if (uri && (await tx.topic.count({ where: { uri, ...others } })) > 0) faults.take(uriTaken())
}

export function slugTaken(free: string): UserError {
  return userError('TAKEN', ['input', 'slug'], `Another topic has this slug. Use another, e.g. "${free}".`)
}

function uriTaken(): UserError {
  return userError('TAKEN', ['input', 'uri'], 'Another topic has this `uri`. Use that topic, or merge the two.')
}

/** What the database refused when it came to write. */
export async function whyNotWritten(database: Tx, { slug }: Unique, violation: Violation): Promise<Refusal | null> {
  const { code, constraint } = violation
  if (code === UNIQUE_VIOLATION && constraint === 'topic_slug_key') {
    return new Refusal([slugTaken(await freeSlug(database, 'TOPIC', slug ?? ''))])
  }
  if (code === UNIQUE_VIOLATION && constraint === 'topic_uri_key') return new Refusal([uriTaken()])
  if (!isForeignKeyViolation(violation)) return null
  const field = constraint === 'topic_parent_id_fkey' ? 'parentId' : 'relatedTopicIds'
  return new Refusal([userError('NOT_FOUND', ['input', field], 'This topic has been deleted. Choose another.')])
}
