import { sql } from 'kysely'
import * as z from 'zod'
import { contentJson } from '../content/content.rows.ts'
import { parseContent } from '../content/content.ts'
import { type ComparedRevision, revisionChanges } from '../diff/revision-diff.ts'
import { listOf } from '../lib/json.ts'
import type { Argument } from '../reading/argument.ts'
import type { Field, Row } from '../reading/plan.ts'
import type { Sql } from '../reading/sql.ts'
import { projectValue } from '../reading/value.ts'

/** What the revision `r` points at, as it is called today. An image is called by its description, or what else is known of it. */
const names = sql`(select coalesce(json_object_agg(n.id, n.name), '{}'::json) from (
  select id, name from author where id in (select author_id from credit where revision_id = r.id)
  union all select id, name from topic where id in (select topic_id from revision_topic where revision_id = r.id)
  union all select id, coalesce(nullif(description, ''), nullif(alt_text, ''), file) from image where id in (select image_id from caption where revision_id = r.id)) n)`

/** The revision with that number, as JSON, or null. */
function compared(number: Argument, article: Row): Sql {
  return sql`(select json_build_object('number', r.number, 'content', ${contentJson('r')}, 'names', ${names})
    from revision r where r.article_id = ${sql.ref(`${article.alias}.id`)} and r.number = ${number.bind('int4')})`
}

const stored = z.object({
  number: z.int(),
  content: z.unknown().transform(parseContent),
  names: z.record(z.string(), z.string()),
})

function parse(json: unknown): ComparedRevision | null {
  return json === null ? null : stored.parse(json)
}

/** Article.diff: null where one of the two revisions does not exist. */
export const diffField: Field = (selection, article) => {
  const project = projectValue(selection)
  const pair = sql`json_build_array(${compared(selection.argument('from'), article)}, ${compared(selection.argument('to'), article)})`
  return {
    needs: [{ key: selection, sql: pair }],
    finish: ([value], run) => {
      const [from, to] = listOf(value).map(parse)
      if (!from || !to) return null
      return project({ from: from.number, to: to.number, changes: revisionChanges(from, to) }, run)
    },
  }
}
