import { setTimeout as wait } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { connect } from '../../src/database/connect.ts'
import { timesDone } from '../crash/checker.ts'
import { FIRST_IMAGE } from '../crash/route.ts'
import { Writer } from '../crash/writer.ts'
import { DATABASE_FAULTS } from '../faults/database-faults.ts'
import type { Fault } from '../faults/fault.ts'
import { NETWORK_FAULTS } from '../faults/network-faults.ts'
import { type PostgresqlScene, postgresqlScene } from '../faults/scene.ts'
import { PROCESS_FAULTS } from '../faults/server-faults.ts'
import { hasServerPrograms } from '../helpers/cluster.ts'
import { onPostgresql } from '../helpers/database.ts'
import { type Memory, watchMemory } from './memory.ts'
import { type Outside, outside } from './outside.ts'
import { type Publications, publisher } from './publisher.ts'
import { capacity, type Load, readers } from './readers.ts'
import { type Subscriber, subscriber } from './subscriber.ts'

// npm run test:soak -- --minutes 60

const MINUTE = 60_000
const MINUTES = Number(process.env.SOAK_MINUTES ?? 10)
const IS_SHORT = MINUTES < 5
const FAULT_EVERY_MS = IS_SHORT ? 10_000 : 30_000
const FAULT_MS = 3000
/** What the server is given of the requests that it can answer */
const SHARE_OF_CAPACITY = 0.7
const SUBSCRIBERS = 10

/** The process lives on. */
const OUTER_FAULTS: readonly Fault[] = [...NETWORK_FAULTS, ...DATABASE_FAULTS].filter(
  ({ name }) => !name.startsWith('the job queue'),
)
const FAULTS: readonly Fault[] = [...PROCESS_FAULTS.slice(0, 1), ...OUTER_FAULTS]

interface Work {
  readonly load: Load
  readonly publications: Publications
  readonly writers: readonly Writer[]
}

/** Readers, editors and a publisher, until it is over. */
async function work({ url }: PostgresqlScene, perSecond: number, isOver: () => boolean): Promise<Work> {
  const writers = [0, FIRST_IMAGE, 0].map((step) => new Writer(step))
  const writing = writers.map(async (writer) => {
    // It gives up when the connection breaks.
    while (!isOver()) {
      await writer.write(url(), isOver)
      await wait(100)
    }
    await writer.write(url(), () => true)
  })
  const [load, publications] = await Promise.all([readers(url, perSecond, isOver), publisher(url, isOver), ...writing])
  return { load, publications, writers }
}

interface Faults {
  readonly made: readonly string[]
  /** Those that could not be made, e.g. because a save was in the way, and why */
  readonly failed: readonly string[]
}

/**
 * One fault after the other, until it is over. In the second half none ends the process, so that its memory is seen.
 */
async function fail(scene: PostgresqlScene, isOver: () => boolean): Promise<Faults> {
  const made: string[] = []
  const failed: string[] = []
  const half = performance.now() + (MINUTES * MINUTE) / 2
  for (;;) {
    await wait(FAULT_EVERY_MS - FAULT_MS)
    const faults = performance.now() < half ? FAULTS : OUTER_FAULTS
    const fault = faults[made.length % faults.length]
    if (!fault || isOver()) return { made, failed }
    made.push(fault.name)
    try {
      const end = await fault.begin(scene)
      await wait(FAULT_MS)
      await end()
    } catch (error) {
      failed.push(`${fault.name}: ${error}`)
    }
  }
}

const round = (value: number, digits = 1) => Number(value.toFixed(digits))

function percentile(values: readonly number[], share: number): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length * share)] ?? 0
}

interface Soaked extends Work {
  readonly outside: Outside
  readonly subscribers: readonly Subscriber[]
  readonly memory: readonly Memory[]
  readonly perSecond: number
  readonly faults: Faults
  /** How often each acknowledged mutation was done */
  readonly times: readonly number[]
  readonly broken: number
}

