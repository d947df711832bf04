import { readFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { connect } from '../../src/database/connect.ts'
import { follower } from '../alerts/followers.ts'
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
import { givenIn } from '../helpers/given.ts'
import { mailReceiver } from '../mail/receiver.ts'
import { receiver } from '../webhook/receiver.ts'
import { publisher } from './publisher.ts'
import { capacity, readers } from './readers.ts'
import { subscriber } from './subscriber.ts'

// npm run test:soak -- --minutes 60

const MINUTE = 60_000
const MINUTES = Number(process.env.SOAK_MINUTES ?? 0.5)
const FAULT_EVERY_MS = MINUTES < 5 ? 10_000 : 30_000
const FAULT_MS = 3000
/** What the server is given of the requests that it can answer */
const SHARE_OF_CAPACITY = 0.7
const SUBSCRIBERS = 10
const FOLLOWERS = 50

/** Those that end a process come seldom, or nothing would be seen of its memory. */
const FAULTS: readonly Fault[] = [...NETWORK_FAULTS, ...PROCESS_FAULTS.slice(0, 1), ...DATABASE_FAULTS].filter(
  ({ name }) => !name.startsWith('the job queue'),
)

/** In MB; null while no server runs */
function memoryOf(scene: PostgresqlScene): number | null {
  try {
    const status = readFileSync(`/proc/${scene.server().child.pid}/status`, 'utf8')
    return Number(/VmRSS:\s*(\d+)/.exec(status)?.[1]) / 1024 || null
  } catch {
    return null
  }
}

interface Sample {
  readonly minute: number
  readonly megabytes: number
}

/** MB a minute, by least squares; null for less than two minutes */
function slope(samples: readonly Sample[]): number | null {
  const [first, last] = [samples[0], samples.at(-1)]
  if (!first || !last || last.minute - first.minute < 2) return null
  const mean = (of: (sample: Sample) => number) => samples.reduce((sum, each) => sum + of(each), 0) / samples.length
  const [x, y] = [mean(({ minute }) => minute), mean(({ megabytes }) => megabytes)]
  const above = samples.reduce((sum, each) => sum + (each.minute - x) * (each.megabytes - y), 0)
  return above / samples.reduce((sum, each) => sum + (each.minute - x) ** 2, 0)
}

const HURRY = "UPDATE mail SET next_attempt_at = now() WHERE state = 'WAITING' AND next_attempt_at > now()"

const round = (value: number, digits = 1) => Number(value.toFixed(digits))

const percentile = (values: number[], share: number) =>
  values.toSorted((one, other) => one - other)[Math.floor(values.length * share)] ?? 0

it.runIf(onPostgresql && hasServerPrograms)(
  `A newsroom works for ${MINUTES} minutes while something fails all the time, and nothing is lost or stale (PostgreSQL only)`,
  { timeout: MINUTES * MINUTE + 10 * MINUTE },
  async () => {
    const mails: { to: string; raw: string }[] = []
    const smtp = await mailReceiver(
      () => null,
      (mail) => mails.push(mail),
    )
    const hook = await receiver()
    const ages: number[] = []
    hook.answers(({ json }, response) => {
      ages.push((Date.now() - Date.parse(json.timestamp)) / 1000)
      response.writeHead(204).end()
    })
    const scene = await postgresqlScene({
      variables: {
        RESPONSE_CACHE_BYTES: String(64 * 1024 * 1024),
        ...{ WEBHOOK_ALLOWED_HOSTS: '127.0.0.1', SMTP_URL: smtp.url, MAIL_FROM: 'alerts@daily.example' },
        ...{ ALERT_DELAY: '0', SITE_URL: 'https://daily.example' },
      },
    })
    const { url } = scene
    const options = { url: scene.cluster.url }
    const database = await connect(options)
    await givenIn(database).webhook({ url: hook.url, events: ['ARTICLE_PUBLISHED', 'ARTICLE_UPDATED'] })
    const egypt = await database.prisma.topic.findFirstOrThrow({ where: { slug: 'egypt' } })
    for (let n = 0; n < FOLLOWERS; n += 1) await follower(database, { topics: [{ uuid: egypt.id }] })
    await database.close()
    const perSecond = await capacity(url(), MINUTES < 5 ? 5 : 20)

    const begun = performance.now()
    const isOver = () => performance.now() - begun > MINUTES * MINUTE
    const writers = [0, FIRST_IMAGE, 0].map((step) => new Writer(step))
    const writing = writers.map(async (writer) => {
      while (!isOver()) {
        await writer.write(url(), isOver)
        await wait(100)
      }
    })
    const reading = readers(url, perSecond * SHARE_OF_CAPACITY, isOver)
    const publishing = publisher(url, isOver)
    let isSettled = false
    const following = Array.from({ length: SUBSCRIBERS }, () => subscriber(url, () => isSettled))

    const samples = new Map<number, Sample[]>()
    const sampler = setInterval(() => {
      const { pid } = scene.server().child
      const megabytes = memoryOf(scene)
      if (pid === undefined || megabytes === null) return
      const sample = { minute: (performance.now() - begun) / MINUTE, megabytes }
      samples.set(pid, [...(samples.get(pid) ?? []), sample])
    }, 1000)
    const made: string[] = []
    while (!isOver()) {
      await wait(FAULT_EVERY_MS - FAULT_MS)
      const fault = FAULTS[made.length % FAULTS.length]
      if (!fault || isOver()) break
      made.push(fault.name)
      const end = await fault.begin(scene)
      await wait(FAULT_MS)
      await end()
    }
    const [load, publications] = await Promise.all([reading, publishing, ...writing])
    await Promise.all(writers.map((writer) => writer.write(url(), () => true)))
    clearInterval(sampler)

    // What is on its way arrives.
    const after = await connect(options)
    const pending = async () => {
      // What a process that was killed had claimed waits for five minutes.
      if (MINUTES < 5) await after.query({ text: HURRY, parameters: [] })
      const text = `SELECT (SELECT count(*) FROM webhook_delivery WHERE state <> 'SUCCEEDED')::int AS deliveries, (SELECT count(*) FROM mail WHERE state = 'WAITING')::int AS mails`
      const [row] = await after.query<{ deliveries: number; mails: number }>({ text, parameters: [] })
      return { deliveries: row?.deliveries, mails: row?.mails }
    }
    await expect.poll(pending, { timeout: 8 * MINUTE, interval: 1000 }).toEqual({ deliveries: 0, mails: 0 })
    await wait(2000)
    isSettled = true
    const subscribers = await Promise.all(following)

    const acknowledged = writers.flatMap((writer) => writer.acknowledged)
    const times = []
    for (const call of acknowledged) times.push(await timesDone(after, call))
    await after.close()
    const { broken } = await scene.state([])
    const lastHeadline = publications.published.at(-1)
    const behind = subscribers.filter(({ headline }) => headline !== lastHeadline)
    const slopes = [...samples.values()].map(slope).filter((value) => value !== null)
    const report = {
      minutes: MINUTES,
      faults: made.length,
      'requests of readers': load.requests,
      'requests per second': round(load.requests / (MINUTES * 60)),
      'share of capacity': round(load.requests / (MINUTES * 60) / perSecond, 2),
      'unavailable, %': round((100 * load.unavailable) / load.requests, 2),
      'p50, ms': round(percentile(load.latencies, 0.5)),
      'p99, ms': round(percentile(load.latencies, 0.99)),
      'acknowledged mutations': acknowledged.length,
      lost: times.filter((count) => count === 0).length,
      doubled: times.filter((count) => count > 1).length,
      'half rows': broken.length,
      publications: publications.published.length,
      'stale reads': publications.stale,
      'webhook requests': ages.length,
      'age of events at the receiver, p50 s': round(percentile(ages, 0.5), 2),
      'age of events at the receiver, most s': round(Math.max(0, ...ages)),
      mails: mails.length,
      'changes to subscribers': subscribers.reduce((sum, { changes }) => sum + changes, 0),
      'subscribers behind': behind.length,
      'memory, MB': [...samples.values()]
        .map((each) => `${round(each[0]?.megabytes ?? 0, 0)} to ${round(each.at(-1)?.megabytes ?? 0, 0)}`)
        .join(', '),
      'memory, MB a minute': slopes.map((value) => round(value, 2)).join(', '),
    }
    console.info(
      Object.entries(report)
        .map(([name, value]) => `${name.padEnd(40)} ${value}`)
        .join('\n'),
    )

    expect([...load.wrong, ...publications.wrong, ...writers.flatMap(({ wrong }) => wrong)]).toEqual([])
    expect(made.length).toBeGreaterThan(0)
    expect(report).toMatchObject({ lost: 0, doubled: 0, 'half rows': 0, 'stale reads': 0, 'subscribers behind': 0 })
    expect(publications.published.length).toBeGreaterThan(0)
    expect(ages.length).toBeGreaterThan(0)
    expect(mails.length).toBeGreaterThan(0)
  },
)
