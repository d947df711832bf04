import { sql } from 'kysely'
import type { Database, Tx } from '../database/database.ts'
import { send } from '../database/sender.ts'

/**
 * Sends alerts about these articles after a delay. Only what first went live within a day: an article that is published again was sent, and an old date means an archive that is
 * imported. What was withheld, and is published again on the same day, is sent then.
 */
export async function planAlerts(
  database: Database,
  articleIds: readonly string[],
  delaySeconds: number,
): Promise<void> {
  await send(
    database,
    sql`insert into alert (article_id, story_id, due_at)
      select id, translation_group_id, now() + make_interval(secs => ${delaySeconds}::int) from article
      where id = any (${`{${articleIds.join()}}`}::uuid[]) and first_published_at > now() - interval '1 day' and published_at > now() - interval '1 day'
      on conflict (article_id) do update set state = 'WAITING', due_at = excluded.due_at where alert.state = 'WITHHELD'`,
  )
}

/** For how long the mails of a story are stored: until then no reader gets a second one. */
const STORY_DAYS = 7

/** Followers of one statement. */
const BATCH = 1000

interface DueAlert {
  readonly articleId: string
  readonly storyId: string
  readonly revisionId: string | null
  readonly lastReader: string | null
  /** Whether the story was sent so long ago that it is not known to whom */
  readonly isOldStory: boolean
}

/**
 * Adds mails for the next followers of the article that is due for longest, each with the note of how far it came, in one transaction. Of several processes each takes another
 * article. @returns whether there may be more to do
 */
export function spreadAlert(database: Database): Promise<boolean> {
  return database.transaction(async (tx) => {
    const [alert] = await send<DueAlert>(
      tx,
      sql`select l.article_id as "articleId", l.story_id as "storyId", a.live_revision_id as "revisionId", l.last_reader as "lastReader",
          exists (select from alert o where o.story_id = l.story_id and o.spread_at < now() - make_interval(days => ${STORY_DAYS}::int)) as "isOldStory"
        from alert l join article a on a.id = l.article_id
        where l.state in ('WAITING', 'SPREADING') and l.due_at <= now() order by l.due_at limit 1 for update of l skip locked`,
    )
    if (!alert) return false
    if (alert.revisionId === null) await endAlert(tx, alert.articleId, 'WITHHELD')
    else if (alert.isOldStory) await endAlert(tx, alert.articleId, 'DONE')
    else await addMails(tx, alert, alert.revisionId)
    return true
  })
}

async function endAlert(tx: Tx, articleId: string, state: 'DONE' | 'WITHHELD'): Promise<void> {
  await send(tx, sql`update alert set state = ${state} where article_id = ${articleId}::uuid`)
}

/**
 * The key of an alert's mail has the story and the reader: however many of the topics and authors are followed, and in whatever languages the story is published, there is
 * one. Alerts are due since an hour: before digests, and after what somebody waits for.
 *
 * Only the next followers of each topic and author are read, and then each reader by the id (`offset 0` has it so): a batch takes the same time however many follow, and
 * whatever the statistics of the tables say.
 */
async function addMails(tx: Tx, { articleId, storyId, lastReader }: DueAlert, revisionId: string): Promise<void> {
  const after = sql`coalesce(${lastReader}::uuid, '00000000-0000-0000-0000-000000000000')`
  const first = sql`order by reader_id limit ${sql.lit(BATCH)}`
  const [batch] = await send<{ last: string | null; count: number }>(
    tx,
    sql`with topics as materialized (select distinct up.ancestor_id as id from revision_topic t join topic_ancestor up on up.topic_id = t.topic_id
        where t.revision_id = ${revisionId}::uuid and t.rel = 'ABOUT'),
      authors as materialized (select distinct author_id as id from credit where revision_id = ${revisionId}::uuid and author_id is not null),
      next as (select f.reader_id as id from topics cross join lateral (select reader_id from reader_follow where topic_id = topics.id and reader_id > ${after} ${first}) f
        union select f.reader_id from authors cross join lateral (select reader_id from reader_follow where author_id = authors.id and reader_id > ${after} ${first}) f),
      batch as materialized (select id from next order by id limit ${sql.lit(BATCH)}),
      told as (select r.id from batch cross join lateral (select id, status, frequency, paused from reader where reader.id = batch.id offset 0) r
        where r.status = 'CONFIRMED' and r.frequency = 'INSTANT' and not r.paused),
      added as (insert into mail (id, kind, dedupe_key, reader_id, article_id, next_attempt_at)
        select gen_random_uuid(), 'ALERT', 'alert ' || ${storyId}::text || ' ' || id, id, ${articleId}::uuid, now() - interval '1 hour' from told
        on conflict (dedupe_key) do nothing)
    select (select id from batch order by id desc limit 1) as last, (select count(*)::int from batch) as count`,
  )
  const state = batch?.count === BATCH ? 'SPREADING' : 'DONE'
  await send(
    tx,
    sql`update alert set state = ${state}, last_reader = coalesce(${batch?.last ?? null}::uuid, last_reader), spread_at = coalesce(spread_at, now())
      where article_id = ${articleId}::uuid`,
  )
}
