import { sql } from 'kysely'
import type { Database } from '../database/database.ts'
import { send } from '../database/sender.ts'
import { newsSince } from './news.load.ts'

const BATCH = 500

/**
 * Adds the digests of the readers for whom it is 7:00, except empty ones, and plans their next. A digest tells of what happened since the one before; after downtime of at most
 * one day more than its time. Of several processes each takes other readers.
 * @param at instead of the time of the database
 * @returns whether there may be more to do
 */
export async function addDigests(database: Database, at: Date | null = null): Promise<boolean> {
  const now = sql`coalesce(${at}::timestamptz, now())`
  const [batch] = await send<{ count: number }>(
    database,
    sql`with due as materialized (select id, frequency, time_zone, next_digest_at as until,
          greatest(confirmed_at, coalesce(last_digest_at, confirmed_at), ${now} - case frequency when 'WEEKLY' then interval '8 days' else interval '2 days' end) as after
        from reader where next_digest_at <= ${now} order by next_digest_at, id limit ${sql.lit(BATCH)} for update skip locked),
      planned as (update reader r set last_digest_at = ${now}, next_digest_at = next_digest(due.frequency, due.time_zone, ${now}) from due where r.id = due.id),
      news as materialized (${newsSince(sql`(select min(after) from due)`)}),
      added as (insert into mail (id, kind, dedupe_key, reader_id, covers_after, covers_until)
        select gen_random_uuid(), 'DIGEST', 'digest ' || due.id || ' ' || extract(epoch from due.until), due.id, due.after, ${now} from due
        where due.frequency <> 'INSTANT' and exists (select from news join reader_follow f on f.reader_id = due.id and (f.topic_id = news.topic_id or f.author_id = news.author_id)
          where news.at > due.after and news.at <= ${now})
        on conflict (dedupe_key) do nothing)
    select count(*)::int as count from due`,
  )
  return batch?.count === BATCH
}
