import { setTimeout as wait } from 'node:timers/promises'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { type ConnectOptions, connect } from '../../src/database/connect.ts'
import { atEnd } from '../helpers/at-end.ts'
import { copyOfMedia, onPostgresql, testConnection, variablesOf } from '../helpers/database.ts'
import { brokenParts } from './broken.ts'
import { timesDone } from './checker.ts'
import { FIRST_IMAGE } from './route.ts'
import { type Server, startServer } from './server.ts'
import { Writer } from './writer.ts'

// The server is killed with SIGKILL in the middle of mutations, again and again; callers send what was not answered again with the same
// idempotency key. Few rounds with every run of the tests, as many as one likes with CRASH_ROUNDS.
const ROUNDS = Number(process.env.CRASH_ROUNDS ?? (onPostgresql ? 3 : 1))
const WRITERS = 6
vi.setConfig({ testTimeout: 120_000 + ROUNDS * 30_000 })

const writers = Array.from({ length: WRITERS }, (_, index) => new Writer(index % 2 === 0 ? 0 : FIRST_IMAGE))
const acknowledged = () => writers.flatMap((writer) => writer.acknowledged)
let doneAndNotAnswered = 0
let options: ConnectOptions
let place: Record<string, string>
let mediaDir: string

beforeAll(async () => {
  options = await testConnection('seeded')
  mediaDir = await copyOfMedia()
  place = { MEDIA_DIR: mediaDir, ...variablesOf(options) }
})

/** Resolves once `count` more calls have been answered, so that the server is killed while it works and not at its start. */
async function answered(count: number): Promise<void> {
  const before = acknowledged().length
  while (acknowledged().length < before + count) await wait(5)
}

/** What is there after a kill, before anybody fixes it by sending a call again. */
async function check(): Promise<void> {
  const database = await connect(options)
  try {
    expect(await brokenParts(database, mediaDir)).toEqual([])
    const keys = writers.flatMap(({ open }) => (open ? [open.key] : []))
    doneAndNotAnswered += await database.prisma.idempotentCall.count({ where: { key: { in: keys } } })
  } finally {
    await database.close()
  }
}

async function round(server: Server): Promise<void> {
  const writing = Promise.all(writers.map((writer) => writer.write(server.url, () => false)))
  await answered(5)
  await wait(Math.random() * 200)
  await server.kill()
  await writing
  await check()
}

describe('A server that is killed while it writes', () => {
  it(`${ROUNDS} times has left nothing half done, done everything that it acknowledged, and nothing twice`, async () => {
    for (let killed = 0; killed < ROUNDS; killed++) await round(await startServer(place))
    const server = await startServer(place)
    await Promise.all(writers.map((writer) => writer.write(server.url, () => true)))
    await server.kill()
    await check()

    expect(writers.flatMap(({ wrong }) => wrong)).toEqual([])
    expect(writers.reduce((sum, { repeated }) => sum + repeated, 0)).toBeGreaterThan(0)
    const database = await connect(options)
    atEnd(() => database.close())
    const others: string[] = []
    for (const call of acknowledged()) {
      const times = await timesDone(database, call)
      if (times !== 1) others.push(`${call.mutation} ${call.key}: ${times} times`)
    }
    expect(others).toEqual([])
    // With few rounds it may never come to that.
    if (ROUNDS >= 20) expect(doneAndNotAnswered).toBeGreaterThan(0)
  })
})
