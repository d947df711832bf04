import { setTimeout as wait } from 'node:timers/promises'
import { expect, vi } from 'vitest'
import { type Client, editor, type Outcome, probe, reader } from './clients.ts'
import type { Fault, Seen } from './fault.ts'
import type { Scene } from './scene.ts'

const HOLD_MS = 4000
/** Part of that time after which what clients see must have settled: the limits on time are over */
const SETTLED = 0.6
/** From the end of a fault until every client is served again */
const RECOVERY_MS = 10_000
const PATIENCE_MS = 30_000
/** Of the server's log, in characters */
const LOG_TAIL = 4000

export interface Survived {
  readonly fault: string
  readonly acknowledged: number
  readonly lost: number
  readonly doubled: number
  readonly broken: number
  readonly secondsToRecover: number
}

/** The answers that came in this time. */
function within({ outcomes }: Client, from: number, to: number): Outcome[] {
  return outcomes.filter(({ at, ms }) => at + ms >= from && at + ms <= to)
}

function expectSeen(seen: Seen, client: Client, from: number, to: number): void {
  const good = new Set(within(client, from, to).map(({ isGood }) => isGood))
  if (seen === 'served') expect([...good]).toEqual([true])
  if (seen === 'unavailable') expect([...good]).not.toContain(true)
}

/** How long after `from` a client was served for good. @param why what to say if it never is */
async function recovery(client: Client, from: number, why: () => string): Promise<number> {
  const isServed = () => client.outcomes.some(({ at, isGood }) => at >= from && isGood)
  const expectServed = () => {
    if (!isServed()) throw new Error(why())
  }
  await vi.waitFor(expectServed, { timeout: PATIENCE_MS, interval: 20 })
  await wait(500)
  const lastBad = client.outcomes.findLast(({ at, isGood }) => at >= from && !isGood)
  const first = client.outcomes.find(({ at, isGood }) => at >= (lastBad?.at ?? from) && isGood)
  return first ? first.at + first.ms - from : Number.POSITIVE_INFINITY
}

/**
 * Lets two editors and a reader work while a fault begins, lasts and ends, and expects that every client gets a proper answer, that each save is in the
 * database as it was acknowledged, and that all are served again soon.
 */
export async function survive<Place extends Scene>(scene: Place, fault: Fault<Place>): Promise<Survived> {
  const { url } = scene
  const editors = [await editor(url, true), await editor(url, false)]
  const reading = reader(url)
  const ready = probe(url, '/readyz')
  const alive = probe(url, '/healthz')
  const clients = [...editors, reading, ready, alive]
  await wait(1000)

  const end = await fault.begin(scene)
  const settled = performance.now() + (fault.holdMs ?? HOLD_MS) * SETTLED
  await wait(fault.holdMs ?? HOLD_MS)
  const over = performance.now()
  await end()
  const from = fault.endsByRestart ? performance.now() : over
  const why = (client: Client) => () =>
    `not served again: ${JSON.stringify(client.outcomes.slice(-3))}\n${scene.server().output().slice(-LOG_TAIL)}`
  const recoveries = await Promise.all(clients.map((client) => recovery(client, from, why(client))))
  const recoveryMs = Math.max(...recoveries)
  await Promise.all(clients.map((client) => client.stop()))

  expectSeen(fault.readers, reading, settled, over)
  for (const client of editors) expectSeen(fault.editors, client, settled, over)
  if (fault.isReady !== null) expectSeen(fault.isReady ? 'served' : 'unavailable', ready, settled, over)
  if (!fault.silences) expectSeen('served', alive, settled, over)
  const wrong = clients.flatMap(({ outcomes }) => outcomes.flatMap((outcome) => outcome.wrong ?? []))
  expect(new Set(wrong)).toEqual(new Set())
  expect(scene.server().child.exitCode).toBeNull()
  expect(recoveryMs).toBeLessThan(RECOVERY_MS)

  const acknowledged = editors.flatMap((client) => client.acknowledged)
  const unanswered = editors.flatMap((client) => client.unanswered)
  const { timesSaved, broken } = await scene.state([...acknowledged, ...unanswered])
  const lost = acknowledged.filter((headline) => !timesSaved.has(headline))
  const doubled = [...timesSaved].filter(([, times]) => times > 1)
  expect(acknowledged.length).toBeGreaterThan(0)
  expect({ lost, doubled, broken }).toEqual({ lost: [], doubled: [], broken: [] })
  const counts = { lost: lost.length, doubled: doubled.length, broken: broken.length }
  const secondsToRecover = Math.round(recoveryMs / 100) / 10
  return { fault: fault.name, acknowledged: acknowledged.length, ...counts, secondsToRecover }
}
