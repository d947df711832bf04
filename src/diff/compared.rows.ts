import { sql } from 'kysely'
import * as z from 'zod'
import { contentJson } from '../content/content.rows.ts'
import { parseContent } from '../content/content.ts'
import type { Sql } from '../reading/sql.ts'
import type { ComparedRevision } from './revision-diff.ts'

/** What the revision `r` points at, as it is called today. An image is called by its description, or what else is known of it. */
const names = sql`(select coalesce(json_object_agg(n.id, n.name), '{}'::json) from (
  select id, name from author where id in (select author_id from credit where revision_id = r.id)
  union all select id, name from topic where id in (select topic_id from revision_topic where revision_id = r.id)
  union all select id, coalesce(nullif(description, ''), nullif(alt_text, ''), file) from image where id in (select image_id from caption where revision_id = r.id)) n)`

/** The revision `r` that fulfils the condition, as JSON for `parseCompared`; null if there is none. */
export function comparedJson(condition: Sql): Sql {
  return sql`(select json_build_object('number', r.number, 'content', ${contentJson('r')}, 'names', ${names})
    from revision r where ${condition})`
}

const stored = z.object({
  number: z.int(),
  content: z.unknown().transform(parseContent),
  names: z.record(z.string(), z.string()),
})

export function parseCompared(json: unknown): ComparedRevision | null {
  return json === null ? null : stored.parse(json)
}
