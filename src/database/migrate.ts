import { readFile } from 'node:fs/promises'
import type { Database, SchemaSession } from './database.ts'
import { MigrationFailed } from './errors.ts'
import { installJobs } from './jobs.ts'
import {
  checksum,
  MIGRATIONS_FOLDER,
  type Migration,
  migrationList,
  migrationNames,
  readMigrations,
  SCHEMA_FILE,
} from './migrations.ts'
import { NOTHING_LEFT_OUT, schemaEngine } from './schema-engine.ts'

/**
 * Migrates the database to the state that the code expects. Processes that start together take turns, and the later ones find nothing to
 * do. Each migration is one transaction, including its line in Prisma's history table: if it fails, or the process ends, it is applied
 * completely or not at all, and the next start continues from there. (So CREATE INDEX CONCURRENTLY is not possible in a migration.)
 * @returns the names of those applied now, oldest first
 * @throws MigrationFailed
 */
export async function migrate(database: Database, folder = MIGRATIONS_FOLDER): Promise<string[]> {
  const migrations = await readMigrations(folder)
  return database.schemaSession(async (session) => {
    const state = stateOf(migrations, await appliedMigrations(database))
    refuse(state)
    for (const migration of state.missing) await apply(session, migrations, migration)
    await installJobs(database, session)
    return state.missing.map(({ name }) => name)
  })
}

/** How the migrations of the folder and those of a database differ. */
export interface MigrationState {
  /** Those that the database does not have */
  readonly missing: readonly Migration[]
  /** Names of those that were applied with another content */
  readonly edited: readonly string[]
  /** Names of those that the database has and the folder has not */
  readonly unknown: readonly string[]
}

export async function migrationState(database: Database, folder = MIGRATIONS_FOLDER): Promise<MigrationState> {
  return stateOf(await readMigrations(folder), await appliedMigrations(database))
}

function stateOf(migrations: readonly Migration[], applied: ReadonlyMap<string, string>): MigrationState {
  const known = new Set(migrations.map(({ name }) => name))
  return {
    missing: migrations.filter(({ name }) => !applied.has(name)),
    edited: migrations
      .filter((migration) => (applied.get(migration.name) ?? checksum(migration)) !== checksum(migration))
      .map(({ name }) => name),
    unknown: [...applied.keys()].filter((name) => !known.has(name)),
  }
}

/** Whether every migration of the folder is applied. False, too, of a database that knows no migrations. */
export async function isMigrated(database: Database, folder = MIGRATIONS_FOLDER): Promise<boolean> {
  const [names, applied] = await Promise.all([migrationNames(folder), appliedMigrations(database)])
  return names.every((name) => applied.has(name))
}

/** Name and checksum of each, out of Prisma's history table. */
async function appliedMigrations(database: Database): Promise<Map<string, string>> {
  const [history] = await database.query({
    text: `SELECT to_regclass('_prisma_migrations') IS NOT NULL AS present`,
    parameters: [],
  })
  if (!history?.present) return new Map()
  const rows = await database.query<{ name: string; checksum: string }>({
    text: `SELECT migration_name AS name, checksum FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL`,
    parameters: [],
  })
  return new Map(rows.map((row) => [row.name, row.checksum]))
}

/** Edited and unknown migrations mean another database than the code was written for. @throws MigrationFailed */
function refuse({ edited, unknown }: MigrationState): void {
  if (edited.length > 0) throw new MigrationFailed(editedMigrations(edited))
  if (unknown.length > 0) throw new MigrationFailed(unknownMigrations(unknown))
}

/** What to do about them. */
export function editedMigrations(names: readonly string[]): string {
  return `These migrations were changed after they were applied to this database: ${names.join(', ')}. Undo the change and write a new migration (npm run db:new -- NAME). If you do not need the data, run npm run db:reset.`
}

/** What to do about them. */
export function unknownMigrations(names: readonly string[]): string {
  return `A newer version of Copydesk has migrated this database: this version does not have ${names.join(', ')}. Start that version or a newer one, or restore a backup from before the upgrade. If you do not need the data, run npm run db:reset.`
}

async function apply(session: SchemaSession, migrations: readonly Migration[], migration: Migration): Promise<void> {
  const upToThis = migrations.slice(0, migrations.indexOf(migration) + 1)
  const watched = watchScripts(session)
  const engine = await schemaEngine(watched.adapter, await readFile(SCHEMA_FILE, 'utf8'))
  await session.script('BEGIN')
  try {
    await engine.applyMigrations({ migrationsList: migrationList(upToThis), filters: NOTHING_LEFT_OUT })
    await session.script('COMMIT')
  } catch (error) {
    await session.script('ROLLBACK')
    const cause = watched.failure() ?? error
    throw new MigrationFailed(`${migration.name} could not be applied: ${describe(cause, migration.sql)}`, { cause })
  } finally {
    engine.free()
  }
}

/** In a transaction that failed, what the engine does next fails too and hides the first error: that one is kept here. */
function watchScripts({ adapter, script }: SchemaSession) {
  let failure: unknown
  const executeScript = (sql: string) =>
    script(sql).catch((error: unknown) => {
      failure ??= error
      throw error
    })
  return {
    failure: () => failure,
    adapter: { ...adapter, connect: async () => Object.assign(await adapter.connect(), { executeScript }) },
  }
}

/** PostgreSQL gives the place as a count of characters, people look for a line. */
function describe(error: unknown, sql: string): string {
  if (!(error instanceof Error)) return String(error)
  if (!('position' in error) || typeof error.position !== 'string') return error.message
  return `line ${sql.slice(0, Number(error.position)).split('\n').length}: ${error.message}`
}
