import type { Database } from '../database/database.ts'
import { type Pulse, pulse } from '../lib/pulse.ts'
import { isLate } from '../outbox/consumers/consumer.load.ts'
import { FIRST } from './purger.ts'

export interface PurgeWatch {
  /** Whether something that changed long ago is not yet purged */
  readonly isLate: boolean
  start(log: WatchLog): void
  close(): Promise<void>
}

interface WatchLog {
  warn(message: string): void
  error(message: string): void
}

/** From when on purges are late, in minutes. */
const LATE_MINUTES = 10
const LOOK_MS = 10_000

/** Looks every ten seconds whether purges arrive, whichever process sends them. */
export function purgeWatch(database: Database, lookMs = LOOK_MS): PurgeWatch {
  let late = false
  let rounds: Pulse | undefined

  async function look(log: WatchLog): Promise<number> {
    const before = late
    // What cannot be found out is not reported: the database has a report of its own.
    late = await isLate(database, FIRST, LATE_MINUTES).catch(() => before)
    if (late && !before)
      log.error(
        `The CDN has not taken purges for ${LATE_MINUTES} minutes; until it does, it may store responses for seconds only`,
      )
    if (!late && before) log.warn('The CDN takes purges again')
    return lookMs
  }

  return {
    get isLate() {
      return late
    },
    start(log) {
      rounds = pulse(() => look(log))
      void rounds.now()
    },
    close: async () => rounds?.stop(),
  }
}
