import type { Database } from '../database/database.ts'
import type { Listening } from '../database/pool/listening.ts'
import { type Pulse, pulse, withOutages } from '../lib/pulse.ts'
import type { Site } from '../site/site.ts'
import { loadEvents, newestPosition, type PlacedEvent } from './events.load.ts'
import { Hearing } from './hearing.ts'

export type Listener = (events: readonly PlacedEvent[]) => void

/** The events of this database in one process, as they are committed. */
export interface EventFeed {
  /** Of the last event that the listeners have; before the start 0 */
  readonly position: number
  /** What the listeners have */
  readonly hearing: Hearing
  /** Calls with the events of each reading, in their order: every event that is committed after the start, once. */
  listen(listener: Listener): void
  start(log: FeedLog): Promise<void>
  /**
   * Reads at once. Resolves when the listeners have everything that was committed before the call.
   * @throws what the database throws, and after `close`
   */
  read(): Promise<void>
  close(): Promise<void>
}

interface FeedLog {
  info(details: object, message: string): void
  warn(details: object, message: string): void
  error(details: object, message: string): void
}

interface FeedOptions {
  readonly pauseMs?: number
}

const MOST_AT_ONCE = 500

/** That the database notifies of new events (a trigger in the migrations). */
const CHANNEL = 'copydesk_events'

/** How long an event of another process goes unnoticed at most, where notifications do not arrive. */
const PAUSE_MS = 500

/**
 * Reads every half second, by one statement, when it is asked to, and when the database notifies. Notifications are only a hint, so that it works through any
 * pooler. Any number of processes may have a feed.
 */
export function eventFeed(database: Database, site: Site, { pauseMs = PAUSE_MS }: FeedOptions = {}): EventFeed {
  const listeners: Listener[] = []
  let position = 0
  const hearing = new Hearing()
  let failure: unknown = new Error('The events are not read: the feed has not started, or is closed.')
  let rounds: Pulse | undefined
  let listening: Listening | null = null

  async function round(): Promise<number> {
    try {
      return await hear()
    } catch (error) {
      failure = error
      throw error
    }
  }

  async function hear(): Promise<number> {
    for (;;) {
      const began = performance.now()
      const events = await loadEvents(database, { after: position, most: MOST_AT_ONCE }, site)
      if (events.length > 0) for (const listener of listeners) listener(events)
      position = events.at(-1)?.position ?? position
      if (events.length < MOST_AT_ONCE) {
        hearing.heardAt = began
        return pauseMs
      }
    }
  }

  return {
    get position() {
      return position
    },
    hearing,
    listen: (listener) => listeners.push(listener),
    async start(log) {
      position = await newestPosition(database)
      rounds = pulse(
        withOutages(round, {
          pauseMs,
          began: (err) => log.error({ err }, 'The events cannot be read; the next attempt is in half a second'),
          ended: () => log.warn({}, 'The events can be read again'),
        }),
      )
      void rounds.now()
      listening = database.listen({
        channel: CHANNEL,
        heard: () => void rounds?.now(),
        deaf: () =>
          log.info(
            {},
            'Notifications do not arrive, as through a pooler: events of other processes are received within half a second',
          ),
      })
    },
    async read() {
      const asked = performance.now()
      await rounds?.now()
      if (hearing.heardAt < asked) throw failure
    },
    async close() {
      await listening?.close()
      await rounds?.stop()
    },
  }
}
