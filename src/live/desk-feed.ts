import type { Database } from '../database/database.ts'
import { type Pulse, pulse, withOutages } from '../lib/pulse.ts'
import { loadMissed } from '../outbox/missed-events.load.ts'
import { type DeskEvent, loadDeskEvents, newestDeskPosition } from './desk-events.load.ts'

/** Changes by the desk, read in this process after their commit, while there are subscriptions. */
export interface DeskFeed {
  /** Of the last event that was received */
  readonly position: number
  /** Starts to read; resolves when everything that was committed before is known. */
  open(): Promise<void>
  missed(after: number, until: number): Promise<readonly DeskEvent[] | null>
  close(): Promise<void>
}

export interface DeskFeedOptions {
  /** For work outside of requests */
  readonly database: Pick<Database, 'query'>
  readonly onEvents: (events: readonly DeskEvent[]) => void
  /** Whether there are subscriptions */
  readonly isUsed: () => boolean
  readonly log: () => FeedLog
}

interface FeedLog {
  warn(details: object, message: string): void
  error(details: object, message: string): void
}

/** The feed polls, because commits that notify wait for one another: a save must not. */
const PAUSE_MS = 200

const MOST_AT_ONCE = 500

/** How long a cursor is valid, in hours. */
const CURSOR_HOURS = 24

/** At most so many events are read for a client that comes back. */
const MOST_MISSED = 5000

export function deskFeed({ database, onEvents, isUsed, log }: DeskFeedOptions): DeskFeed {
  let position = 0
  let rounds: Pulse | undefined
  let opening: Promise<void> | undefined

  async function round(): Promise<number> {
    for (;;) {
      const events = await loadDeskEvents(database, { after: position, most: MOST_AT_ONCE })
      if (events.length > 0) onEvents(events)
      position = events.at(-1)?.position ?? position
      if (events.length < MOST_AT_ONCE) return PAUSE_MS
    }
  }

  async function begin(): Promise<void> {
    position = await newestDeskPosition(database)
    const running = pulse(
      withOutages(round, {
        pauseMs: PAUSE_MS,
        began: (err) => log().error({ err }, 'Changes by the desk cannot be read; this is tried again'),
        ended: () => log().warn({}, 'Changes by the desk can be read again'),
      }),
    )
    rounds = running
    const idle = setInterval(() => {
      if (isUsed()) return
      clearInterval(idle)
      rounds = undefined
      opening = undefined
      void running.stop()
    }, IDLE_MS)
    idle.unref()
    await running.now()
  }

  return {
    get position() {
      return position
    },
    async open() {
      if (opening !== undefined) {
        await opening
        return rounds?.now()
      }
      opening = begin().catch((error: unknown) => {
        opening = undefined
        throw error
      })
      await opening
    },
    missed: (after, until) =>
      loadMissed(database, 'desk_event', { after, until, most: MOST_MISSED, hours: CURSOR_HOURS }, (range) =>
        loadDeskEvents(database, range),
      ),
    async close() {
      await rounds?.stop()
    },
  }
}

/** How long it continues to read without subscriptions. */
const IDLE_MS = 60_000
