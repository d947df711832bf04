import { sql } from 'kysely'
import type { Tx } from '../database/database.ts'
import { send } from '../database/sender.ts'
import { UNIQUE_VIOLATION, type Violation } from '../database/violation.ts'
import { isAnySlug } from '../lib/text/slug.ts'
import { taken } from '../mutation/common-errors.ts'
import { type Path, Refusal, type UserError } from '../mutation/user-error.ts'
import { freeSlug, type SlugPlace } from './free-slug.load.ts'
import { type PageType, tableOf, translationsOf } from './versioned-row.ts'

/** Where a slug is to be, and where the input says so. */
interface SentSlug extends SlugPlace {
  readonly path: Path
}

const OWN: Path = ['input', 'slug']

/** The slug of the page itself. */
export const ownSlug = (type: PageType): SentSlug => ({ type, locale: null, path: OWN })

/** Says who has a slug, and suggests a free one. */
export async function slugTaken(tx: Tx, place: SentSlug, slug: string): Promise<UserError> {
  const what = tableOf(place.type)
  const suggestion = await freeSlug(tx, place, slug)
  const holder = await holderOfSlug(tx, place, slug)
  const where = place.locale === null ? '' : ' in this language'
  return taken(
    place.path,
    { value: slug, suggestion, [what]: holder },
    (details) => `Another ${what} has this slug${where}. Use another, e.g. "${details.suggestion}".`,
  )
}

/**
 * Whether another page has the slug, so that it is reported together with all other errors. It does not decide: the database's constraint
 * does, also if another page takes the slug a moment later.
 * @param ownId of the page that changes; null for a new one
 */
export async function whySlugTaken(
  tx: Tx,
  place: SentSlug,
  slug: string,
  ownId: string | null,
): Promise<UserError | null> {
  if (!isAnySlug(slug)) return null
  const holder = await holderOfSlug(tx, place, slug)
  return holder === null || holder === ownId ? null : slugTaken(tx, place, slug)
}

async function holderOfSlug(tx: Tx, { type, locale }: SlugPlace, slug: string): Promise<string | null> {
  if (locale === null) return holderOf(tx, type, 'slug', slug)
  const [holder] = await send<{ id: string }>(
    tx,
    sql`select ${sql.ref(`${tableOf(type)}_id`)} as id from ${sql.table(translationsOf(type))} where slug = ${slug}::text and locale = ${locale}::text`,
  )
  return holder?.id ?? null
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
    return new Refusal([await slugTaken(database, ownSlug(type), slug ?? '')])
  }
  const error = constraint === null ? undefined : others[constraint]
  return error ? new Refusal([error]) : null
}