function reportOf({ load, publications, outside: { ages, mails }, subscribers, memory, times, ...others }: Soaked) {
  const requestsPerSecond = load.requests / (MINUTES * 60)
  const last = publications.published.at(-1)
  return {
    minutes: MINUTES,
    faults: others.faults.made.length - others.faults.failed.length,
    'requests of readers': load.requests,
    'requests per second': round(requestsPerSecond),
    'share of capacity': round(requestsPerSecond / others.perSecond, 2),
    'unavailable, %': round((100 * load.unavailable) / load.requests, 2),
    'p50, ms': round(percentile(load.latencies, 0.5)),
    'p99, ms': round(percentile(load.latencies, 0.99)),
    'acknowledged mutations': times.length,
    lost: times.filter((count) => count === 0).length,
    doubled: times.filter((count) => count > 1).length,
    'half rows': others.broken,
    publications: publications.published.length,
    'stale reads': publications.stale,
    'webhook requests': ages.length,
    'age of events at the receiver, p50 s': round(percentile(ages, 0.5), 2),
    'age of events at the receiver, most s': round(Math.max(0, ...ages)),
    mails: mails.length,
    'changes to subscribers': subscribers.reduce((sum, { changes }) => sum + changes, 0),
    'subscribers behind': subscribers.filter(({ headline }) => headline !== last).length,
    'memory of each process, MB': memory
      .map(({ first, last: now }) => `${round(first, 0)} to ${round(now, 0)}`)
      .join(', '),
    'memory in the second half of its life, MB a minute': memory
      .map(({ slope }) => (slope === null ? '–' : round(slope, 2)))
      .join(', '),
  }
}

/** What an hour of mutations is found by; the API has no use for them. */
const INDEXES = [
  'CREATE INDEX ON activity (note)',
  'CREATE INDEX ON activity ((subject_id::text))',
  'CREATE INDEX ON idempotent_call (key)',
  'CREATE INDEX ON revision (headline)',
]

async function soak(): Promise<Soaked> {
  const others = await outside()
  const scene = await postgresqlScene({
    variables: { RESPONSE_CACHE_BYTES: String(64 * 1024 * 1024), ...others.variables },
  })
  const options = { url: scene.cluster.url }
  await others.subscribe(options)
  const perSecond = await capacity(scene.url(), IS_SHORT ? 5 : 20)

  const until = performance.now() + MINUTES * MINUTE
  const isOver = () => performance.now() > until
  let isSettled = false
  const following = Array.from({ length: SUBSCRIBERS }, () => subscriber(scene.url, () => isSettled))
  const measured = watchMemory(scene)
  const [done, faults] = await Promise.all([work(scene, perSecond * SHARE_OF_CAPACITY, isOver), fail(scene, isOver)])
  const memory = measured()
  expect(scene.server().child.exitCode, 'the server ended').toBeNull()

  const database = await connect(options)
  await others.arrived(database, IS_SHORT)
  await wait(2000)
  isSettled = true
  const subscribers = await Promise.all(following)
  for (const text of INDEXES) await database.query({ text, parameters: [] })
  const times: number[] = []
  for (const writer of done.writers) for (const call of writer.acknowledged) times.push(await timesDone(database, call))
  await database.close()
  const { broken } = await scene.state([])
  return {
    ...done,
    outside: others,
    subscribers,
    memory,
    perSecond,
    faults,
    times,
    broken: broken.length,
  }
}

it.runIf(onPostgresql && hasServerPrograms)(
  `A newsroom works for ${MINUTES} minutes while something fails all the time, and nothing is lost or stale (PostgreSQL only)`,
  { timeout: (MINUTES + 15) * MINUTE },
  async () => {
    const soaked = await soak()

    const report = reportOf(soaked)
    console.info(
      Object.entries(report)
        .map(([name, value]) => `${name.padEnd(52)} ${value}`)
        .join('\n'),
    )
    const { load, publications, writers, faults } = soaked
    if (faults.failed.length > 0) console.info(`Faults that could not be made:\n${faults.failed.join('\n')}`)
    expect(faults.failed.length).toBeLessThanOrEqual(Math.max(1, faults.made.length / 50))
    expect([...load.wrong, ...publications.wrong, ...writers.flatMap(({ wrong }) => wrong)]).toEqual([])
    expect(report).toMatchObject({ lost: 0, doubled: 0, 'half rows': 0, 'stale reads': 0, 'subscribers behind': 0 })
    for (const count of [report.faults, report.publications, report['webhook requests'], report.mails])
      expect(count).toBeGreaterThan(0)
  },
)
