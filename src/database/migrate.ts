import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type { Database, SchemaSession } from './database.ts'
import { MigrationFailed } from './errors.ts'
import { codesOf } from './faults/driver-error.ts'
import { installJobs } from './jobs.ts'
import { checksum, MIGRATIONS_FOLDER, type Migration, migrationNames, readMigrations } from './migrations.ts'

/**
 * Migrates the database to the state that the code expects. Processes that start together take turns, and the later ones find nothing to
 * do. Each migration is one transaction, including its line in Prisma's history table: if it fails, or the process ends, it is applied
 * completely or not at all, and the next start continues from there. (So CREATE INDEX CONCURRENTLY is not possible in a migration:
 * docs/database.md says what to do instead.)
 * @returns the names of those applied now, oldest first
 * @throws MigrationFailed
 */
export async function migrate(database: Database, folder = MIGRATIONS_FOLDER): Promise<string[]> {
  const migrations = await readMigrations(folder)
  return database.schemaSession(async (session) => {
    const state = stateOf(migrations, await appliedMigrations(database))
    refuse(state)
    if (state.missing.length > 0) await session.script(HISTORY)
    for (const migration of state.missing) await apply(session, migration)
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
  return hasMigrations(database, await migrationNames(folder))
}

/** Whether these are applied. Newer ones do no harm: the version before them works on what they add. */
export async function hasMigrations(database: Database, names: readonly string[]): Promise<boolean> {
  const applied = await appliedMigrations(database)
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

/**
 * How long a migration may wait for a lock, in milliseconds. Every statement that needs the same table waits behind it, so this is less than readers
 * wait for a connection, and less than PostgreSQL waits before it ends one of two transactions that wait for each other.
 */
const LOCK_MS = 200

/** Together two minutes. */
const LOCK_ATTEMPTS = 200
const LOCK_PAUSE_MS = 400

const LOCK_NOT_AVAILABLE = '55P03'

/** Again while another transaction has what the migration needs: between the attempts everybody else goes on. */
async function apply(session: SchemaSession, migration: Migration): Promise<void> {
  for (let attempts = 1; ; attempts++) {
    try {
      return await applyOnce(session, migration)
    } catch (error) {
      const isLocked = error instanceof MigrationFailed && codesOf(error.cause).includes(LOCK_NOT_AVAILABLE)
      if (!isLocked) throw error
      if (attempts === LOCK_ATTEMPTS) throw new MigrationFailed(tablesInUse(migration), { cause: error })
    }
    await delay(LOCK_PAUSE_MS)
  }
}

function tablesInUse({ name }: Migration): string {
  return `${name} could not be applied: for two minutes other transactions have used the tables that it changes. Start again when they have ended, e.g. a backup. pg_stat_activity lists them.`
}

/** In one message, so that nobody waits for this process while the tables are locked. */
async function applyOnce({ script }: SchemaSession, migration: Migration): Promise<void> {
  const before = `BEGIN; SET LOCAL lock_timeout = ${LOCK_MS};\n`
  try {
    await script(`${before}${migration.sql}\n;${lineOfHistory(migration)};COMMIT`)
  } catch (error) {
    await script('ROLLBACK')
    const why = describe(error, `${before}${migration.sql}`, before)
    throw new MigrationFailed(`${migration.name} could not be applied: ${why}`, { cause: error })
  }
}

/** Prisma's, so that its command line knows what was applied. */
const HISTORY = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id VARCHAR(36) PRIMARY KEY NOT NULL, checksum VARCHAR(64) NOT NULL, finished_at TIMESTAMPTZ, migration_name VARCHAR(255) NOT NULL, logs TEXT,
  rolled_back_at TIMESTAMPTZ, started_at TIMESTAMPTZ NOT NULL DEFAULT now(), applied_steps_count INTEGER NOT NULL DEFAULT 0)`

function lineOfHistory(migration: Migration): string {
  const values = [randomUUID(), checksum(migration), migration.name].map((text) => `'${text.replaceAll("'", "''")}'`)
  return `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
    VALUES (${values.join(', ')}, clock_timestamp(), 1)`
}

/** PostgreSQL gives the place as a count of characters, people look for a line. */
function describe(error: unknown, sent: string, before: string): string {
  if (!(error instanceof Error)) return String(error)
  if (!('position' in error) || typeof error.position !== 'string') return error.message
  const lines = sent.slice(before.length, Number(error.position)).split('\n').length
  return `line ${lines}: ${error.message}`
}
