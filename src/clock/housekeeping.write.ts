import { sql } from 'kysely'
import type { Database } from '../database/database.ts'
import { send } from '../database/sender.ts'
import type { Sql } from '../reading/sql.ts'

interface Outdated {
  readonly table:
    | 'reader'
    | 'reader_token'
    | 'follow_attempt'
    | 'idempotent_call'
    | 'article_lock'
    | 'preview_link'
    | 'autosave'
    | 'outbox_event'
    | 'desk_event'
    | 'activity'
    | 'webhook_delivery'
    | 'mail'
    | 'alert'
  readonly key: Sql
  readonly condition: Sql
}

/** For how many days what only grows is stored. */
export interface Retention {
  readonly eventDays: number
  /** Null: permanently */
  readonly activityDays: number | null
}

const olderThan = (days: number) => sql`at < now() - make_interval(days => ${days}::int)`

/** Events without a position are not yet delivered, however old they are. */
function outgrown({ eventDays, activityDays }: Retention): Outdated[] {
  const events: Outdated = {
    table: 'outbox_event',
    key: sql`id`,
    condition: sql`position is not null and ${olderThan(eventDays)}`,
  }
  if (activityDays === null) return [events]
  return [events, { table: 'activity', key: sql`id`, condition: olderThan(activityDays) }]
}

/**
 * Deletes what is no longer needed. Idempotency keys are kept as long as the schema promises; links for a month, so that users can see why one
 * ended; readers as docs/following.md says; of autosaves those that have ended, once no call that was sent before can still arrive.
 */
const OUTDATED: readonly Outdated[] = [
  { table: 'idempotent_call', key: sql`caller_id, key`, condition: sql`at < now() - interval '7 days'` },
  { table: 'article_lock', key: sql`article_id`, condition: sql`expires_at < now()` },
  {
    table: 'autosave',
    key: sql`article_id, user_id`,
    condition: sql`content is null and saved_at < now() - interval '1 day'`,
  },
  // A bounce comes within days, and so do translations of a story of which a reader was told.
  {
    table: 'mail',
    key: sql`id`,
    condition: sql`state <> 'WAITING' and finished_at < now() - interval '8 days'`,
  },
  {
    table: 'alert',
    key: sql`article_id`,
    condition: sql`state in ('DONE', 'WITHHELD') and created_at < now() - interval '30 days'`,
  },
  // Those who come back get what they missed for a day (src/live).
  { table: 'desk_event', key: sql`id`, condition: sql`at < now() - interval '2 days'` },
  { table: 'preview_link', key: sql`id`, condition: sql`expires_at < now() - interval '30 days'` },
  // One that is pending is still to be sent.
  {
    table: 'webhook_delivery',
    key: sql`id`,
    condition: sql`state <> 'PENDING' and created_at < now() - interval '30 days'`,
  },
  {
    table: 'reader',
    key: sql`id`,
    condition: sql`status = 'UNCONFIRMED'
      and not exists (select 1 from reader_token t where t.reader_id = reader.id and t.purpose = 'CONFIRM' and t.expires_at > now())`,
  },
  {
    table: 'reader',
    key: sql`id`,
    condition: sql`status = 'CONFIRMED' and changed_at < now() - interval '30 days' and not exists (select 1 from reader_follow f where f.reader_id = reader.id)
      and not exists (select 1 from reader_token t join pending_follow p on p.token_hash = t.hash where t.reader_id = reader.id and t.expires_at > now())`,
  },
  { table: 'reader_token', key: sql`hash`, condition: sql`expires_at < now()` },
  { table: 'follow_attempt', key: sql`network, address`, condition: sql`at < now() - interval '1 hour'` },
]

/** A part at a time, so that nobody waits for it. */
const PART = 5000

export async function clearUp(database: Database, retention: Retention): Promise<void> {
  for (const outdated of [...OUTDATED, ...outgrown(retention)]) {
    let rows = PART
    while (rows === PART) rows = await clearPart(database, outdated)
  }
}

async function clearPart(database: Database, { table, key, condition }: Outdated): Promise<number> {
  const from = sql.table(table)
  const gone = await send(
    database,
    sql`delete from ${from} where (${key}) in (select ${key} from ${from} where ${condition} limit ${sql.lit(PART)}) and ${condition} returning 1`,
  )
  return gone.length
}
