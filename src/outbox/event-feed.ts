import type { Database } from '../database/database.ts'
import { type Pulse, pulse, withOutages } from '../lib/pulse.ts'
import { loadEvents, newestPosition, type PlacedEvent } from './events.load.ts'

export type Listener = (events: readonly PlacedEvent[]) => void

/** The events of this database in one process, as they are committed. */
export interface EventFeed {
  /** Calls with the events of each reading, in their order: every event that is committed after the start, once. */
  listen(listener: Listener): void
  start(log: FeedLog): Promise<void>
  /** Reads at once, if it has started. Resolves when the listeners have what was committed before. */
  read(): Promise<void>
  close(): Promise<void>
}

interface FeedLog {
  warn(details: object, message: string): void
  error(details: object, message: string): void
}

const MOST_AT_ONCE = 500

/** How long an event of another process goes unnoticed at most. */
const PAUSE_MS = 500

/** Reads every half second, by one statement, and when it is asked to: works through any pooler. Any number of processes may have a feed. */
export function eventFeed(database: Database, pauseMs = PAUSE_MS): EventFeed {
  const listeners: Listener[] = []
  let seen = 0
  let rounds: Pulse | undefined

  async function round(): Promise<number> {
    const events = await loadEvents(database, seen, MOST_AT_ONCE)
    const last = events.at(-1)
    if (!last) return pauseMs
    seen = last.position
    for (const listener of listeners) listener(events)
    return events.length < MOST_AT_ONCE ? pauseMs : 0
  }

  return {
    listen: (listener) => listeners.push(listener),
    async start(log) {
      seen = await newestPosition(database)
      rounds = pulse(
        withOutages(round, {
          pauseMs,
          began: (err) => log.error({ err }, 'The events cannot be read; the next attempt is in half a second'),
          ended: () => log.warn({}, 'The events can be read again'),
        }),
      )
      void rounds.now()
    },
    read: async () => rounds?.now(),
    close: async () => rounds?.stop(),
  }
}
