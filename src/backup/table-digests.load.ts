import type { Database } from '../database/database.ts'

/** What a table holds, in a form that two databases can be compared by. */
export interface TableDigest {
  readonly rows: number
  /** Of all rows in their text form, in any order */
  readonly md5: string
}

export type TableDigests = Readonly<Record<string, TableDigest>>

const TABLES = `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
  WHERE schemaname IN ('public', 'pgboss') ORDER BY 1`

const digestOf = (
  source: string,
) => `SELECT count(*)::int AS rows, md5(coalesce(string_agg(row, '' ORDER BY row), '')) AS md5
  FROM (SELECT md5(t::text) AS row FROM ${source} t) rows`

const SEQUENCES = '(SELECT schemaname, sequencename, last_value FROM pg_sequences)'

/** Every table, and the state of all sequences. */
export async function tableDigests({ query }: Database): Promise<TableDigests> {
  const tables = await query<{ name: string }>({ text: TABLES, parameters: [] })
  const digests: Record<string, TableDigest> = {}
  for (const source of [...tables.map(({ name }) => name), SEQUENCES]) {
    const [digest] = await query<{ rows: number; md5: string }>({ text: digestOf(source), parameters: [] })
    if (digest) digests[source === SEQUENCES ? 'sequences' : source] = digest
  }
  return digests
}

/** Tables whose content is not the same. */
export function differingTables(one: TableDigests, other: TableDigests): string[] {
  const names = new Set([...Object.keys(one), ...Object.keys(other)])
  return [...names].filter((name) => one[name]?.md5 !== other[name]?.md5 || one[name]?.rows !== other[name]?.rows)
}
