import { sql } from 'kysely'
import { listOf, textOf } from '../lib/json.ts'
import { encodeCursor } from '../reading/cursor.ts'
import { computedObject, tagged } from '../reading/field.ts'
import type { Expression, Field } from '../reading/plan.ts'
import type { Sql } from '../reading/sql.ts'
import type { Site } from '../site/site.ts'
import { AUTHORS, anyOf, LIVE_ARTICLES, TOPICS } from '../tags/lists.ts'

/** Of one sitemap. */
const MOST = sql.lit(1000)

const monthOf = (instant: Sql): Sql => sql`date_trunc('month', ${instant}, 'UTC')`
const nextMonth = (month: Sql): Sql => sql`((${month} at time zone 'UTC' + interval '1 month') at time zone 'UTC')`

const LIVE = sql`select first_published_at as at, id from article where live_revision_id is not null`
const NO_ID = sql`'00000000-0000-0000-0000-000000000000'::uuid`

/** The last of the next thousand rows after a place, if there are more after it. */
const lastOfThousand = (rows: Sql, order: Sql): Sql =>
  sql`(select * from (select *, lead(id) over (order by ${order}) as following
    from (${rows} order by ${order} offset ${MOST} - 1 limit 2) two) l where following is not null limit 1)`

/**
 * [month, instant, id] of each sitemap of articles: it begins after the article with this instant and id, or at the start of the month. The index by first
 * publication is walked from one to the next, and nothing is sorted.
 */
const partsOfArticles: Expression = () => sql`(with recursive part (month, at, id) as (
    (select ${monthOf(sql`l.at`)}, null::timestamptz, null::uuid from (${LIVE} order by first_published_at, id limit 1) l)
    union all
    select n.month, n.at, n.id from part p, lateral (
      (select 0 as way, p.month, l.at, l.id from ${lastOfThousand(
        sql`${LIVE} and (first_published_at, id) > (coalesce(p.at, p.month), coalesce(p.id, ${NO_ID})) and first_published_at < ${nextMonth(sql`p.month`)}`,
        sql`at, id`,
      )} l)
      union all
      (select 1, ${monthOf(sql`l.at`)}, null, null from (${LIVE} and first_published_at >= ${nextMonth(sql`p.month`)} order by first_published_at, id limit 1) l)
      order by way limit 1) n
  ) select coalesce(json_agg(json_build_array(to_char(month at time zone 'UTC', 'YYYY-MM'), at, id) order by month, at nulls first, id), '[]'::json) from part)`

/** [name, id] after which each sitemap of all rows of a table begins, the first after none. */
function partsOf(table: 'topic' | 'author'): Expression {
  const rows = sql`select name, id from ${sql.table(table)}`
  return () => sql`(with recursive part (name, id) as (
      (select null::text, null::uuid where exists (${rows}))
      union all
      select l.name, l.id from part p, lateral ${lastOfThousand(
        sql`${rows} where (name, id) > (coalesce(p.name, ''), coalesce(p.id, ${NO_ID}))`,
        sql`name, id`,
      )} l
    ) select coalesce(json_agg(json_build_array(name, id) order by name nulls first, id), '[]'::json) from part)`
}

/** As lists in these orders write them. */
const cursors = {
  articles: (at: unknown, id: unknown) => encodeCursor('Query.articles firstPublishedAt ASC', [at, id]),
  topics: (name: unknown, id: unknown) => encodeCursor('Query.topics name ASC', [name, id]),
  authors: (name: unknown, id: unknown) => encodeCursor('Query.authors name ASC', [name, id]),
}

/** Site.sitemaps */
export function sitemaps(site: Site): Field {
  const at = (name: string, after: string | null) => ({
    url: `${site.feedsUrl}/sitemaps/${name}.xml${after === null ? '' : `?after=${after}`}`,
  })
  const listed = (kind: 'topics' | 'authors', parts: unknown) =>
    listOf(parts).map((part) => {
      const [name, id] = listOf(part)
      return at(kind, id === null ? null : cursors[kind](name, id))
    })
  return tagged(
    () => [LIVE_ARTICLES, TOPICS, AUTHORS, anyOf('t'), anyOf('u')],
    computedObject([partsOfArticles, partsOf('topic'), partsOf('author')], ([articles, topics, authors]) => [
      ...listOf(articles).map((part) => {
        const [month, instant, id] = listOf(part)
        return at(`articles-${textOf(month)}`, id === null ? null : cursors.articles(instant, id))
      }),
      ...listed('topics', topics),
      ...listed('authors', authors),
    ]),
  )
}
