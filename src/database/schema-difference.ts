import { readFile } from 'node:fs/promises'
import { PGlite } from '@electric-sql/pglite'
import { MIGRATIONS_FOLDER, migrationList, readMigrations, SCHEMA_FILE } from './migrations.ts'
import { pgliteAdapter } from './pglite-adapter.ts'
import { NOTHING_LEFT_OUT, schemaEngine } from './schema-engine.ts'

const DIFFERENT = 2

/**
 * The SQL that leads from the migrations to schema.prisma, or null when they agree. What Prisma's language cannot say (CHECKs, partial
 * and expression indexes, triggers, functions, deferred constraints) counts as no difference.
 *
 * The migrations are replayed in a database in memory, so that this needs no PostgreSQL.
 */
export async function schemaDifference(folder = MIGRATIONS_FOLDER, schemaFile = SCHEMA_FILE): Promise<string | null> {
  const [migrations, content] = await Promise.all([readMigrations(folder), readFile(schemaFile, 'utf8')])
  // Without pg_trgm: indexes that stand on an optional extension are no part of schema.prisma, and the migrations do without them.
  const pglite = await PGlite.create()
  try {
    // The engine needs a database and also an empty one. It does not change the first, so that one (2 s to make) serves as both.
    const adapter = pgliteAdapter(pglite)
    const engine = await schemaEngine({ ...adapter, connectToShadowDb: adapter.connect }, content)
    const { exitCode, stdout } = await engine.diff({
      from: { tag: 'migrations', ...migrationList(migrations, folder) },
      to: { tag: 'schemaDatamodel', files: [{ path: 'schema.prisma', content }] },
      script: true,
      exitCode: true,
      filters: NOTHING_LEFT_OUT,
    })
    return exitCode === DIFFERENT ? stdout : null
  } finally {
    await pglite.close()
  }
}
