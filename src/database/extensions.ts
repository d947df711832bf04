import type { Database } from './database.ts'

/** Whether words can be compared by their trigrams: managed PostgreSQLs do not all have the extension. */
export async function hasTrigrams(database: Database): Promise<boolean> {
  const [row] = await database.query({
    text: `SELECT EXISTS (SELECT FROM pg_extension WHERE extname = 'pg_trgm') AS present`,
    parameters: [],
  })
  return row?.present === true
}
