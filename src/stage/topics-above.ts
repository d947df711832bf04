import { sql } from 'kysely'
import type { Row } from '../reading/plan.ts'
import type { Sql } from '../reading/sql.ts'
import { shownRevision } from './article.rows.ts'

/** The topics that the article is about, each with itself and those above it. */
export function topicsAbove(article: Row, alias: string): Sql {
  return sql`revision_topic ${sql.ref(`${alias}_about`)} join topic_ancestor ${sql.ref(`${alias}_up`)}
    on ${sql.ref(`${alias}_up.topic_id`)} = ${sql.ref(`${alias}_about.topic_id`)} and ${sql.ref(`${alias}_about.revision_id`)} = ${shownRevision(article)}
      and ${sql.ref(`${alias}_about.rel`)} = 'ABOUT'`
}

/** The first that is a section itself; otherwise the nearest section above the first topic that has one. Of sections among `topicsAbove`. */
export function sectionFirst(alias: string): Sql {
  return sql`${sql.ref(`${alias}_up.distance`)} = 0 desc, ${sql.ref(`${alias}_about.position`)}, ${sql.ref(`${alias}_up.distance`)}`
}
