import { sql } from 'kysely'
import * as z from 'zod'
import { listOf } from '../lib/json.ts'
import type { Field, Row, Selection } from '../reading/plan.ts'
import type { Sql } from '../reading/sql.ts'
import { projectValue } from '../reading/value.ts'
import { contentJson } from './content.rows.ts'
import { parseContent } from './content.ts'
import { type ComparedRevision, diffRevisions } from './diff.ts'

/** The revision with the number in the argument, as JSON, or null: what it says, and what is called what there. */
function compared(selection: Selection, argument: 'from' | 'to', article: Row): Sql {
  const names = (table: Sql, inRevision: Sql) =>
    sql`(select coalesce(json_object_agg(n.id, json_build_object('slug', n.slug, 'name', n.name)), '{}'::json) from ${table} n where n.id in (${inRevision}))`
  return sql`(select json_build_object('number', r.number, 'content', ${contentJson('r')},
      'authors', ${names(sql`author`, sql`select author_id from credit where revision_id = r.id`)},
      'topics', ${names(sql`topic`, sql`select topic_id from revision_topic where revision_id = r.id`)})
    from revision r where r.article_id = ${sql.ref(`${article.alias}.id`)} and r.number = ${selection.argument(argument).bind('int4')})`
}

const names = z.record(z.string(), z.object({ slug: z.string(), name: z.string() }))
const stored = z.object({
  number: z.int(),
  content: z.unknown().transform(parseContent),
  authors: names,
  topics: names,
})

function parse(json: unknown): ComparedRevision | null {
  return json === null ? null : stored.parse(json)
}

/** Article.diff: null where one of the two revisions does not exist. */
export const diffField: Field = (selection, article) => {
  const project = projectValue(selection)
  const pair = sql`json_build_array(${compared(selection, 'from', article)}, ${compared(selection, 'to', article)})`
  return {
    needs: [{ key: selection, sql: pair }],
    finish: ([value], run) => {
      const [from, to] = listOf(value).map(parse)
      if (!from || !to) return null
      return project({ from: from.number, to: to.number, changes: diffRevisions(from, to) }, run)
    },
  }
}
