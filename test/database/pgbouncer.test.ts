import { Client } from 'pg'
import { describe, expect, it } from 'vitest'
import { type ConnectOptions, connect } from '../../src/database/connect.ts'
import type { Database } from '../../src/database/database.ts'
import { isMigrated, migrate } from '../../src/database/migrate.ts'
import { Budget } from '../../src/database/pool/budget.ts'
import { atEnd } from '../helpers/at-end.ts'
import { directUrlOf, onPostgresql, testConnection } from '../helpers/database.ts'
import { hasPgbouncer, startPgbouncer } from '../helpers/pgbouncer.ts'
import type { TemplateState } from '../helpers/template.ts'

const LIMITS = { readersMs: 600, deskMs: 3000 }

/** A database behind a PgBouncer in transaction mode, and a session beside it. */
async function behindPgbouncer(state: TemplateState, settings: Record<string, number | string> = {}) {
  const options = await testConnection(state)
  if (!('url' in options)) throw new Error('these tests are for PostgreSQL')
  const direct = directUrlOf(options.url)
  const pgbouncer = await startPgbouncer(direct, settings)
  atEnd(() => pgbouncer.close())
  const watcher = new Client({ connectionString: direct })
  await watcher.connect()
  atEnd(() => watcher.end())

  async function opened(more: Partial<Extract<ConnectOptions, { url: string }>> = {}): Promise<Database> {
    const database = await connect({ url: pgbouncer.url, limits: LIMITS, ...more })
    atEnd(() => database.close())
    return database
  }

  /** What the server works on for us at this moment. */
  async function running(): Promise<number> {
    const { rows } = await watcher.query(`SELECT count(*)::int AS n FROM pg_stat_activity
      WHERE datname = current_database() AND application_name = 'copydesk' AND state <> 'idle'`)
    return rows[0].n
  }

  return { url: pgbouncer.url, direct, watcher, opened, running }
}

const SETTINGS = `SELECT current_setting('statement_timeout') AS statements, current_setting('lock_timeout') AS locks,
  current_setting('idle_in_transaction_session_timeout') AS idle, current_setting('search_path') AS path,
  current_setting('jit') AS jit, current_setting('TimeZone') AS zone, current_setting('transaction_isolation') AS isolation`

const OF_ALL = { idle: '15s', path: 'public,extensions', jit: 'off', zone: 'UTC', isolation: 'read committed' }

const plain = (text: string, parameters: unknown[] = []) => ({ text, parameters })

