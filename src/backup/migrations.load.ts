import type { Database } from '../database/database.ts'

/** The newest migration that a database has; null for one that was never migrated. */
export async function newestMigration({ query }: Database): Promise<string | null> {
  const [history] = await query<{ present: boolean }>({
    text: `SELECT to_regclass('_prisma_migrations') IS NOT NULL AS present`,
    parameters: [],
  })
  if (!history?.present) return null
  const [row] = await query<{ name: string | null }>({
    text: 'SELECT max(migration_name) AS name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL',
    parameters: [],
  })
  return row?.name ?? null
}
