import { sql } from 'kysely'
import type { Database } from '../database/database.ts'
import { send } from '../database/sender.ts'

/** Articles in one statement at most, so that nobody waits for it. */
const PART = 200

/** Saves of one user belong to one sitting while the pauses between them are shorter, and nobody else saves in between. */
const PAUSE_MINUTES = 30

interface Thinned {
  readonly lastId: string | null
  readonly deleted: number
}

/**
 * Deletes the revisions of a sitting but the last, once they are older: 2,000 saves of an afternoon say nothing that the last of them does not. What
 * somebody may look for stays (is_kept_revision in the migrations). A revision is not the last of its sitting if the next one is another save
 * of it: so deleting some does not make others the last. Gives how many there were.
 */
export async function thinRevisions(database: Database, afterDays: number): Promise<number> {
  let sum = 0
  let from: string | null = '00000000-0000-0000-0000-000000000000'
  while (from !== null) {
    const { lastId, deleted }: Thinned = await thinPart(database, from, afterDays)
    sum += deleted
    from = lastId
  }
  return sum
}

async function thinPart(database: Database, after: string, days: number): Promise<Thinned> {
  const [part] = await send<Thinned>(
    database,
    sql`with part as (select id from article where id > ${after}::uuid order by id limit ${sql.lit(PART)}),
      old as (select r.* from part join revision r on r.article_id = part.id
        where r.created_at < now() - make_interval(days => ${days}::int) and r.created_by_id is not null
          and exists (select 1 from revision n where n.article_id = r.article_id and n.created_by_id = r.created_by_id
            and n.number = (select min(number) from revision m where m.article_id = r.article_id and m.number > r.number)
            and n.created_at < r.created_at + make_interval(mins => ${sql.lit(PAUSE_MINUTES)}))),
      gone as (delete from revision r using old where r.id = old.id and not is_kept_revision(r) returning 1)
      select (select max(id::text) from part) as "lastId", (select count(*)::int from gone) as "deleted"`,
  )
  return part ?? { lastId: null, deleted: 0 }
}
