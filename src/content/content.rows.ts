import { sql } from 'kysely'
import type { Sql } from '../reading/sql.ts'

function list(table: Sql, item: Sql, revision: string): Sql {
  return sql`(select coalesce(json_agg(${item} order by x.position), '[]'::json) from ${table} x where x.revision_id = ${sql.ref(revision)}.id)`
}

const caption = sql`json_build_object('id', x.id, 'imageId', x.image_id, 'role', x.role, 'text', x.text, 'altText', x.alt_text, 'credit', x.credit,
  'crop', case when x.crop_x is not null
    then json_build_object('x', x.crop_x, 'y', x.crop_y, 'width', x.crop_width, 'height', x.crop_height) end)`

/** All that a revision says as one JSON value, for `parseContent`. `revision` is the alias of its row. */
export function contentJson(revision: string): Sql {
  const at = (name: string) => sql.ref(`${revision}.${name}`)
  return sql`json_build_object('kicker', ${at('kicker')}, 'headline', ${at('headline')}, 'standfirst', ${at('standfirst')}, 'body', ${at('body')},
    'credits', ${list(sql`credit`, sql`json_build_object('role', x.role, 'authorId', x.author_id, 'name', x.name)`, revision)},
    'captions', ${list(sql`caption`, caption, revision)},
    'topics', ${list(sql`revision_topic`, sql`json_build_object('topicId', x.topic_id, 'rel', x.rel)`, revision)})`
}
