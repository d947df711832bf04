import { setTimeout as wait } from 'node:timers/promises'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { type ConnectOptions, connect, type Database } from '../../src/database/database.ts'
import { atEnd } from '../helpers/at-end.ts'
import { onPostgresql, temporaryFolder, testConnection } from '../helpers/database.ts'
import { expectExactCounts } from '../helpers/recount.ts'
import { halfDone, timesDone } from './checker.ts'
import { type Server, startServer } from './server.ts'
import { Writer } from './writer.ts'

// The server is killed with SIGKILL in the middle of mutations, again and again; callers send what was not answered again with the same
// idempotency key. Few rounds with every run of the tests, as many as one likes with CRASH_ROUNDS.
const ROUNDS = Number(process.env.CRASH_ROUNDS ?? 3)
const WRITERS = 6
vi.setConfig({ testTimeout: 60_000 + ROUNDS * 15_000, hookTimeout: 60_000 })

const writers = Array.from({ length: WRITERS }, () => new Writer())
const acknowledged = () => writers.flatMap((writer) => [...writer.acknowledged])
let options: ConnectOptions
let place: Record<string, string>
let database: Database

beforeAll(async () => {
  const connection = onPostgresql ? await testConnection('seeded') : { dataDir: await temporaryFolder() }
  options = connection
  place = 'url' in connection ? { DATABASE_URL: connection.url } : { DATA_DIR: connection.dataDir }
})

/** Resolves once `count` more calls have been answered, so that the server is killed at work and not at its start. */
async function answered(count: number): Promise<void> {
  const before = acknowledged().length
  while (acknowledged().length < before + count) await wait(5)
}

async function round(server: Server): Promise<void> {
  const writing = Promise.all(writers.map((writer) => writer.write(server.url, () => false)))
  await answered(5)
  await wait(Math.random() * 200)
  await server.kill()
  await writing
}

describe('A server that is killed while it writes', () => {
  it(`${ROUNDS} times has done everything that it acknowledged, and nothing twice`, async () => {
    for (let killed = 0; killed < ROUNDS; killed++) await round(await startServer(place))
    const server = await startServer(place)
    await Promise.all(writers.map((writer) => writer.write(server.url, () => true)))
    await server.kill()
    database = await connect(options)
    atEnd(() => database.close())

    const times = new Map<number, string[]>()
    for (const [key, mutation] of acknowledged()) {
      const n = await timesDone(database, key, mutation)
      times.set(n, [...(times.get(n) ?? []), `${mutation} ${key}`])
    }
    expect(writers.flatMap(({ wrong }) => wrong)).toEqual([])
    expect(writers.reduce((sum, { repeated }) => sum + repeated, 0)).toBeGreaterThan(0)
    expect([...times].filter(([n]) => n !== 1)).toEqual([])
  })

  it('leaves nothing half done, and counts that are right', async () => {
    expect(await halfDone(database)).toEqual([])
    await expectExactCounts(database)
  })
})
