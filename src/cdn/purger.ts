import { type ConsumerOptions, consume } from '../outbox/consumers/consumer.ts'
import type { PlacedEvent } from '../outbox/events.load.ts'
import { inOwnTrace } from '../tracing/tracing.ts'
import type { Cdn } from './cdn.ts'
import { purgeEvents } from './purge-events.ts'
import { PurgeFailed } from './purge-request.ts'

export interface Purger {
  close(): Promise<void>
}

/** Changes of this time are purged together. */
const MERGE_MS = 250
/** A response that was read before the commit may reach the CDN after the first purge. */
const AGAIN_MS = 2000

const AFTER_LOSS =
  'Purge everything from the CDN, because it may serve responses from before the changes (docs/cdn.md); EVENTS_RETENTION_DAYS says how long events are stored'

export const FIRST = 'cdn'
const AGAIN = 'cdn-again'

/** Purges every change from the CDN, twice. Any number of processes may have a purger: at any time one of them works. */
export async function startPurger(cdn: Cdn, options: ConsumerOptions): Promise<Purger> {
  const handler = {
    handle: (events: readonly PlacedEvent[]) =>
      inOwnTrace('CDN purge', { attributes: { 'copydesk.events': events.length } }, () => purgeEvents(cdn, events)),
    retryAfterMs,
    afterLoss: AFTER_LOSS,
  }
  const consumers = [
    await consume({ name: FIRST, mergeMs: MERGE_MS, ...handler }, options),
    await consume({ name: AGAIN, waitMs: AGAIN_MS, ...handler }, options),
  ]
  return {
    async close() {
      await Promise.all(consumers.map((consumer) => consumer.close()))
    },
  }
}

function retryAfterMs(error: unknown): number {
  return error instanceof PurgeFailed ? error.retryAfterMs : 0
}