describe.runIf(onPostgresql && hasPgbouncer)('PgBouncer in transaction mode (PostgreSQL only)', () => {
  it('gives every statement and transaction the settings of its use, whatever the database is set to', async () => {
    const { watcher, opened } = await behindPgbouncer('empty')
    const { rows } = await watcher.query('SELECT current_database() AS name')
    for (const setting of [
      "default_transaction_isolation = 'serializable'",
      "timezone = 'Asia/Tokyo'",
      'search_path = pg_catalog',
    ])
      await watcher.query(`ALTER DATABASE "${rows[0].name}" SET ${setting}`)
    const database = await opened()

    const readers = { ...OF_ALL, statements: '600ms', locks: '0' }
    const desk = { ...OF_ALL, statements: '3s', locks: '2s' }
    for (let round = 0; round < 5; round++) {
      // At the same time, so that sessions change hands.
      const found = await Promise.all([
        database.query(plain(SETTINGS), { use: 'readers' }),
        database.query(plain(`${SETTINGS} WHERE $1`, [true]), { use: 'readers' }),
        database.transaction((tx) => tx.$queryRawUnsafe(SETTINGS)),
        database.transaction((tx) => tx.$queryRawUnsafe(`${SETTINGS} WHERE $1`, true)),
      ])

      expect(found).toEqual([[readers], [readers], [desk], [desk]])
    }
  })

  it('takes settings that are in the address', async () => {
    const { url, opened } = await behindPgbouncer('empty')
    const address = new URL(url)
    address.searchParams.set('options', '-c work_mem=7MB -c default_text_search_config=pg_catalog.simple')
    const database = await opened({ url: address.href })

    const [found] = await database.query(
      plain("SELECT current_setting('work_mem') AS memory, current_setting('default_text_search_config') AS words"),
    )

    expect(found).toEqual({ memory: '7MB', words: 'pg_catalog.simple' })
  })

  it('is noticed where it takes all settings and drops them', async () => {
    const ignored = ['options', 'statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout']
    const { opened } = await behindPgbouncer('empty', { ignore_startup_parameters: ignored.join(',') })
    const database = await opened()

    const found = await database.query(plain(SETTINGS), { use: 'readers' })

    expect(found).toEqual([{ ...OF_ALL, statements: '600ms', locks: '0' }])
  })

  it('ends a statement at the limit of its use, and the next one has all of its time', async () => {
    const { opened } = await behindPgbouncer('empty')
    const database = await opened()
    const slow = (seconds: number) => database.query(plain('SELECT pg_sleep($1)', [seconds]), { use: 'readers' })

    await expect(slow(2)).rejects.toMatchObject({
      cause: { code: '57014', message: expect.stringContaining('statement timeout') },
    })
    await slow(0.4)
    await slow(0.4)
  })

  it('ends a wait for a lock within the limit for locks', async () => {
    const { watcher, opened } = await behindPgbouncer('empty')
    await watcher.query('CREATE TABLE counted (n int); INSERT INTO counted VALUES (0)')
    const database = await opened()
    await watcher.query('BEGIN; SELECT FROM counted FOR UPDATE')

    const waiting = database.transaction((tx) => tx.$executeRawUnsafe('UPDATE counted SET n = n + 1'))

    await expect(waiting).rejects.toMatchObject({
      name: 'Unavailable',
      message: expect.stringContaining('Another change'),
    })
    await watcher.query('ROLLBACK')
  })

  it('cancels what nobody waits for, and nothing else', async () => {
    const { opened, running } = await behindPgbouncer('empty')
    const database = await opened()
    const budget = new Budget({ ms: 400 })
    const slow = (given?: Budget) =>
      database.query(plain('SELECT pg_sleep($1)', [2]), { use: 'desk', ...(given && { budget: given }) })

    const others = Promise.all([slow(), slow()])
    const cancelled = slow(budget)
    await expect.poll(running).toBe(3)
    budget.clientIsGone()

    await expect(cancelled).rejects.toMatchObject({ name: 'Unavailable' })
    await expect.poll(running, { interval: 10 }).toBe(2)
    await expect(others).resolves.toHaveLength(2)
  })

  it('never takes a cancelled statement that waited for a session to have found nothing', async () => {
    const { watcher, opened, running } = await behindPgbouncer('empty', { default_pool_size: 1 })
    await watcher.query('CREATE TABLE counted (n int); INSERT INTO counted VALUES (0)')
    const database = await opened()
    const first = database.query(plain('SELECT pg_sleep($1)', [1.5]), { use: 'clock' })
    await expect.poll(running).toBe(1)

    const waiting = [
      database.query(plain('SELECT n FROM counted WHERE $1', [true]), { use: 'desk', budget: new Budget({ ms: 200 }) }),
      database.query(plain('UPDATE counted SET n = n + $1 RETURNING n', [1]), {
        use: 'desk',
        budget: new Budget({ ms: 200 }),
      }),
    ]

    const results = await Promise.allSettled(waiting)
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    await first
    const { rows } = await watcher.query('SELECT n FROM counted')
    expect(rows).toEqual([{ n: 0 }])
    expect(await database.query(plain('SELECT n FROM counted WHERE $1', [true]))).toEqual([{ n: 0 }])
  })

  it('loses prepared statements: each read and write is answered once, and none are prepared from then on', async () => {
    const { watcher, opened } = await behindPgbouncer('empty')
    await watcher.query('CREATE TABLE counted (n int); INSERT INTO counted VALUES (0)')
    const warnings: string[] = []
    const database = await opened({ warn: (message) => warnings.push(message) })
    const read = (number: number) =>
      database.query(
        { ...plain('SELECT $1::int AS number, pg_sleep(0.02)::text', [number]), name: 'numbers' },
        // Readers and the desk would be refused on a busy machine.
        { use: 'clock' },
      )
    const write = () => database.query({ ...plain('UPDATE counted SET n = n + $1', [1]), name: 'writes' })
    const transact = () =>
      database.transaction(async (tx) => {
        await tx.$executeRawUnsafe('UPDATE counted SET n = n + $1', 1)
        await tx.$executeRawUnsafe('UPDATE counted SET n = n + $1', 1)
      })
    const alone = () => database.prisma.$executeRawUnsafe('UPDATE counted SET n = n + 1 + $1', 0)

    const reads = await Promise.all(Array.from({ length: 40 }, (_, number) => read(number)))
    for (let round = 0; round < 10; round++)
      await Promise.all([read(round), write(), transact(), alone(), transact(), read(1)])

    expect(reads.map(([row]) => row?.number)).toEqual(Array.from({ length: 40 }, (_, number) => number))
    const { rows } = await watcher.query('SELECT n FROM counted')
    expect(rows).toEqual([{ n: 60 }])
    expect(warnings).toEqual([expect.stringContaining('loses prepared statements')])
  })

  it('keeps none where DATABASE_PREPARED is off', async () => {
    const { opened } = await behindPgbouncer('empty', { default_pool_size: 1 })
    const database = await opened({ prepared: 'off' })
    for (let use = 0; use < 3; use++) {
      await database.query({ ...plain('SELECT $1::int', [1]), name: 'named' })
      await database.prisma.$queryRawUnsafe('SELECT $1::int', 2)
    }

    expect(await database.query(plain('SELECT name FROM pg_prepared_statements'))).toEqual([])
  })

  it('lets several migrate at once, and leaves no lock in a session', async () => {
    const { watcher, opened } = await behindPgbouncer('empty')
    const databases = await Promise.all([opened(), opened(), opened()])

    const applied = await Promise.all(databases.map((database) => migrate(database)))

    expect(applied.filter(({ length }) => length > 0)).toHaveLength(1)
    const { rows } = await watcher.query(`SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND database =
      (SELECT oid FROM pg_database WHERE datname = current_database())`)
    expect(rows).toEqual([])
  })

  it('is passed by where DATABASE_DIRECT_URL is set, which must not lead to a pooler', async () => {
    const { url, direct, opened } = await behindPgbouncer('empty')
    const wrong = await opened({ directUrl: url })
    const right = await opened({ directUrl: direct })

    await expect(migrate(wrong)).rejects.toThrow('DATABASE_DIRECT_URL leads to a pooler')
    await migrate(right)
    expect(await isMigrated(right)).toBe(true)
  })
})
