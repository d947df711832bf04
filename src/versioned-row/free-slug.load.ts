import { sql } from 'kysely'
import type { Tx } from '../database/database.ts'
import { send } from '../database/sender.ts'
import { numberedSlug } from '../lib/text/slug.ts'
import { type PageType, tableOf, translationsOf } from './versioned-row.ts'

const TRIED_AT_ONCE = 50

/** Among which addresses a slug is to be unique. */
export interface SlugPlace {
  readonly type: PageType
  /** The language of a translation; null for the page's own slug */
  readonly locale: string | null
}

/**
 * The first slug for a name ("cairo", "cairo-2", "cairo-3" …) that no object of the type has or had: old addresses must continue to
 * redirect. Another transaction may take it before it is written.
 */
export async function freeSlug(tx: Tx, place: SlugPlace, slug: string): Promise<string> {
  for (let first = 1; ; first += TRIED_AT_ONCE) {
    const numbers = Array.from({ length: TRIED_AT_ONCE }, (_, index) => first + index)
    const candidates = numbers.map((number) => (number === 1 ? slug : numberedSlug(slug, number)))
    const taken = await takenSlugs(tx, place, candidates)
    const free = candidates.find((candidate) => !taken.has(candidate))
    if (free !== undefined) return free
  }
}

async function takenSlugs(tx: Tx, { type, locale }: SlugPlace, slugs: readonly string[]): Promise<Set<string>> {
  const kind = sql.lit(tableOf(type).toUpperCase())
  const present =
    locale === null
      ? sql`select slug from ${sql.table(tableOf(type))} where slug = any (${slugs}::text[])`
      : sql`select slug from ${sql.table(translationsOf(type))} where slug = any (${slugs}::text[]) and locale = ${locale}::text`
  const rows = await send<{ slug: string }>(
    tx,
    sql`${present}
      union select slug from slug_alias where kind = ${kind} and slug = any (${slugs}::text[]) and locale = ${locale ?? ''}::text`,
  )
  return new Set(rows.map(({ slug }) => slug))
}
