// What a database can do depends on the server, and may change while it runs.
import type { Database } from './database.ts'
import { codesOf } from './faults/driver-error.ts'

/** As lib/text/trigrams.ts describes it: managed PostgreSQLs do not all have pg_trgm. */
export async function trigramsOf({ query }: Pick<Database, 'query'>) {
  const [row] = await query({
    text: `SELECT EXISTS (SELECT FROM pg_extension WHERE extname = 'pg_trgm') AS extension,
      to_regclass('revision_headline_trigrams') IS NOT NULL AS index`,
    parameters: [],
  })
  return { canCompare: row?.extension === true, findHeadlines: row?.index === true }
}

type Trigrams = Awaited<ReturnType<typeof trigramsOf>>

/** SQLSTATE of a function or an operator that does not exist */
const UNDEFINED_FUNCTION = '42883'

/**
 * Looks again what the database can do with trigrams, if a statement failed because it lacks something: the extension may be dropped while servers run.
 * @returns what it can do now; null if that is what was known
 */
export function trigramsAfter(database: Pick<Database, 'query'>, known: Trigrams) {
  let last = known
  return async (error: unknown): Promise<Trigrams | null> => {
    if (!codesOf(error).includes(UNDEFINED_FUNCTION)) return null
    const now = await trigramsOf(database)
    if (now.canCompare === last.canCompare && now.findHeadlines === last.findHeadlines) return null
    last = now
    return now
  }
}

/** Whether nothing can be saved: a standby, or a database that an operator made read-only. */
export async function isReadOnly({ query }: Pick<Database, 'query'>): Promise<boolean> {
  const text = "SELECT current_setting('transaction_read_only') = 'on' AS on"
  const [row] = await query<{ on: boolean }>({ text, parameters: [] })
  return row?.on ?? false
}
