import { expect } from 'vitest'
import type { Database } from '../../src/database/database.ts'

/** Staff are made when a test first asks for them, and tokens note their last use. */
const COMES_AND_GOES = ['_prisma_migrations', 'user_account', 'access_token']

/** The content of a database, one hash for each table: to see whether anything changed. */
async function contentsOf({ prisma }: Database): Promise<Record<string, string | null>> {
  const tables = await prisma.$queryRaw<{ name: string }[]>`
    SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND NOT tablename = ANY (${COMES_AND_GOES}) ORDER BY 1`
  const hashes = tables.map(
    ({ name }) =>
      `SELECT '${name}' AS name, md5(string_agg(t::text, E'\\n' ORDER BY t::text)) AS hash FROM "${name}" t`,
  )
  const rows = await prisma.$queryRawUnsafe<{ name: string; hash: string | null }[]>(hashes.join(' UNION ALL '))
  return Object.fromEntries(rows.map(({ name, hash }) => [name, hash]))
}

/** Does it, and sees that the database is afterwards as it was before. */
export async function expectNoChange<T>(database: Database, work: () => Promise<T>): Promise<T> {
  const before = await contentsOf(database)
  const result = await work()
  expect(await contentsOf(database)).toEqual(before)
  return result
}
