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

/**
 * The query in the language of each configuration `c`. Documents of an earlier form have the words as they were made then, until they are written again: only
 * then is `search_either` called, which takes longer than all else here.
 */
function queriesIn(configs: Sql, { alternatives, typed }: SearchQuery, documents: Documents): Sql {
  const made = sql`search_query(c.config, ${alternatives})`
  if (documents === 'draft_search') return sql`select c.config, ${made} as query from (${configs}) c`
  const either = sql`search_either(q.query, websearch_to_tsquery(c.config, ${typed}))`
  return sql`select c.config, case when exists (select 1 from outdated_document) then ${either} else q.query end as query
    from (${configs}) c cross join lateral (select ${made} as query offset 0) q`
}

type Stage = 'LIVE' | 'DRAFT'

/** The CTE of the languages of some documents, with the query in each of them. */
export const languagesOf = (name: string, documents: Documents): Sql => sql.ref(`${name}_${documents}`)

/** The CTE of the words to mark in texts of each language that something was found in. */
const marksOf = (name: string): Sql => sql.ref(`${name}_marks`)

/** What `marking` marks in a text of this configuration. */
export function marksIn(config: Sql, name: string): Sql {
  return sql`(select marks from ${marksOf(name)} m where m.config = ${config})`
}

/** A CTE for `marksIn`. Of one word it is the query, which need not be made again. @param texts rows with the configurations of what is to be marked */
export function marking({ alternatives, marked }: SearchQuery, name: string, stage: Stage, texts: Sql): Sql {
  const made = (documents: Documents) =>
    sql`(select query from ${languagesOf(name, documents)} l where l.config = f.config)`
  const query = stage === 'LIVE' ? made('live_search') : sql`coalesce(${made('draft_search')}, ${made('live_search')})`
  return sql`${marksOf(name)} as materialized (
    select f.config, case when ${marked} = ${alternatives} then ${query} else search_query(f.config, ${marked}) end as marks
    from (select distinct config from ${texts}) f)`
}

/** Documents that match, as CTEs and what reads them. */
interface Part {
  /** The CTEs that `from` reads */
  readonly asked: Sql
  /** The documents, with `l`, the query in their language: by the index */
  readonly from: Sql
  /** The same of some documents, which are looked at one after the other, in their order */
  readonly among: (documents: Sql) => Sql
}

/** How well a document matches a query. @param s what has the document @param l what has the query */
export const rankOf = (s: string, l: string): Sql =>
  sql`search_rank(${sql.ref(`${s}.document`)}, ${sql.ref(`${s}.as_written`)}, ${sql.ref(`${l}.query`)}, ${sql.ref(`${l}.written`)})`

interface PartOptions {
  /** The alias of the documents */
  readonly as?: string
  /** The only configuration to look in; null: each that there is */
  readonly config?: Sql | null
}

export function part(
  query: SearchQuery,
  name: string,
  documents: Documents,
  { as = 's', config = null }: PartOptions = {},
): Part {
  const languages = languagesOf(name, documents)
  const queries = sql.ref(`${name}_${documents}_queries`)
  const configs = config ? sql`select ${config} as config` : CONFIGS[documents]
  const isMatch = sql`${sql.ref(`${as}.document`)} @@ l.query and ${sql.ref(`${as}.config`)}::oid = any (l.configs)`
  return {
    asked: sql`${languages} as materialized (${queriesIn(configs, query, documents)}),
      ${queries} as materialized (
        select each.query, each.configs, w.written
        from (select query, array_agg(config::oid) as configs from ${languages} group by query) each
        cross join (select search_words_as_written(${query.alternatives}) as written offset 0) w)`,
    // Most words have one form in several languages: the index is asked once for each form.
    from: sql`${queries} l join ${sql.table(documents)} ${sql.ref(as)} on ${isMatch}`,
    among: (some) => sql`${some} ${sql.ref(as)}
      cross join lateral (select l.query, l.written from ${queries} l where ${isMatch} offset 0) l`,
  }
}

/**
 * Which articles match, as CTEs: the last one is `name`, with id, config and rank.
 * @param stage LIVE: live revisions; DRAFT: the latest ones, live or not
 */
export function matching(query: SearchQuery, name: string, stage: Stage): Sql {
  const [live, draft] = [part(query, name, 'live_search'), part(query, name, 'draft_search')]
  const ranked = ({ from }: Part) => sql`select s.article_id as id, s.config, ${rankOf('s', 'l')} as rank from ${from}`
  if (stage === 'LIVE') return sql`${live.asked}, ${sql.ref(name)} as (${ranked(live)})`
  return sql`${live.asked}, ${draft.asked}, ${sql.ref(name)} as (
    ${ranked(draft)}
    union all
    ${ranked(live)} join article a on a.id = s.article_id and a.latest_revision_id = a.live_revision_id)`
}
