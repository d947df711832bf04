import { sql } from 'kysely'
import type { Database } from '../../database/database.ts'
import { send } from '../../database/sender.ts'
import type { Sql } from '../../reading/sql.ts'
import type { Attempt } from './attempt.ts'
import { FAILING_DAYS } from './schedule.rules.ts'

/** Attempts that a delivery stores. Only a delivery that is replayed many times has more. */
const MOST_ATTEMPTS = 40

/** `attempts` with one more, without the oldest if there are too many. */
const withAttempt = (attempt: Attempt): Sql =>
  sql`case when jsonb_array_length(attempts) < ${sql.lit(MOST_ATTEMPTS)} then attempts else attempts - 0 end || ${JSON.stringify([attempt])}::text::jsonb`

/** The next of the same subject and webhook that waits, at once: `done` has the delivery that it waited for. */
const wakeNext = (
  id: string,
): Sql => sql`update webhook_delivery set next_attempt_at = now() where next_attempt_at > now() and id = (
    select e.id from webhook_delivery e join done on e.webhook_id = done.webhook_id and e.subject_id = done.subject_id
    where e.state = 'PENDING' and e.id <> ${id}::uuid order by e.position limit 1)`

/** It has arrived, also if another process has claimed it meanwhile. */
export async function noteSuccess(database: Database, id: string, attempt: Attempt): Promise<void> {
  await send(
    database,
    sql`with done as (update webhook_delivery set state = 'SUCCEEDED', attempts = ${withAttempt(attempt)}, tries = tries + 1, next_attempt_at = null,
          lease = null, leased_until = null
        where id = ${id}::uuid and state = 'PENDING' returning webhook_id, subject_id),
      webhooks as (update webhook w set last_success_at = now(), failing_since = null from done
        where w.id = done.webhook_id and (w.failing_since is not null or w.last_success_at is null or w.last_success_at < now() - interval '1 second')),
      woken as (${wakeNext(id)})
    select count(*) from done`,
  )
}

export interface Failure {
  readonly id: string
  readonly lease: string
  readonly attempt: Attempt
  /** Until the next one; null if there is none, and the delivery is dead */
  readonly pauseMs: number | null
  /** How long the receiver wants nothing at all */
  readonly waitMs: number
}

/**
 * It has not arrived. Those that wait for it are not looked at before its next attempt. Does nothing if another process has claimed it meanwhile.
 * @returns whether the webhook has failed for so long that it is to be disabled
 */
export async function noteFailure(
  database: Database,
  { id, lease, attempt, pauseMs, waitMs }: Failure,
): Promise<boolean> {
  const isDead = pauseMs === null
  const later = (ms: number) => sql`now() + make_interval(secs => ${ms / 1000}::float8)`
  const following = isDead
    ? wakeNext(id)
    : sql`update webhook_delivery e set next_attempt_at = done.next_attempt_at from done
        where e.webhook_id = done.webhook_id and e.subject_id = done.subject_id and e.state = 'PENDING' and e.id <> ${id}::uuid
          and e.position > done.position and e.next_attempt_at < done.next_attempt_at and e.leased_until is null`
  const [row] = await send<{ isFailing: boolean }>(
    database,
    sql`with done as (update webhook_delivery set ${isDead ? sql`state = 'DEAD', next_attempt_at = null` : sql`next_attempt_at = ${later(pauseMs)}`},
          attempts = ${withAttempt(attempt)}, tries = tries + 1, lease = null, leased_until = null
        where id = ${id}::uuid and state = 'PENDING' and lease = ${lease}::uuid returning webhook_id, subject_id, position, next_attempt_at),
      following as (${following})
    update webhook w set failing_since = coalesce(w.failing_since, now()),
      not_before = ${waitMs > 0 ? sql`greatest(w.not_before, ${later(waitMs)})` : sql`w.not_before`}
    from done where w.id = done.webhook_id
    returning w.failing_since <= now() - make_interval(days => ${sql.lit(FAILING_DAYS)}) as "isFailing"`,
  )
  return row?.isFailing ?? false
}
