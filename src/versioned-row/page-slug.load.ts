import { sql } from 'kysely'
import type { Tx } from '../database/database.ts'
import { send } from '../database/sender.ts'
import { UNIQUE_VIOLATION, type Violation } from '../database/violation.ts'
import { isSlug } from '../lib/slug.ts'
import { taken } from '../mutation/common-errors.ts'
import { Refusal, type UserError } from '../mutation/user-error.ts'
import { freeSlug } from './free-slug.load.ts'
import { type PageType, tableOf } from './versioned-row.ts'

/** Says who has a slug, and suggests a free one. */
export async function slugTaken(tx: Tx, type: PageType, slug: string): Promise<UserError> {
  const what = tableOf(type)
  const suggestion = await freeSlug(tx, type, slug)
  const holder = await holderOf(tx, type, 'slug', slug)
  return taken(
    ['input', 'slug'],
    { value: slug, suggestion, [what]: holder },
    (details) => `Another ${what} has this slug. Use another, e.g. "${details.suggestion}".`,
  )
}

/**
 * Whether another page has the slug, so that it is reported together with all other errors. It does not decide: the database's constraint
 * does, also if another page takes the slug a moment later.
 * @param ownId of the page that changes; null for a new one
 */
export async function whySlugTaken(
  tx: Tx,
  type: PageType,
  slug: string,
  ownId: string | null,
): Promise<UserError | null> {
  if (!isSlug(slug)) return null
  const holder = await holderOf(tx, type, 'slug', slug)
  return holder === null || holder === ownId ? null : slugTaken(tx, type, slug)
}

/** The uuid of the page that has this value. */
export async function holderOf(tx: Tx, type: PageType, column: 'slug' | 'uri', value: string): Promise<string | null> {
  const [holder] = await send<{ id: string }>(
    tx,
    sql`select id from ${sql.table(tableOf(type))} where ${sql.ref(column)} = ${value}::text`,
  )
  return holder?.id ?? null
}

/** The error for what the database refused on writing. @param others what it says by further constraints */
export async function whyNotWritten(
  database: Tx,
  type: PageType,
  slug: string | null | undefined,
  { code, constraint }: Violation,
  others: Readonly<Record<string, UserError | null>>,
): Promise<Refusal | null> {
  if (code === UNIQUE_VIOLATION && constraint === `${tableOf(type)}_slug_key`) {
    return new Refusal([await slugTaken(database, type, slug ?? '')])
  }
  const error = constraint === null ? undefined : others[constraint]
  return error ? new Refusal([error]) : null
}
