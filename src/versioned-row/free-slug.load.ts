import { sql } from 'kysely'
import type { Tx } from '../database/database.ts'
import { send } from '../database/sender.ts'
import { numberedSlug } from '../lib/slug.ts'
import { type PageType, tableOf } from './versioned-row.ts'

const TRIED_AT_ONCE = 50

/**
 * The first of the addresses that a name can have ("cairo", "cairo-2", "cairo-3" …) at which there is nothing of the type, and never was: what
 * leads to an old address goes on leading there. Somebody may take it before it is written.
 */
export async function freeSlug(tx: Tx, type: PageType, slug: string): Promise<string> {
  for (let first = 1; ; first += TRIED_AT_ONCE) {
    const numbers = Array.from({ length: TRIED_AT_ONCE }, (_, index) => first + index)
    const candidates = numbers.map((number) => (number === 1 ? slug : numberedSlug(slug, number)))
    const taken = await takenSlugs(tx, type, candidates)
    const free = candidates.find((candidate) => !taken.has(candidate))
    if (free !== undefined) return free
  }
}

async function takenSlugs(tx: Tx, type: PageType, slugs: readonly string[]): Promise<Set<string>> {
  const table = tableOf(type)
  const rows = await send<{ slug: string }>(
    tx,
    sql`select slug from ${sql.table(table)} where slug = any (${slugs}::text[])
      union select slug from slug_alias where kind = ${sql.lit(table.toUpperCase())} and slug = any (${slugs}::text[])`,
  )
  return new Set(rows.map(({ slug }) => slug))
}
