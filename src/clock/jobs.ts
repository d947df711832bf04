import type { PgBoss } from 'pg-boss'
import type { Database } from '../database/database.ts'
import { HOUSEKEEPING_QUEUE, jobRunner, PUBLISH_QUEUE, THINNING_QUEUE, WITHDRAW_QUEUE } from '../database/jobs.ts'
import { inOwnTrace } from '../tracing/tracing.ts'
import type { ErrorLog } from './failures.ts'
import { clearUp, type Retention } from './housekeeping.write.ts'
import { thinRevisions } from './thinning.write.ts'

/** In seconds. The sweep is in time without jobs, so these may be slow: the embedded database has one connection for everybody. */
const PACE = {
  cronMonitorIntervalSeconds: 45,
  cronWorkerIntervalSeconds: 45,
  superviseIntervalSeconds: 300,
  monitorIntervalSeconds: 300,
  queueCacheIntervalSeconds: 300,
  flowIntervalSeconds: 60,
  // Jobs are few: no index of theirs grows stale.
  reindex: false,
  monitorVacuum: false,
}

const WAKE = { pollingIntervalSeconds: 5, batchSize: 100 }

const HOURLY = '17 * * * *'

/** At night, by UTC. */
const DAILY = '47 3 * * *'

export interface JobSettings {
  readonly retention: Retention
  /** Null: no revision is thinned */
  readonly thinAfterDays: number | null
}

/**
 * pg-boss and its jobs: it wakes the clock for schedules, and cleans up every hour in one of the processes.
 * @param wake resolves when all that was due is done
 */
export async function runJobs(
  database: Database,
  log: ErrorLog,
  wake: () => Promise<void>,
  { retention, thinAfterDays }: JobSettings,
): Promise<PgBoss> {
  const boss = jobRunner(database, PACE)
  boss.on('error', (err) => log.error({ err }, 'pg-boss reported an error'))
  boss.on('warning', ({ message, data }) => log.warn({ data }, message))
  try {
    await boss.start()
    for (const queue of [PUBLISH_QUEUE, WITHDRAW_QUEUE]) await boss.work(queue, WAKE, wake)
    await boss.work(HOUSEKEEPING_QUEUE, { pollingIntervalSeconds: 60 }, () =>
      inOwnTrace('job housekeeping', {}, () => clearUp(database, retention)),
    )
    await boss.schedule(HOUSEKEEPING_QUEUE, HOURLY)
    await planThinning(boss, database, thinAfterDays)
    return boss
  } catch (error) {
    await boss.stop({ graceful: false })
    throw error
  }
}

/** A setting that is gone ends what it began. */
async function planThinning(boss: PgBoss, database: Database, afterDays: number | null): Promise<void> {
  if (afterDays === null) return boss.unschedule(THINNING_QUEUE)
  await boss.work(THINNING_QUEUE, { pollingIntervalSeconds: 60 }, async () => {
    await inOwnTrace('job thinning', {}, () => thinRevisions(database, afterDays))
  })
  await boss.schedule(THINNING_QUEUE, DAILY)
}
