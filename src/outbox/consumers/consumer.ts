import { v7 as uuid } from 'uuid'
import type { Database } from '../../database/database.ts'
import { pauseAfter } from '../../lib/backoff.ts'
import { pulse, withOutages } from '../../lib/pulse.ts'
import type { Site } from '../../site/site.ts'
import type { EventFeed } from '../event-feed.ts'
import { loadEvents, type PlacedEvent } from '../events.load.ts'
import { endOfLost, lastAtWork } from './consumer.load.ts'
import { advance, giveUpLease, type Holder, registerConsumer, takeLease } from './consumer.write.ts'

/** What a consumer does with events. If it throws, it gets the same events again, and those that have come since. */
export interface EventHandler {
  /** In the database: a consumer with this name continues where it stopped */
  readonly name: string
  /** How long an event waits at most for others, to be handled together with them */
  readonly mergeMs?: number
  /** How long each event waits at least */
  readonly waitMs?: number
  /** Gets the events in their order, each at least once */
  handle(events: readonly PlacedEvent[]): Promise<void>
  /** How long to wait after a failure, if the failure contains that */
  retryAfterMs?(error: unknown): number
  /** What somebody must do if events were deleted before it got them, as a sentence for the log */
  readonly afterLoss: string
}

export interface ConsumerOptions {
  readonly database: Database
  readonly feed: EventFeed
  readonly site: Site
  readonly log: ConsumerLog
}

interface ConsumerLog {
  warn(details: object, message: string): void
  error(details: object, message: string): void
}

export interface Consumer {
  /** Finishes its work, and lets another process continue. */
  close(): Promise<void>
}

const MOST_AT_ONCE = 500
const LEASE_SECONDS = 30
const RENEW_MS = 10_000
/** How soon it notices that a process that was reading is gone, at most, after the end of the lease. */
const IDLE_MS = 5000
const RETRIES = { firstMs: 1000, longestMs: 60_000 }

/**
 * Hands all events to a handler, in their order, over restarts. Of all processes with the same consumer one reads, the one with the lease; when it stops or
 * is killed, another takes over. An event is handled again if the process ends between the handler and the note of it.
 */
export async function consume(
  handler: EventHandler,
  { database, feed, site, log }: ConsumerOptions,
): Promise<Consumer> {
  await registerConsumer(database, handler.name)
  const stoppedAt = await lastAtWork(database, handler.name)
  const holder: Holder = { name: handler.name, id: uuid() }
  /** The last event that was received */
  let received = feed.position
  /** Events up to here have waited long enough. */
  let due = 0
  let isFailing = false
  /** The event after the gap that was reported */
  let reportedUpTo: number | null = null
  let timer: NodeJS.Timeout | undefined = afterDelay()

  feed.listen((events) => {
    received = events.at(-1)?.position ?? received
    timer ??= afterDelay()
  })
  const rounds = pulse(
    withOutages(handleDue, {
      pauseMs: (error, failures) => Math.max(handler.retryAfterMs?.(error) ?? 0, pauseAfter(failures, RETRIES)),
      began(err) {
        isFailing = true
        log.error({ err, consumer: handler.name }, 'events cannot be handled; they are tried again')
      },
      ended() {
        isFailing = false
        log.warn({ consumer: handler.name }, 'events are handled again')
      },
    }),
  )

  function afterDelay(): NodeJS.Timeout {
    const { waitMs = 0, mergeMs = 0 } = handler
    const before = received
    return setTimeout(() => {
      timer = undefined
      due = waitMs > 0 ? before : received
      if (received > due) timer = afterDelay()
      if (!isFailing) void rounds.now()
    }, waitMs + mergeMs)
  }

  /** @returns how long to pause until it looks without being asked */
  async function handleDue(): Promise<number> {
    for (;;) {
      const position = await takeLease(database, holder, LEASE_SECONDS)
      if (position === null || position >= due) return IDLE_MS
      const loaded = await loadEvents(database, { after: position, most: MOST_AT_ONCE }, site)
      const events = loaded.filter((event) => event.position <= due)
      const last = events.at(-1)
      if (!last) return IDLE_MS
      await reportLoss(position, events[0]?.position ?? last.position)
      await whileLeased(() => handler.handle(events))
      await advance(database, holder, last.position)
    }
  }

  /** Once: those after the gap are processed next, or tried again. */
  async function reportLoss(after: number, before: number): Promise<void> {
    if (reportedUpTo === before) return
    const until = await endOfLost(database, { after, before })
    if (until === null) return
    reportedUpTo = before
    const details = { consumer: handler.name, from: stoppedAt, until }
    log.error(
      details,
      `Events were deleted before "${handler.name}" got them, because it did not run for too long. ${handler.afterLoss}`,
    )
  }

  /** A handler may take longer than a lease. */
  async function whileLeased(work: () => Promise<void>): Promise<void> {
    const renewal = setInterval(() => {
      takeLease(database, holder, LEASE_SECONDS).catch(() => undefined)
    }, RENEW_MS)
    try {
      await work()
    } finally {
      clearInterval(renewal)
    }
  }

  return {
    async close() {
      clearTimeout(timer)
      await rounds.stop()
      await giveUpLease(database, holder).catch(() => undefined)
    },
  }
}
