import { beforeAll, describe, expect, it } from 'vitest'
import { connect } from '../../src/database/connect.ts'
import type { Database } from '../../src/database/database.ts'
import { migrate } from '../../src/database/migrate.ts'
import { start } from '../database/child.ts'
import { hasServerPrograms, startPrimary } from '../helpers/cluster.ts'
import { embeddedFolder, onPostgresql, temporaryFolder, testConnection, variablesOf } from '../helpers/database.ts'
import { freePort } from '../helpers/free-port.ts'
import { givenIn } from '../helpers/given.ts'
import { mailReceiver } from '../mail/receiver.ts'

type Found = { check: string; state: string; text: string }
type Variables = Record<string, string>

let place: Variables

/** `npm run doctor -- --json` with these variables. */
async function doctor(variables: Variables) {
  const { code, output } = await start('scripts/doctor.ts', ['--json'], variables).ended
  const found: Found[] = JSON.parse(output)
  const of = (check: string) => found.filter((one) => one.check === check)
  return { code, output, found, of, faults: found.filter(({ state }) => state === 'fault') }
}

/** The embedded database takes one process at a time, so each look is short. */
async function changing(state: 'empty' | 'migrated', change: (database: Database) => Promise<unknown>) {
  const connection = await testConnection(state)
  const database = await connect(connection)
  await change(database).finally(() => database.close())
  return doctor({ ...place, ...variablesOf(connection) })
}

beforeAll(async () => {
  place = { MEDIA_DIR: await temporaryFolder() }
})

