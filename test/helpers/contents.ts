import { expect } from 'vitest'
import type { Database } from '../../src/database/database.ts'
import { STAFF_DOMAIN, STAFF_TOKEN } from './staff.ts'

const NOT_COMPARED = ['_prisma_migrations']

/** Staff are made when a test first asks for them, and each use of a token is noted: that is no change. */
const COMPARED: Readonly<Record<string, string>> = {
  user_account: `SELECT * FROM user_account WHERE email IS NULL OR email NOT LIKE '%${STAFF_DOMAIN}'`,
  access_token: `SELECT to_jsonb(a) - 'last_used_at' FROM access_token a WHERE name <> '${STAFF_TOKEN}'`,
}

/** The content of a database, one hash for each table: to see whether anything changed. */
async function contentsOf({ prisma }: Database): Promise<Record<string, string | null>> {
  const tables = await prisma.$queryRaw<{ name: string }[]>`
    SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND NOT tablename = ANY (${NOT_COMPARED}) ORDER BY 1`
  const hashes = tables.map(
    ({ name }) =>
      `SELECT '${name}' AS name, md5(string_agg(t::text, E'\\n' ORDER BY t::text)) AS hash FROM (${COMPARED[name] ?? `TABLE "${name}"`}) t`,
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
