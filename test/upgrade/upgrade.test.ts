import { cpSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { connect } from '../../src/database/connect.ts'
import { halfDone, timesDone } from '../crash/checker.ts'
import { start } from '../database/child.ts'
import { atEnd } from '../helpers/at-end.ts'
import { mediaDir, onPostgresql, temporaryFolder, testConnection } from '../helpers/database.ts'
import { expectExactCounts } from '../helpers/recount.ts'
import { PATIENT } from '../helpers/server-process.ts'
import { startLoad } from './load.ts'
import { installReleases, NEWER_MIGRATION, type Release } from './releases.ts'
import { roundRobin } from './round-robin.ts'

// A version takes the place of the one before it, with a migration, while a newsroom and its readers work: docs/upgrading.md.

// Several servers start, which a busy machine takes its time for.
vi.setConfig({ testTimeout: 600_000 })
const POLL = { timeout: 120_000, interval: 100 }

const REFUSAL = 'A newer version of Copydesk has migrated this database: this version does not have 2999'

const VARIABLES = {
  ...PATIENT,
  RATE_LIMITS: 'false',
  MAX_LIVE_CONNECTIONS_ADDRESS: '1000',
  SEED_ON_START: 'false',
  LOG_FORMAT: 'json',
  DATABASE_POOL_SIZE: '15',
  // Idle connections of the proxy are closed after this time.
  SHUTDOWN_TIMEOUT_MS: '4000',
}

let releases: Awaited<ReturnType<typeof installReleases>>

beforeAll(async () => {
  if (onPostgresql) releases = await installReleases()
})

/** A newsroom of its own. */
async function newsroom() {
  const options = await testConnection('seeded')
  if (!('url' in options)) throw new Error('these tests are for PostgreSQL')
  const store = await temporaryFolder()
  cpSync(mediaDir, store, { recursive: true })
  const database = await connect({ ...options, poolSize: 4 })
  atEnd(() => database.close())
  const hasMigration = async () => {
    const text =
      'SELECT count(*)::int AS n FROM _prisma_migrations WHERE migration_name = $1 AND finished_at IS NOT NULL'
    const [row] = await database.query<{ n: number }>({ text, parameters: [NEWER_MIGRATION] })
    return row?.n === 1
  }
  return { database, hasMigration, variables: { ...VARIABLES, DATABASE_URL: options.url, MEDIA_DIR: store, PORT: '0' } }
}

async function server(main: string, variables: Record<string, string>) {
  const started = start(main, [], variables)
  await started.prints(variables.PROCESSES === undefined ? 'Server listening at' : 'processes are running')
  const url = /Server listening at (http:[^"\s]+)/.exec(started.output())?.[1] ?? ''
  const count = (words: string) => started.output().split(words).length - 1
  return { ...started, url, count }
}

/** Which version answers there; the status where none is ready. */
async function releaseAt(url: string): Promise<Release | number> {
  const response = await fetch(`${url}/readyz`, { headers: { connection: 'close' } })
  const body = await response.text()
  if (response.status !== 200) return response.status
  return body.includes('"release":"new"') ? 'new' : 'old'
}

type Load = ReturnType<typeof startLoad>

/** Until so many more requests were answered, so that each phase has load. */
async function answered(load: Load, more: number): Promise<void> {
  const before = load.answers()
  await expect.poll(load.answers, POLL).toBeGreaterThan(before + more)
}

/** No request failed, nothing that was acknowledged is lost or was done twice, and no change was missed. */
async function expectNothingLost(
  load: Load,
  database: Awaited<ReturnType<typeof newsroom>>['database'],
): Promise<void> {
  expect(load.failures.slice(0, 5)).toEqual([])
  expect(load.writers.flatMap(({ wrong }) => wrong)).toEqual([])
  const calls = load.writers.flatMap(({ acknowledged }) => acknowledged)
  const others: string[] = []
  for (const call of calls) {
    const times = await timesDone(database, call)
    if (times !== 1) others.push(`${call.mutation} ${call.key}: ${times} times`)
  }
  expect(others).toEqual([])
  expect(calls.some(({ mutation }) => mutation === 'uploadImage')).toBe(true)
  for (const { id, version } of load.published) {
    const found = await database.prisma.article.findUnique({ where: { id: id.replace('article_', '') } })
    expect({ id, version: found?.version, status: found?.status }).toEqual({ id, version, status: 'PUBLISHED' })
  }
  expect(load.published.length).toBeGreaterThan(5)
  // Each once; the writers publish too.
  const made = new Set(load.published.map(({ slug }) => slug))
  expect(load.heard.filter((slug) => made.has(slug))).toEqual([...made])
  expect(await halfDone(database)).toEqual([])
  await expectExactCounts(database)
}

describe.runIf(onPostgresql)('An upgrade under load (PostgreSQL only)', () => {
  it('of a service of several processes, by SIGHUP, fails no request and loses nothing', async () => {
    await releases.use('old')
    const { database, hasMigration, variables } = await newsroom()
    const { child, url, count, output } = await server(releases.main, { ...variables, PROCESSES: '2' })
    const load = startLoad(url)
    await answered(load, 200)

    await releases.use('new')
    await answered(load, 50)
    // It still answers, and knows nothing of the newer version's files.
    expect(await releaseAt(url)).toBe('old')
    child.kill('SIGHUP')
    await expect.poll(() => count('all processes were replaced'), POLL).toBe(1)
    await answered(load, 200)
    await load.stop()

    expect(await hasMigration()).toBe(true)
    for (let time = 0; time < 10; time++) expect(await releaseAt(url)).toBe('new')
    expect(output()).not.toContain('"level":50')
    await expectNothingLost(load, database)
    expect(load.connections()).toBeGreaterThan(1)

    // The way back by SIGHUP is refused, and the newer version stays.
    await releases.use('old')
    child.kill('SIGHUP')
    await expect.poll(() => count('could not start: the old ones stay'), POLL).toBe(1)
    expect(output()).toContain(REFUSAL)
    expect(await releaseAt(url)).toBe('new')
  })

  it('of single servers behind a proxy, one after the other, fails no request and loses nothing', async () => {
    const { database, hasMigration, variables: common } = await newsroom()
    const variables = { ...common, SHUTDOWN_DELAY_MS: '1500' }
    const proxy = await roundRobin()
    const run = async (release: Release) => {
      const started = await server(releases.mainOf(release), variables)
      proxy.add(started.url)
      await expect.poll(proxy.ready, POLL).toContain(started.url)
      return started
    }
    const [first, second] = [await run('old'), await run('old')]
    const load = startLoad(proxy.url)
    await answered(load, 200)

    const third = await run('new')
    expect(await hasMigration()).toBe(true)
    // Both versions on what the newer one has migrated: the old ones stay ready.
    await answered(load, 200)
    const all = () => Promise.all([first.url, second.url, third.url].map(releaseAt))
    // Where the machine is busy, one may say for a moment that it is too.
    await expect.poll(all, POLL).toEqual(['old', 'old', 'new'])
    await leaves(first)
    await answered(load, 100)
    await run('new')
    await leaves(second)
    await answered(load, 200)
    await load.stop()

    await expectNothingLost(load, database)
    expect(load.connections()).toBeGreaterThan(1)
    const late = await start(releases.mainOf('old'), [], variables).ended
    expect(late).toMatchObject({ code: 1, output: expect.stringContaining(REFUSAL) })

    async function leaves({ child, ended, url, output }: Awaited<ReturnType<typeof run>>): Promise<void> {
      child.kill('SIGTERM')
      await expect.poll(() => releaseAt(url), POLL).toBe(503)
      await delay(300)
      expect(proxy.ready()).not.toContain(url)
      expect((await ended).code).toBe(0)
      proxy.remove(url)
      expect(output()).not.toContain('"level":50')
    }
  })
})
