import { sql } from 'kysely'
import type { Database } from '../database/database.ts'
import { eventPayload, toldColumns } from '../lifecycle/article-event.write.ts'
import { eventName } from '../outbox/event.write.ts'
import type { Sql } from '../reading/sql.ts'
import { BATCH, type Deed, deedOf, uuidArray } from './due-action.write.ts'

/**
 * One statement, and so one transaction: the rows, the audit trail and the events, or nothing. A row that another process has locked is
 * passed over, and one that it has finished with is not due any more: the time is looked at again when the lock is taken.
 */
function deed(time: 'scheduled_for' | 'unpublish_at', { set, action, event, paths }: Words): Deed {
  return deedOf({
    subject: 'article',
    chosen: (condition) => sql`select id, live_revision_id from article where ${sql.ref(time)} <= now() and ${condition}
      order by ${sql.ref(time)}, id limit ${sql.lit(BATCH)}`,
    act: (due) => sql`with due as (${due} for update skip locked),
    a as (update article set ${set}, version = article.version + 1, updated_at = now() from due where article.id = due.id
      returning ${toldColumns}, due.live_revision_id as previous_revision_id),
    e as (insert into activity (id, subject_type, subject_id, action, version, revision_id, changed_paths)
      select gen_random_uuid(), 'Article', id, ${sql.lit(action)}, version, live_revision_id, ${paths} from a),
    o as (insert into outbox_event (type, article_id, payload)
      select ${event}, id, ${eventPayload('a')} || jsonb_build_object('previousRevisionId', previous_revision_id) from a)
    select id from a`,
  })
}

interface Words {
  readonly set: Sql
  readonly action: 'PUBLISHED' | 'WITHDRAWN'
  /** The event's type, from what is known of the row `a`, as below */
  readonly event: Sql
  /** What it changed, as an array */
  readonly paths: Sql
}

/** Makes the scheduled revision live, whatever was saved since. Where nothing was, a round of the workflow ends with it. */
export const goLive: Deed = deed('scheduled_for', {
  set: sql`status = 'PUBLISHED', live_revision_id = scheduled_revision_id, scheduled_for = null, scheduled_revision_id = null,
    published_at = now(), first_published_at = coalesce(first_published_at, now()), live_updated_at = now(), withdrawn_at = null, withdrawal_reason = null,
    workflow_state = case when scheduled_revision_id = latest_revision_id then 'DRAFT' else workflow_state end`,
  action: 'PUBLISHED',
  event: sql`case when previous_revision_id is null then ${eventName('article.published')} else ${eventName('article.updated')} end`,
  paths: sql`case when previous_revision_id is null then array['status', 'publishedAt', 'scheduledFor'] else array['publishedAt', 'scheduledFor'] end`,
})

/** Takes an article from the readers. A schedule that is still there could not be carried out, and falls away. */
export const withdraw: Deed = deed('unpublish_at', {
  set: sql`status = 'WITHDRAWN', live_revision_id = null, unpublish_at = null, scheduled_for = null, scheduled_revision_id = null,
    withdrawn_at = now(), withdrawal_reason = null`,
  action: 'WITHDRAWN',
  event: eventName('article.withdrawn'),
  paths: sql`array['status', 'unpublishAt', 'withdrawnAt']`,
})

/** In milliseconds of the database's clock, how long until another article or picture than these is due; 0 or less where one is. Null where none is planned. */
export async function timeUntilDue(database: Database, except: readonly string[]): Promise<number | null> {
  const [row] = await database.query<{ ms: number | null }>({
    name: 'clock_next',
    text: `SELECT (extract(epoch FROM least(
        (SELECT min(scheduled_for) FROM article WHERE scheduled_for IS NOT NULL AND id <> ALL ($1::uuid[])),
        (SELECT min(unpublish_at) FROM article WHERE unpublish_at IS NOT NULL AND id <> ALL ($1::uuid[])),
        (SELECT min(rights_expire_at) FROM image WHERE rights_expire_at IS NOT NULL AND rights_expire_at IS DISTINCT FROM expiry_told_for
          AND id <> ALL ($1::uuid[]))) - now()) * 1000)::float8 AS ms`,
    parameters: [uuidArray(except)],
  })
  return row?.ms ?? null
}
