import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, it, onTestFinished } from 'vitest'
import { connect } from '../../src/database/connect.ts'
import { MigrationFailed } from '../../src/database/errors.ts'
import { isMigrated, migrate } from '../../src/database/migrate.ts'
import { migrationList, migrationNames, readMigrations, SCHEMA_FILE } from '../../src/database/migrations.ts'
import { schemaEngine } from '../../src/database/schema-engine.ts'
import { onPostgresql, temporaryFolder, testConnection } from '../helpers/database.ts'
import { start } from './child.ts'

// Databases are made from nothing here, by several processes: seconds each, and many on a busy machine.
const FUNCTION = `
CREATE TABLE counted (n int NOT NULL);
CREATE FUNCTION count_up() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.n := NEW.n + 1;
  RETURN NEW;
END;
$$;
CREATE TRIGGER count_up BEFORE INSERT ON counted FOR EACH ROW EXECUTE FUNCTION count_up();
`

async function emptyDatabase() {
  const database = await connect(await testConnection('empty'))
  onTestFinished(() => database.close())
  return database
}

/** A folder of migrations, by name. */
async function given(migrations: Record<string, string>): Promise<string> {
  const folder = await temporaryFolder()
  for (const [name, sql] of Object.entries(migrations)) await write(folder, name, sql)
  return folder
}

async function write(folder: string, name: string, sql: string): Promise<void> {
  await mkdir(join(folder, name), { recursive: true })
  await writeFile(join(folder, name, 'migration.sql'), sql)
}