describe('npm run doctor', () => {
  it('finds no fault where everything is in order, and changes nothing', async () => {
    const { code, faults, of } = await changing('migrated', async () => {})

    expect(faults).toEqual([])
    expect(of('migrations')).toEqual([{ check: 'migrations', state: 'ok', text: 'all are applied' }])
    expect(of('jobs')).toMatchObject([{ state: 'ok' }])
    expect(of('storage')).toMatchObject([{ state: 'ok' }])
    expect(of('disk').length).toBeGreaterThan(0)
    expect(code).toBe(0)
  })

  it('says of an empty database that the next start migrates it', async () => {
    const { code, of } = await changing('empty', async () => {})

    expect(of('migrations')).toMatchObject([{ state: 'warning', text: expect.stringContaining('npm run db:migrate') }])
    expect(code).toBe(0)
  })

  it('names each variable that is wrong, without its secret, and looks at nothing else', async () => {
    const { code, output, found } = await doctor({ ...place, PORT: 'eighty', DATABASE_URL: 'mysql://u:hidden@host/db' })

    expect(found).toEqual([
      { check: 'configuration', state: 'fault', text: expect.stringContaining('PORT is "eighty"') },
      { check: 'configuration', state: 'fault', text: expect.stringContaining('DATABASE_URL is not usable') },
    ])
    expect(output).not.toContain('hidden')
    expect(code).toBe(1)
  })

  it('warns of what production seldom wants', async () => {
    const { of } = await doctor({
      ...{ ...place, NODE_ENV: 'production', DATABASE_URL: `postgresql://u:p@127.0.0.1:${await freePort()}/db` },
      ...{ SITE_URL: 'http://daily.example', HOST: '0.0.0.0', RATE_LIMITS: 'false' },
    })

    const texts = of('configuration').map(({ text }) => text)
    for (const name of ['SITE_URL', 'PUBLIC_URL', 'TRUST_PROXY', 'RATE_LIMITS', 'SMTP_URL', 'METRICS_TOKEN'])
      expect(texts).toContainEqual(expect.stringContaining(name))
    expect(of('configuration').map(({ state }) => state)).not.toContain('fault')
  })

  it('says why a database cannot be used, without the password, and looks at the rest', async () => {
    const port = await freePort()
    const { code, output, of } = await doctor({ ...place, DATABASE_URL: `postgresql://u:hidden@127.0.0.1:${port}/db` })

    expect(of('database')).toMatchObject([{ state: 'fault', text: expect.stringContaining(`127.0.0.1:${port}`) }])
    expect(of('storage')).toMatchObject([{ state: 'ok' }])
    expect(output).not.toContain('hidden')
    expect(code).toBe(1)
  })

  it.runIf(onPostgresql && hasServerPrograms)(
    'warns of few shared buffers for much data (PostgreSQL only)',
    async () => {
      const { url } = await startPrimary({ settings: ['shared_buffers=1MB'] })
      const database = await connect({ url })
      await migrate(database).finally(() => database.close())

      const { code, of } = await doctor({ ...place, DATABASE_URL: url })

      expect(of('database')).toContainEqual({
        check: 'database',
        state: 'warning',
        text: expect.stringMatching(/^The database has \d+ MB, and PostgreSQL only 1 MB of shared buffers/),
      })
      expect(code).toBe(0)
    },
  )

  it('finds that a newer version has migrated the database', async () => {
    const { code, of } = await changing('migrated', (database) =>
      database.script(
        `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count) VALUES ('x', 'x', '29990101_newer', now(), 1)`,
      ),
    )

    expect(of('migrations')).toMatchObject([{ state: 'fault', text: expect.stringContaining('29990101_newer') }])
    expect(code).toBe(1)
  })

  it('finds articles that should be live, because no clock runs', async () => {
    const { faults } = await changing('migrated', async (database) => {
      const { uuid } = await givenIn(database).article({ status: 'SCHEDULED' })
      const scheduledFor = new Date(Date.now() - 3_600_000)
      await database.prisma.article.update({ where: { id: uuid }, data: { scheduledFor } })
    })

    expect(faults).toEqual([
      { check: 'jobs', state: 'fault', text: expect.stringMatching(/^Articles that should be live by now: 1\./) },
    ])
  })

  it('signs in to the mail server, or says what it answers', async () => {
    const receiver = await mailReceiver()
    const mail = { MAIL_FROM: 'alerts@daily.example' }
    const dataDir = await embeddedFolder()

    const good = await doctor({ ...place, ...mail, DATA_DIR: dataDir, SMTP_URL: receiver.url })
    const bad = await doctor({ ...place, ...mail, DATA_DIR: dataDir, SMTP_URL: `smtp://127.0.0.1:${await freePort()}` })

    expect(good.of('mail')).toMatchObject([{ state: 'ok' }])
    expect(bad.of('mail')).toMatchObject([{ state: 'fault', text: expect.stringContaining('ECONNREFUSED') }])
    expect(receiver.received).toEqual([])
  })

  it.skipIf(onPostgresql)('says that a server which runs has the embedded database', async () => {
    const dataDir = await embeddedFolder()
    const holder = start('test/database/holder.ts', [dataDir])
    await holder.prints('opened')

    const { code, of } = await doctor({ ...place, DATA_DIR: dataDir })

    expect(of('database')).toMatchObject([{ state: 'warning', text: expect.stringContaining('a server runs') }])
    expect(code).toBe(0)
  })

  it.runIf(onPostgresql)(
    'finds a pool that is larger than what PostgreSQL takes, and a replica that is none',
    async () => {
      const connection = await testConnection('migrated')
      if (!('url' in connection)) throw new Error('on PostgreSQL alone')
      const { of } = await doctor({
        ...{ ...place, DATABASE_URL: connection.url, DATABASE_REPLICA_URLS: connection.url },
        ...{ PROCESSES: '4', DATABASE_POOL_SIZE: '900' },
      })

      expect(of('database')).toContainEqual({
        ...{ check: 'database', state: 'fault', text: expect.stringContaining('need 3604 connections') },
      })
      expect(of('replicas')).toMatchObject([{ state: 'fault', text: expect.stringContaining('it is not a standby') }])
    },
  )
})
