import { sql } from 'kysely'
import { one, tagged } from '../reading/field.ts'
import type { Field, Row } from '../reading/plan.ts'
import type { Sql } from '../reading/sql.ts'
import { entityIn } from '../reading/tags/tag.ts'
import { sectionFirst, topicsAbove } from '../stage/topics-above.ts'

/** What changes it: another kind or place of one of these, also of an article that has no section. */
const tagOfTopics = (row: Row): Sql =>
  sql`(select string_agg(distinct ${entityIn('t', sql`s_up.ancestor_id`)}, ' ') from ${topicsAbove(row, 's')})`

export const section: Field = tagged(
  (_selection, row) => [{ letter: 't', row, sql: tagOfTopics(row) }],
  one('Topic', {
    from: (article, topic) =>
      sql`${topicsAbove(article, topic.alias)} join topic ${sql.ref(topic.alias)} on ${sql.ref(`${topic.alias}.id`)} = ${sql.ref(`${topic.alias}_up.ancestor_id`)}`,
    on: (_article, topic) => sql`${sql.ref(`${topic.alias}.kind`)} = 'SECTION'`,
    orderBy: ({ alias }) => sectionFirst(alias),
  }),
)
