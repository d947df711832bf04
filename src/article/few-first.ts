import { sql } from 'kysely'
import type { Trigrams } from '../lib/text/trigrams.ts'
import type { Argument } from '../reading/argument.ts'
import { inStoredForm, type On, whereOf } from '../reading/filter.ts'
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

/** Of the newest articles so many are looked at, to find out whether a text is common. */
const PROBED = 1000

/** If so many of them have it, the next page is found by reading the list. */
const COMMON = 20

/** What the index of trigrams can find: three letters or digits in a row. The index of pairs of characters finds everything else. */
const WORD_PART = '[[:alnum:]]{3}'

/**
 * The articles with this text in their headlines, unless there are more than FEW, or the text is common; compared without regard to upper and lower case,
 * so that it may be some more of them.
 */
function fewWithHeadline(text: Argument, planner: Planner, hasTrigrams: boolean): Sql {
  const asked = text.bind('text', inStoredForm)
  const has = (revision: string): Sql => sql`strpos(lower(${sql.ref(`${revision}.headline`)}), lower(${asked})) > 0`
  const article = planner.row('Article')
  const alias = `${article.alias}_with_headline`
  const escaped = sql`regexp_replace(lower(${asked}), '([\\\\%_])', '\\\\\\1', 'g')`
  const byTrigrams = sql`select id from revision where lower(headline) like '%' || ${escaped} || '%'`
  const byPairs = sql`select r.id from revision r where text_pairs(r.headline) @> text_pairs(${asked}) and ${has('r')}`
  const isWord = sql`${asked} ~ ${sql.lit(WORD_PART)}`
  const found = hasTrigrams ? sql`${byTrigrams} and ${isWord} union all ${byPairs} and not ${isWord}` : byPairs
  article.from = sql`(${found} offset 0) ${sql.ref(alias)} join ${article.from} on ${sql.ref(`${article.alias}.live_revision_id`)} = ${sql.ref(`${alias}.id`)}`
  const newest = sql`select live_revision_id from article where live_revision_id is not null order by published_at desc, id desc limit ${sql.lit(PROBED)}`
  const isCommon = sql`(select count(*) from (${newest}) newest join revision r on r.id = newest.live_revision_id where ${has('r')}) >= ${sql.lit(COMMON)}`
  return sql`case when ${isCommon} then null
    else array(select ${articleId(article)} ${article.source()} limit ${sql.lit(FEW + 1)}) end`
}

/**
 * Two ways to list articles with a condition on what belongs to them, or on a part of the headline: if only few match, look them up; otherwise scan the list in order.
 * PostgreSQL would decide by the average number of matches, and scan a million articles for a topic that only one of them has.
 */
export function fewFirst(
  planner: Planner,
  row: Row,
  where: Argument,
  belongings: Belongings,
  { findHeadlines }: Trigrams,
): Pick<ListSource, 'with' | 'ways'> {
  const parts = [where, ...where.at('AND').items()]
  const asked = parts.flatMap((part) => {
    const headline = part.at('headline').at('contains')
    const belonging = Object.entries(belongings).flatMap(([name, [type, on]]) => {
      const some = part.at(name).at('some')
      return some.isGiven ? [() => fewOf(type, on, some, planner)] : []
    })
    return headline.isGiven ? [...belonging, () => fewWithHeadline(headline, planner, findHeadlines)] : belonging
  })
  if (asked.length === 0) return {}
  const ids = sql`(select ids from few)::uuid[]`
  const ofEach = asked.slice(0, MAX_LOOKED_UP).map((articles) => sql`select ${articles()} as ids`)
  return {
    with: sql`few as materialized (select (select ids from (${sql.join(ofEach, sql` union all `)}) each
      where cardinality(ids) <= ${sql.lit(FEW)} order by cardinality(ids) limit 1) as ids)`,
    ways: [sql`${ids} is not null and ${articleId(row)} = any (${ids})`, sql`${ids} is null`],
  }
}
