import { type ConstructorOptions, fromPrisma, getConstructionPlans, PgBoss, type Queue } from 'pg-boss'
import type { Database, SchemaSession, Tx } from './database.ts'

/** Why a job is to be done, and so who looks after it (src/clock/). */
export const PUBLISH_QUEUE = 'article-publish'
export const WITHDRAW_QUEUE = 'article-withdraw'
export const HOUSEKEEPING_QUEUE = 'housekeeping'
export const THINNING_QUEUE = 'thinning'

/** In seconds. A job only wakes the clock: after that its data is of no use. */
const briefly = { retryLimit: 5, retryDelay: 10, retryBackoff: true, expireInSeconds: 60, deleteAfterSeconds: 3600 }

const QUEUES: readonly Queue[] = [
  { name: PUBLISH_QUEUE, ...briefly },
  { name: WITHDRAW_QUEUE, ...briefly },
  // One process at a time clears up.
  { name: HOUSEKEEPING_QUEUE, ...briefly, expireInSeconds: 600, policy: 'singleton' },
  { name: THINNING_QUEUE, ...briefly, expireInSeconds: 3600, policy: 'singleton' },
]

/** pg-boss's tables stand beside ours, in a schema of their own. */
const SCHEMA = 'pgboss'

const QUIET = { schema: SCHEMA, openTelemetry: { enabled: false }, registerInstance: false } as const

/** For jobs that are made or dropped with what a transaction writes. */
export function jobsIn(tx: Tx): PgBoss {
  return new PgBoss({ ...QUIET, db: fromPrisma(tx) })
}

/** For the process that runs the jobs; the caller starts it. */
export function jobRunner(database: Database, options: ConstructorOptions): PgBoss {
  return new PgBoss({ ...QUIET, ...options, db: database.jobs })
}

/**
 * Makes pg-boss's tables and our queues where they are not. What a newer pg-boss changes of its tables it changes itself, when the clock
 * starts.
 */
export async function installJobs(database: Database, { script }: SchemaSession): Promise<void> {
  const boss = jobRunner(database, {})
  if (!(await boss.isInstalled())) await script(getConstructionPlans(SCHEMA))
  const present = new Set((await boss.getQueues(QUEUES.map(({ name }) => name))).map(({ name }) => name))
  for (const { name, ...options } of QUEUES) if (!present.has(name)) await boss.createQueue(name, options)
}
