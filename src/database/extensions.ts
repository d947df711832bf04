import type { Database } from './database.ts'

/** What the database can do with trigrams, see lib/trigrams.ts: managed PostgreSQLs do not all have pg_trgm. */
export async function trigramsOf(database: Database): Promise<{ canCompare: boolean; findHeadlines: boolean }> {
  const [row] = await database.query({
    text: `SELECT EXISTS (SELECT FROM pg_extension WHERE extname = 'pg_trgm') AS extension,
      to_regclass('revision_headline_trigrams') IS NOT NULL AS index`,
    parameters: [],
  })
  return { canCompare: row?.extension === true, findHeadlines: row?.index === true }
}
