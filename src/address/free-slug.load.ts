import type { Tx } from '../database/database.ts'
import { numberedSlug } from '../lib/slug.ts'

const TRIED_AT_ONCE = 50

/**
 * The first slug for a name ("cairo", "cairo-2", "cairo-3" …) that no object of the type has or had: old addresses must continue to
 * redirect. Another transaction may take it before it is written.
 */
export async function freeSlug(tx: Tx, kind: 'TOPIC' | 'AUTHOR', slug: string): Promise<string> {
  for (let first = 1; ; first += TRIED_AT_ONCE) {
    const numbers = Array.from({ length: TRIED_AT_ONCE }, (_, index) => first + index)
    const candidates = numbers.map((number) => (number === 1 ? slug : numberedSlug(slug, number)))
    const taken = await takenSlugs(tx, kind, candidates)
    const free = candidates.find((candidate) => !taken.has(candidate))
    if (free !== undefined) return free
  }
}

async function takenSlugs(tx: Tx, kind: 'TOPIC' | 'AUTHOR', slugs: readonly string[]): Promise<Set<string>> {
  const rows = await tx.$queryRaw<{ slug: string }[]>`
    SELECT slug FROM topic WHERE ${kind} = 'TOPIC' AND slug = ANY (${slugs}::text[])
    UNION SELECT slug FROM author WHERE ${kind} = 'AUTHOR' AND slug = ANY (${slugs}::text[])
    UNION SELECT slug FROM slug_alias WHERE kind = ${kind}::alias_kind AND slug = ANY (${slugs}::text[])`
  return new Set(rows.map(({ slug }) => slug))
}
