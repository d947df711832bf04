import { sql } from 'kysely'
import { isoTimestamp, type Sql } from '../reading/sql.ts'
import { placeOfAny } from './former-addresses.ts'

// Addresses of another system (table redirect). What they lead to has the address that it has now.

const found = (
  path: Sql,
): Sql => sql`redirect r left join article a on a.id = r.article_id left join topic t on t.id = r.topic_id
  left join author w on w.id = r.author_id where r.path = ${path}`

/** [whether permanently, where to] of the redirect at a path: a text, or the place of an object that readers see. */
export function redirectedTo(path: Sql): Sql {
  return sql`(select json_build_array(r.permanent, case when r.target is not null then to_json(r.target) else ${placeOfAny} end)
    from ${found(path)} and (r.target is not null or a.live_revision_id is not null or t.id is not null or w.id is not null))`
}

/** When what the redirect at a path led to was withdrawn or deleted. */
export function redirectGoneSince(path: Sql): Sql {
  return sql`(select ${isoTimestamp(sql`coalesce(r.gone_at, case when a.first_published_at is not null and a.live_revision_id is null
      then coalesce(a.withdrawn_at, a.trashed_at) end)`)} from ${found(path)})`
}
