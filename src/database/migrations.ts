import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { MigrationList } from './schema-engine.ts'

export const MIGRATIONS_FOLDER = fileURLToPath(new URL('../../prisma/migrations', import.meta.url))
export const SCHEMA_FILE = fileURLToPath(new URL('../../prisma/schema.prisma', import.meta.url))

const LOCK_FILE = 'migration_lock.toml'

export interface Migration {
  /** The folder's name: `20261122120000_newsroom` */
  name: string
  sql: string
}

/** Every migration of the folder, oldest first. */
export async function readMigrations(folder = MIGRATIONS_FOLDER): Promise<Migration[]> {
  const names = await migrationNames(folder)
  return Promise.all(
    names.map(async (name) => ({ name, sql: await readFile(join(folder, name, 'migration.sql'), 'utf8') })),
  )
}

/** Only the names, oldest first. They begin with the time (YYYYMMDDhhmmss), so that their order is the alphabet's. */
export async function migrationNames(folder = MIGRATIONS_FOLDER): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true })
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
}

/** As Prisma keeps it in `_prisma_migrations.checksum`. */
export function checksum({ sql }: Migration): string {
  return createHash('sha256').update(sql).digest('hex')
}

/** The form in which the schema engine takes migrations: it reads no files itself. */
export function migrationList(migrations: readonly Migration[], folder = MIGRATIONS_FOLDER): MigrationList {
  return {
    baseDir: folder,
    lockfile: { path: LOCK_FILE, content: 'provider = "postgresql"\n' },
    shadowDbInitScript: '',
    migrationDirectories: migrations.map(({ name, sql }) => ({
      path: name,
      migrationFile: { path: 'migration.sql', content: { tag: 'ok', value: sql } },
    })),
  }
}