describe('migrate', () => {
  it('refuses a database that a newer version has migrated, and changes nothing', async () => {
    const database = await emptyDatabase()
    await migrate(
      database,
      await given({ '1_table': 'CREATE TABLE one (id int)', '2_newer': 'CREATE TABLE two (id int)' }),
    )

    const attempt = migrate(database, await given({ '1_table': 'CREATE TABLE one (id int)', '3_other': FUNCTION }))

    await expect(attempt).rejects.toThrow(MigrationFailed)
    await expect(attempt).rejects.toThrow(
      'A newer version of Copydesk has migrated this database: this version does not have 2_newer',
    )
    expect(await database.query({ text: "SELECT to_regclass('counted') AS other", parameters: [] })).toEqual([
      { other: null },
    ])
  })

  it('brings an empty database up to date, once, in a way that Prisma agrees with', async () => {
    const database = await emptyDatabase()
    expect(await isMigrated(database)).toBe(false)

    expect(await migrate(database)).toEqual(await migrationNames())
    expect(await migrate(database)).toEqual([])

    expect(await isMigrated(database)).toBe(true)
    // What `prisma migrate status` asks, of the same engine.
    const diagnosis = await database.schemaSession(async ({ adapter }) => {
      const engine = await schemaEngine(adapter, await readFile(SCHEMA_FILE, 'utf8'))
      return engine.diagnoseMigrationHistory({
        migrationsList: migrationList(await readMigrations()),
        optInToShadowDatabase: false,
        filters: { externalTables: [], externalEnums: [] },
      })
    })
    expect(diagnosis).toMatchObject({
      history: null,
      editedMigrationNames: [],
      failedMigrationNames: [],
      hasMigrationsTable: true,
    })
  })

  it('leaves a database whose enums can be asked for in lists at once', async () => {
    const database = await emptyDatabase()
    await migrate(database)

    const text = 'SELECT $1 = ANY ($2::topic_kind[]) AS found'

    expect(await database.query({ text, parameters: ['PLACE', ['PLACE', 'PERSON']] })).toEqual([{ found: true }])
  })

  it('goes on where it stopped, and leaves function bodies whole', async () => {
    const database = await emptyDatabase()
    const folder = await given({ '1_table': 'CREATE TABLE before (id int)' })
    await migrate(database, folder)
    await write(folder, '2_function', FUNCTION)
    expect(await isMigrated(database, folder)).toBe(false)

    expect(await migrate(database, folder)).toEqual(['2_function'])

    expect(await database.query({ text: 'INSERT INTO counted VALUES (1) RETURNING n', parameters: [] })).toEqual([
      { n: 2 },
    ])
  })

  it('undoes a migration that fails, says where, and takes it once it is fixed', async () => {
    const database = await emptyDatabase()
    const folder = await given({
      '1_good': 'CREATE TABLE good (id int)',
      '2_bad': 'CREATE TABLE half (id int);\nINSERT INTO nowhere VALUES (1)',
    })

    const attempt = migrate(database, folder)

    await expect(attempt).rejects.toThrow(MigrationFailed)
    await expect(attempt).rejects.toThrow('2_bad could not be applied: line 2: relation "nowhere" does not exist')
    expect(
      await database.query({
        text: "SELECT to_regclass('good') IS NOT NULL AS good, to_regclass('half') IS NOT NULL AS half",
        parameters: [],
      }),
    ).toEqual([{ good: true, half: false }])
    expect(await isMigrated(database, folder)).toBe(false)

    await write(folder, '2_bad', 'CREATE TABLE whole (id int)')
    expect(await migrate(database, folder)).toEqual(['2_bad'])
  })

  it('refuses a migration that was edited after it was applied', async () => {
    const database = await emptyDatabase()
    const folder = await given({ '1_table': 'CREATE TABLE a (id int)' })
    await migrate(database, folder)
    await write(folder, '1_table', 'CREATE TABLE a (id bigint)')

    await expect(migrate(database, folder)).rejects.toThrow('changed after they were applied to this database: 1_table')
  })

  it('takes an index as it is that was built before, as CREATE INDEX CONCURRENTLY does outside a migration', async () => {
    const database = await emptyDatabase()
    const folder = await given({ '1_table': 'CREATE TABLE big (id int)' })
    await migrate(database, folder)
    await database.script('CREATE INDEX CONCURRENTLY "big_id" ON "big" ("id")')
    await write(folder, '2_index', 'CREATE INDEX IF NOT EXISTS "big_id" ON "big" ("id")')

    expect(await migrate(database, folder)).toEqual(['2_index'])
  })

  it.runIf(onPostgresql)(
    'gives way while another transaction uses the table, so that readers do not wait behind it (PostgreSQL only: the embedded one has one connection)',
    async () => {
      const options = await testConnection('empty')
      const [database, backup] = [await connect(options), await connect(options)]
      for (const each of [database, backup]) onTestFinished(() => each.close())
      const folder = await given({ '1_table': 'CREATE TABLE used (id int)' })
      await migrate(database, folder)
      await write(folder, '2_column', 'ALTER TABLE used ADD COLUMN more text')
      let isMigrated = false
      let reads = 0

      // Reads the table, and goes on reading others: as pg_dump does.
      const migrating = await backup.transaction(async (tx) => {
        await tx.$queryRawUnsafe('SELECT id FROM used')
        const attempt = migrate(database, folder).then(() => {
          isMigrated = true
        })
        while (reads < 20) {
          // A reader of the site, who is not kept waiting.
          await database.script("SET statement_timeout = '2s'; SELECT id FROM used; RESET statement_timeout")
          reads += 1
          await delay(100)
        }
        expect(isMigrated).toBe(false)
        return { attempt }
      })

      await migrating.attempt
      expect(await database.query({ text: 'SELECT more FROM used', parameters: [] })).toEqual([])
    },
  )

  it.runIf(onPostgresql)(
    'lets processes that start together take turns (PostgreSQL only: the embedded one admits a single process)',
    async () => {
      const options = await testConnection('empty')
      const url = 'url' in options ? options.url : ''

      const processes = [1, 2, 3].map(() => start('scripts/migrate.ts', [], { DATABASE_URL: url }))
      const results = await Promise.all(processes.map(({ ended }) => ended))

      expect(results.map(({ code }) => code)).toEqual([0, 0, 0])
      expect(results.filter(({ output }) => output.includes('Applied'))).toHaveLength(1)
      expect(results.filter(({ output }) => output.includes('up to date'))).toHaveLength(2)
    },
  )
})
