import type { FastifyInstance } from 'fastify'
import { clientKey, isAmong } from '../../limits/rate/client-address.ts'

type Start = () => void

/** They tell whether the process lives and what it can reach, so they do not wait. */
const WITHOUT_TURN: ReadonlySet<string | undefined> = new Set(['/healthz', '/readyz'])

/** The turns of this time and of the one before it count. */
const COUNTED_MS = 1000

/** How much is started in one round of the event loop. */
export interface Round {
  /** So many at most */
  readonly requests: number
  /** After so many milliseconds none but the first */
  readonly ms: number
}

const ONE: Round = { requests: 1, ms: 0 }

/** A page is started in 0.2 to 0.4 ms. */
const SERVER: Round = { requests: 8, ms: 1 }

/**
 * Starts few requests in each round of the event loop. Node reads all requests that have arrived in one round, and accepts only one new connection in it:
 * clients that send without a pause would make the rounds so long that nobody else gets through. The next turn is of the client that had the fewest of
 * late.
 *
 * @returns what to call with a client and its request
 */
export function turns(now: () => number = () => performance.now(), round: Round = ONE) {
  /** The clients in the order in which they came, or had their last turn */
  const waiting = new Map<string, Start[]>()
  let counts = new Map<string, number>()
  let countsBefore: ReadonlyMap<string, number> = counts
  let countedSince = now()
  /** Whether another round begins after this one */
  let isScheduled = false
  /** In this round */
  let started = 0
  let endsAt = 0

  const countOf = (client: string): number => (counts.get(client) ?? 0) + (countsBefore.get(client) ?? 0)

  function forgetOld(): void {
    const ms = now() - countedSince
    if (ms <= COUNTED_MS) return
    countsBefore = ms > 2 * COUNTED_MS ? new Map() : counts
    counts = new Map()
    countedSince = now()
  }

  function count(client: string): void {
    counts.set(client, (counts.get(client) ?? 0) + 1)
  }

  function nextClient(): string | undefined {
    let [next] = waiting.keys()
    let fewest = Number.POSITIVE_INFINITY
    for (const client of waiting.keys()) {
      const had = countOf(client)
      if (had < fewest) [next, fewest] = [client, had]
    }
    return next
  }

  function next(): Start | undefined {
    forgetOld()
    const client = nextClient()
    const [start, ...others] = waiting.get(client ?? '') ?? []
    if (client === undefined || !start) return undefined
    waiting.delete(client)
    if (others.length > 0) waiting.set(client, others)
    count(client)
    return start
  }

  const isOpen = (): boolean => started === 0 || (started < round.requests && now() < endsAt)

  function begin(start: Start): void {
    if (started === 0) endsAt = now() + round.ms
    started += 1
    start()
  }

  function startNext(): void {
    const start = isOpen() ? next() : undefined
    if (start) begin(start)
  }

  function nextRound(): void {
    started = 0
    isScheduled = waiting.size > 0
    if (!isScheduled) return
    startNext()
    // Each in a callback of its own: what it does at once is done when the next one looks at the time.
    for (let more = 1; more < round.requests; more++) setImmediate(startNext)
    setImmediate(nextRound)
  }

  return function take(client: string, start: Start): void {
    if (waiting.size > 0 || !isOpen()) {
      const others = waiting.get(client)
      if (others) others.push(start)
      else waiting.set(client, [start])
      return
    }
    if (!isScheduled) setImmediate(nextRound)
    isScheduled = true
    forgetOld()
    count(client)
    begin(start)
  }
}

/** Calls back when a request from this address has its turn */
export type TakeTurn = (ip: string, start: Start) => void

/**
 * Before anything is done for a request.
 * @param exempt addresses and networks whose requests do not wait
 * @returns how requests take theirs that are answered before Fastify
 */
export function takeTurns(fastify: FastifyInstance, exempt: readonly string[]): TakeTurn {
  const takeInTurn = turns(undefined, SERVER)
  const isExempt = isAmong(exempt)
  const take: TakeTurn = (ip, start) => (isExempt(ip) ? start() : takeInTurn(clientKey(ip), start))
  fastify.addHook('onRequest', (request, _reply, done) => {
    if (WITHOUT_TURN.has(request.routeOptions.url) || request.raw.begun?.hadTurn) done()
    else take(request.ip, done)
  })
  return take
}
