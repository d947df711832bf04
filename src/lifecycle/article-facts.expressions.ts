import { sql } from 'kysely'
import type { Sql } from '../reading/sql.ts'

// Facts of the article under an alias that are not in its row. Both are looked up only in the states in which they can be true.

/** Whether this person moved it to the trash, where it is now. */
export function isTrashedBy(article: string, person: Sql): Sql {
  return sql`(${sql.ref(`${article}.status`)} = 'TRASHED' and ${person} is not distinct from (select t.actor_id from activity t
    where t.subject_id = ${sql.ref(`${article}.id`)} and t.subject_type = 'Article' and t.action = 'TRASHED' order by t.at desc, t.id desc limit 1))`
}

/** Whether it has a correction that was not removed. */
export function hasCorrection(article: string): Sql {
  return sql`(${sql.ref(`${article}.first_published_at`)} is not null
    and exists (select 1 from correction k where k.article_id = ${sql.ref(`${article}.id`)} and k.removed_at is null))`
}
