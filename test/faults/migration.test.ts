import { setTimeout as wait } from 'node:timers/promises'
import { Client } from 'pg'
import { describe, expect, it } from 'vitest'
import { connect } from '../../src/database/connect.ts'
import { isMigrated } from '../../src/database/migrate.ts'
import { migrationNames } from '../../src/database/migrations.ts'
import { brokenConstraints } from '../crash/constraints.ts'
import { start } from '../database/child.ts'
import { atEnd } from '../helpers/at-end.ts'
import { directUrlOf, onPostgresql, temporaryFolder, testConnection, variablesOf } from '../helpers/database.ts'
import { startServer } from '../helpers/server-process.ts'

/** How many migrations are in the history table; 0 while there is none. */
async function appliedIn(watcher: Client): Promise<number> {
  const applied = await watcher.query('SELECT count(*)::int AS n FROM _prisma_migrations').catch(() => null)
  return applied?.rows[0].n ?? 0
}

describe.runIf(onPostgresql)('A server that is killed while it migrates (PostgreSQL only)', () => {
  it.each([10, 40])('after %i migrations is started again, and applies what is missing', async (most) => {
    const options = await testConnection('empty')
    if (!('url' in options)) throw new Error('this test is for PostgreSQL')
    const watcher = new Client({ connectionString: directUrlOf(options.url) })
    await watcher.connect()
    atEnd(() => watcher.end())
    const variables = { PORT: '0', MEDIA_DIR: await temporaryFolder(), ...variablesOf(options) }
    const first = start('src/main.ts', [], variables)
    while ((await appliedIn(watcher)) < most) await wait(2)
    first.child.kill('SIGKILL')
    await first.ended
    const left = await appliedIn(watcher)

    const { url } = await startServer(variables)

    expect(left).toBeLessThan((await migrationNames()).length)
    expect((await fetch(`${url}/readyz`)).status).toBe(200)
    const database = await connect(options)
    atEnd(() => database.close())
    expect(await isMigrated(database)).toBe(true)
    expect(await brokenConstraints(database)).toEqual([])
  })
})
