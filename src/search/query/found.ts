import { sql } from 'kysely'
import type { Argument } from '../../reading/argument.ts'
import type { Sql } from '../../reading/sql.ts'
import { markedWords, parseQuery, withLastBegun } from './query-syntax.ts'
import { searchWords } from './search-words.ts'

/** Where documents are: of live revisions, or of the latest ones that are not live. */
type Documents = 'live_search' | 'draft_search'

/** A search argument as the statements need it. */
export interface SearchQuery {
  /** What search_query takes */
  readonly alternatives: Sql
  /** The same of the words to mark */
  readonly marked: Sql
  /** The words of a plain query, of which names may be misspelt; empty for another one */
  readonly plainWords: Sql
  /** As it was typed */
  readonly typed: Sql
}

export function searchQuery(argument: Argument, name: string): SearchQuery {
  const clean = searchWords(name)
  const json = (value: (words: string) => unknown) =>
    argument.bind('jsonb', (typed) => JSON.stringify(value(clean(typed))))
  return {
    alternatives: json((words) => parseQuery(words).alternatives),
    marked: json((words) => markedWords(parseQuery(words))),
    plainWords: json((words) => plainWords(words)),
    typed: argument.bind('text', clean),
  }
}

function plainWords(words: string): string[] {
  const { alternatives, isPlain } = parseQuery(words)
  return isPlain ? alternatives.flatMap((terms) => terms.map(({ text }) => text)) : []
}

/** What finds the words of the argument, the last of which may be incomplete, in texts of any language. */
export function begunQuery(argument: Argument, name: string): Sql {
  const clean = searchWords(name)
  const alternatives = argument.bind('jsonb', (typed) => JSON.stringify(withLastBegun(clean(typed))))
  return sql`search_query('pg_catalog.simple', ${alternatives})`
}

/** The configurations that documents are in. A few of many rows: each is one step in an index. */
const CONFIGS: Readonly<Record<Documents, Sql>> = {
  live_search: sql`select distinct text_search_config(locale) as config from live_total where articles > 0`,
  draft_search: sql`with recursive c as (
      (select config from draft_search order by config limit 1)
      union all
      select (select d.config from draft_search d where d.config > c.config order by d.config limit 1) from c where c.config is not null)
    select config from c where config is not null`,
}

/** Documents of an earlier form have the words as they were made then, until they are written again. */
function asked({ alternatives, typed }: SearchQuery, documents: Documents): Sql {
  const query = sql`search_query(c.config, ${alternatives})`
  return documents === 'draft_search'
    ? query
    : sql`search_either(${query}, case when exists (select 1 from outdated_document) then websearch_to_tsquery(c.config, ${typed}) end)`
}

export type Stage = 'LIVE' | 'DRAFT'

/** The CTE of the languages of some documents: with the query in each of them, which a text is not to make again. */
function languagesOf(name: string, documents: Documents): Sql {
  return sql.ref(`${name}_${documents}`)
}

/** What `matching` marks in a text of this configuration. */
export function marksIn(config: Sql, name: string, stage: Stage): Sql {
  const of = (documents: Documents) =>
    sql`(select marks from ${languagesOf(name, documents)} l where l.config = ${config})`
  return stage === 'LIVE' ? of('live_search') : sql`coalesce(${of('draft_search')}, ${of('live_search')})`
}

/**
 * Which articles match, as CTEs: the last one is `name`, with id and rank.
 * @param stage LIVE: live revisions; DRAFT: the latest ones, live or not
 */
export function matching(query: SearchQuery, name: string, stage: Stage): Sql {
  const [live, draft] = [part(query, name, 'live_search'), part(query, name, 'draft_search')]
  const ranked = ({ rank, from }: Part) => sql`select s.article_id as id, ${rank} as rank from ${from}`
  if (stage === 'LIVE') return sql`${live.asked}, ${sql.ref(name)} as (${ranked(live)})`
  return sql`${live.asked}, ${draft.asked}, ${sql.ref(name)} as (
    ${ranked(draft)}
    union all
    ${ranked(live)} join article a on a.id = s.article_id and a.latest_revision_id = a.live_revision_id)`
}

interface Part {
  /** The CTE of the languages */
  readonly asked: Sql
  readonly rank: Sql
  readonly from: Sql
}

/** @param config the only one to look in; null: each that there is */
function part(query: SearchQuery, name: string, documents: Documents, config: Sql | null = null): Part {
  const languages = languagesOf(name, documents)
  const queries = sql.ref(`${name}_${documents}_queries`)
  const configs = config ? sql`select ${config} as config` : CONFIGS[documents]
  return {
    asked: sql`${languages} as materialized (
        select c.config, ${asked(query, documents)} as query, search_query(c.config, ${query.marked}) as marks from (${configs}) c),
      ${queries} as materialized (
        select query, array_agg(config::oid) as configs, search_words_as_written(${query.alternatives}) as written from ${languages} group by query)`,
    rank: sql`search_rank(s.document, s.as_written, l.query, l.written)`,
    // Most words have one form in several languages: the index is asked once for each form.
    from: sql`${queries} l join ${sql.table(documents)} s on s.document @@ l.query and s.config::oid = any (l.configs)`,
  }
}

/** Of more matches than this only the newest are ranked: to rank half of a million articles takes seconds. */
export const MOST_RANKED = 10_000
export const NEWEST_RANKED = 2000

export interface RankedMatches {
  /** CTEs, the last of which is `name`, with id and rank */
  readonly with: Sql
  /** How many live articles match, ranked or not */
  readonly total: Sql
}

/**
 * The matches among live articles that a list can show, the best first. If there are more than MOST_RANKED, these are the NEWEST_RANKED newest, which are
 * found by going through the articles from the newest on: of so common words there are enough.
 * @param locale the only one to look in, or null
 */
export function rankedMatches(query: SearchQuery, name: string, locale: Sql | null): RankedMatches {
  const { asked, rank, from } = part(query, name, 'live_search', locale && sql`text_search_config(${locale})`)
  const some = sql.ref(`${name}_some`)
  const isMany = sql`(select count(*) from ${some}) > ${sql.lit(MOST_RANKED)}`
  const inLocale = (article: string) => (locale ? sql`${sql.ref(`${article}.locale`)} = ${locale}` : sql`true`)
  const article = locale ? sql`join article a on a.id = s.article_id and ${inLocale('a')}` : sql``
  const shown = locale
    ? sql`(select count(*)::int from matches m join article c on c.id = m.id and ${inLocale('c')})`
    : sql`(select count(*)::int from matches)`
  return {
    with: sql`${asked},
      ${some} as materialized (
        select s.article_id as id, ${rank} as rank from ${from} ${article} limit ${sql.lit(MOST_RANKED + 1)}),
      ${sql.ref(name)} as (
        select id, rank from ${some} where not ${isMany}
        union all
        select newest.* from (
          select a.id, m.rank from (
            select id from article b where live_revision_id is not null and ${inLocale('b')} and ${isMany} order by published_at desc, id desc) a
          cross join lateral (select ${rank} as rank from ${from} where s.article_id = a.id offset 0) m
          limit ${sql.lit(NEWEST_RANKED)}) newest)`,
    total: sql`case when ${isMany} then (select count(*)::int from ${from} ${article}) else ${shown} end`,
  }
}
