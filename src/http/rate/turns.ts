import type { FastifyInstance } from 'fastify'
import { clientKey, isAmong } from '../../limits/rate/client-address.ts'

type Start = () => void

/** They tell whether the process lives and what it can reach, so they do not wait. */
const WITHOUT_TURN: ReadonlySet<string | undefined> = new Set(['/healthz', '/readyz'])

/** The turns of this time and of the one before it count. */
const COUNTED_MS = 1000

/**
 * Starts one request in each round of the event loop. Node reads all requests that have arrived in one round, and accepts only one new connection in it:
 * clients that send without a pause would make the rounds so long that nobody else gets through. The next turn is of the client that had the fewest of
 * late.
 *
 * @returns what to call with a client and its request
 */
export function turns(now: () => number = () => performance.now()) {
  /** The clients in the order in which they came, or had their last turn */
  const waiting = new Map<string, Start[]>()
  let counts = new Map<string, number>()
  let countsBefore: ReadonlyMap<string, number> = counts
  let countedSince = now()
  let isTaken = false

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

  function startNext(): void {
    const start = next()
    isTaken = start !== undefined
    if (!start) return
    setImmediate(startNext)
    start()
  }

  return function take(client: string, start: Start): void {
    if (isTaken) {
      const others = waiting.get(client)
      if (others) others.push(start)
      else waiting.set(client, [start])
      return
    }
    isTaken = true
    forgetOld()
    count(client)
    setImmediate(startNext)
    start()
  }
}

/** Before anything is done for a request. @param exempt addresses and networks whose requests do not wait */
export function takeTurns(fastify: FastifyInstance, exempt: readonly string[]): void {
  const take = turns()
  const isExempt = isAmong(exempt)
  fastify.addHook('onRequest', (request, _reply, done) => {
    if (WITHOUT_TURN.has(request.routeOptions.url) || isExempt(request.ip)) done()
    else take(clientKey(request.ip), done)
  })
}
