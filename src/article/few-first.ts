import { sql } from 'kysely'
import type { Argument } from '../reading/argument.ts'
import { type On, whereOf } from '../reading/filter.ts'
import type { ListSource } from '../reading/list-source.ts'
import type { Planner, Row } from '../reading/plan.ts'
import type { Sql } from '../reading/sql.ts'
import { articleId } from '../stage/article.rows.ts'

/** Below so many, articles are looked up one by one and put into order. Above, so many stand in the list that it need not be walked far. */
const FEW = 1000

/** Of so many conditions the articles are looked up. Each costs a search of its own, and the first ones are rarely all common. */
const MAX_LOOKED_UP = 4

/** What belongs to articles and is few on each, by the name of its filter. */
export type Belongings = Readonly<Record<string, readonly [type: string, on: On]>>

/**
 * The articles that match `some`, unless there are more than FEW: then FEW + 1 of them. OFFSET 0 makes PostgreSQL look up the matching
 * objects first; if it saw the limit, it would scan articles until it had found enough of them.
 */
function fewOf(type: string, on: On, some: Argument, planner: Planner): Sql {
  const article = planner.row('Article')
  const thing = planner.row(type)
  thing.conditions.push(whereOf(thing, some, planner))
  const things = sql`(select ${sql.ref(thing.alias)}.* ${thing.source()} offset 0) ${sql.ref(thing.alias)}`
  article.from = sql`${things} join ${article.from} on ${on(article, thing)}`
  return sql`array(select ${articleId(article)} ${article.source()} limit ${sql.lit(FEW + 1)})`
}

/**
 * Two ways to list articles with a condition on what belongs to them: if only few match, look them up; otherwise scan the list in order.
 * PostgreSQL would decide by the average number of matches, and scan a million articles for a topic that only one of them has.
 */
export function fewFirst(
  planner: Planner,
  row: Row,
  where: Argument,
  belongings: Belongings,
): Pick<ListSource, 'with' | 'ways'> {
  const parts = [where, ...where.at('AND').items()]
  const asked = parts.flatMap((part) =>
    Object.entries(belongings).flatMap(([name, [type, on]]) => {
      const some = part.at(name).at('some')
      return some.isGiven ? [() => fewOf(type, on, some, planner)] : []
    }),
  )
  if (asked.length === 0) return {}
  const ids = sql`(select ids from few)::uuid[]`
  const ofEach = asked.slice(0, MAX_LOOKED_UP).map((articles) => sql`select ${articles()} as ids`)
  return {
    with: sql`few as materialized (select (select ids from (${sql.join(ofEach, sql` union all `)}) each
      where cardinality(ids) <= ${sql.lit(FEW)} order by cardinality(ids) limit 1) as ids)`,
    ways: [sql`${ids} is not null and ${articleId(row)} = any (${ids})`, sql`${ids} is null`],
  }
}
