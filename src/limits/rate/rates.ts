import { LRUCache } from 'lru-cache'
import type { Buckets, OwnBuckets } from './buckets.ts'
import type { BucketSize, Poured } from './leaky-bucket.ts'

/** How much one client may ask for, in the units of cost/weights.ts. */
export interface RateLimits {
  /** Sustained, of one address */
  readonly costPerSecond: number
  /** At once, on top of what is sustained */
  readonly burst: number
  /** Of operations that run at the same time */
  readonly running: number
  /** Requests with a bad token, of one address in a minute */
  readonly failedSignIns: number
  /** Addresses and networks without these limits */
  readonly exempt: readonly string[]
}

/** An account is one person or one program, an address can be many. Both have the same work to do on a busy day. */
export type Client = `address ${string}` | `account ${string}` | `sign-in ${string}`

/** What became of an operation: its place in the bucket, and how to say that it is done; or why it has to wait. */
export type Turn = { readonly poured: Poured; readonly end: () => void } | { readonly waitSeconds: number }

export interface Rates {
  readonly size: BucketSize
  /** Seconds that a client has been told to wait; 0 if it may ask */
  waitOf(client: Client): number
  /** An operation that is about to run. */
  begin(client: Client, cost: number): Promise<Turn>
  /**
   * The same for what is done at once. Null where the buckets are not in this process.
   * @returns seconds that the client has to wait; 0 if it may ask
   */
  readonly take: ((client: Client, cost: number) => number) | null
  /** Something that has been done already. */
  note(client: Client, cost: number): Promise<void>
  noteFailedSignIn(client: Client): Promise<void>
}

/** A client that does not wait for its running operations fills its bucket: to refuse it then costs less. */
const REFUSED_WHILE_RUNNING = 2000

/** Clients that wait; the least recently used are let in. */
const MAX_WAITING = 100_000

export interface RatesOptions {
  readonly buckets: Buckets
  /** The same, if they are in this process */
  readonly own: OwnBuckets | null
}

export function ratesOf(limits: RateLimits, { buckets, own }: RatesOptions, now: () => number = Date.now): Rates {
  const size = { capacity: limits.burst, perSecond: limits.costPerSecond }
  const signIns = { capacity: limits.failedSignIns, perSecond: limits.failedSignIns / 60 }
  const waiting = new LRUCache<Client, number>({ max: MAX_WAITING })
  const running = new Map<Client, number>()

  /** Retry-After counts in seconds. Until then the client is refused without a look at what it asks for, so refusals cost next to nothing. */
  function wait(client: Client, seconds: number): number {
    const waitSeconds = Math.max(1, Math.ceil(seconds))
    waiting.set(client, now() + waitSeconds * 1000)
    return waitSeconds
  }

  function begun(client: Client, cost: number): () => void {
    running.set(client, (running.get(client) ?? 0) + cost)
    return () => {
      const left = (running.get(client) ?? 0) - cost
      if (left > 0) running.set(client, left)
      else running.delete(client)
    }
  }

  /** Whether the client does not wait for its running operations. */
  function isImpatient(client: Client, cost: number): boolean {
    const others = running.get(client) ?? 0
    return others > 0 && others + cost > limits.running
  }

  function fill(client: Client, cost: number, { remaining }: Poured): void {
    if (remaining <= 0) wait(client, cost / size.perSecond)
  }

  async function note(client: Client, cost: number): Promise<void> {
    fill(client, cost, await buckets.pour(client, cost, { size, always: true }))
  }

  function takeFrom(own: OwnBuckets, client: Client, cost: number): number {
    if (isImpatient(client, cost)) {
      fill(client, REFUSED_WHILE_RUNNING, own.pour(client, REFUSED_WHILE_RUNNING, { size, always: true }))
      return 1
    }
    const poured = own.pour(client, cost, { size })
    return poured.isRefused ? wait(client, poured.seconds) : 0
  }

  return {
    size,
    waitOf: (client) => Math.max(0, Math.ceil(((waiting.get(client) ?? 0) - now()) / 1000)),

    async begin(client, cost) {
      if (isImpatient(client, cost)) {
        await note(client, REFUSED_WHILE_RUNNING)
        return { waitSeconds: 1 }
      }
      const end = begun(client, cost)
      const poured = await buckets.pour(client, cost, { size })
      if (!poured.isRefused) return { poured, end }
      end()
      return { waitSeconds: wait(client, poured.seconds) }
    },

    take: own && ((client, cost) => takeFrom(own, client, cost)),

    note,

    async noteFailedSignIn(client) {
      const { isRefused, seconds } = await buckets.pour(client, 1, { size: signIns })
      if (isRefused) wait(client, seconds)
    },
  }
}
