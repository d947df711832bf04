import type { Database } from '../database/database.ts'
import { pulse, withOutages } from '../lib/pulse.ts'
import { rewriteInBackground } from '../search/rewrite-in-background.ts'
import { inOwnTrace } from '../tracing/tracing.ts'
import { timeUntilDue } from './due.write.ts'
import { type ErrorLog, Failures } from './failures.ts'
import { type JobSettings, runJobs } from './jobs.ts'
import { sweep } from './sweep.ts'

export interface Clock {
  /** Lets what it is at finish, and does no more. */
  close(): Promise<void>
}

/** Also of what is done beside the clock's times. */
export interface ClockLog extends ErrorLog {
  info(details: object, message: string): void
}

/** The longest that a time may go unnoticed which another process has set just now. */
const LONGEST_PAUSE_MS = 1000
const SHORTEST_PAUSE_MS = 10

/** For due rows that another transaction has locked: an editor who is saving, or another process. */
const RETRY_MS = 100

/**
 * Publishes and withdraws articles at their time, by the database's clock. Any number of processes may run a clock with the same database:
 * each article is done once. It checks what is due at the start, to catch up after downtime, then after a second or at the next due time,
 * and whenever pg-boss wakes it.
 * It also writes outdated search documents again.
 * @throws when pg-boss cannot start
 */
export async function startClock(database: Database, log: ClockLog, settings: JobSettings): Promise<Clock> {
  const beats = pulse(beatOf(database, log))
  const boss = await runJobs(database, log, () => beats.now(), settings)
  void beats.now()
  const rewriting = rewriteInBackground(database, log)
  return {
    async close() {
      await Promise.all([beats.stop(), rewriting.stop(), boss.stop({ graceful: true, timeout: 5000 })])
    },
  }
}

/** Does what is due, and returns how long to wait until the next check, in milliseconds. */
function beatOf(database: Database, log: ErrorLog): () => Promise<number> {
  const failures = new Failures(log)
  return withOutages(() => beat(database, failures), {
    pauseMs: LONGEST_PAUSE_MS,
    began: (err) => log.error({ err }, 'The clock cannot read the due jobs; it tries again every second'),
    ended: () => log.warn({}, 'The clock can read the due jobs again'),
  })
}

async function beat(database: Database, failures: Failures): Promise<number> {
  let next = await timeUntilDue(database, failures.waiting())
  if (next !== null && next <= 0) {
    await inOwnTrace('clock', {}, () => sweep(database, failures))
    next = await timeUntilDue(database, failures.waiting())
  }
  if (next === null) return LONGEST_PAUSE_MS
  if (next <= 0) return RETRY_MS
  return Math.min(Math.max(next, SHORTEST_PAUSE_MS), LONGEST_PAUSE_MS)
}
