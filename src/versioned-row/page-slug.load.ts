import { sql } from 'kysely'
import type { Tx } from '../database/database.ts'
import { send } from '../database/sender.ts'
import { UNIQUE_VIOLATION, type Violation } from '../database/violation.ts'
import { isSlug } from '../lib/slug.ts'
import { Refusal, type UserError, userError } from '../mutation/user-error.ts'
import { freeSlug } from './free-slug.load.ts'
import { type PageType, tableOf } from './versioned-row.ts'

export function slugTaken(type: PageType, free: string): UserError {
  return userError('TAKEN', ['input', 'slug'], `Another ${tableOf(type)} has this slug. "${free}" is free.`)
}

/**
 * Whether another page has the slug, so that it is told with everything else that is wrong. It decides nothing: the database's constraint does,
 * also when another takes it a moment later.
 * @param ownId of the page that changes; null for a new one
 */
export async function whySlugTaken(
  tx: Tx,
  type: PageType,
  slug: string,
  ownId: string | null,
): Promise<UserError | null> {
  if (!isSlug(slug) || !(await isTaken(tx, type, 'slug', slug, ownId))) return null
  return slugTaken(type, await freeSlug(tx, type, slug))
}

/** Whether another page than the own one has this value. */
export async function isTaken(
  tx: Tx,
  type: PageType,
  column: 'slug' | 'uri',
  value: string,
  ownId: string | null,
): Promise<boolean> {
  const others = await send(
    tx,
    sql`select 1 from ${sql.table(tableOf(type))} where ${sql.ref(column)} = ${value}::text and id is distinct from ${ownId}::uuid limit 1`,
  )
  return others.length > 0
}

/**
 * What the database refused when it came to write.
 * @param others what it says by further constraints
 */
export async function whyNotWritten(
  database: Tx,
  type: PageType,
  slug: string | null | undefined,
  { code, constraint }: Violation,
  others: Readonly<Record<string, UserError>>,
): Promise<Refusal | null> {
  if (code === UNIQUE_VIOLATION && constraint === `${tableOf(type)}_slug_key`) {
    return new Refusal([slugTaken(type, await freeSlug(database, type, slug ?? ''))])
  }
  const error = constraint === null ? undefined : others[constraint]
  return error ? new Refusal([error]) : null
}
