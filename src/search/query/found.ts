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

type Stage = 'LIVE' | 'DRAFT'

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
 * Which articles match, as CTEs: the last one is `name`, with id and rank. One index look-up for each language.
 * @param stage LIVE: live revisions; DRAFT: the latest ones, live or not
 */
export function matching(query: SearchQuery, name: string, stage: Stage): Sql {
  const part = (documents: Documents) => {
    const languages = languagesOf(name, documents)
    return {
      asked: sql`${languages} as materialized (
        select c.config, ${asked(query, documents)} as query, search_words_as_written(${query.alternatives}) as written,
          search_query(c.config, ${query.marked}) as marks
        from (${CONFIGS[documents]}) c)`,
      found: sql`select s.article_id as id, search_rank(s.document, s.as_written, l.query, l.written) as rank
        from ${languages} l join ${sql.table(documents)} s on s.document @@ l.query and s.config = l.config`,
    }
  }
  const [live, draft] = [part('live_search'), part('draft_search')]
  if (stage === 'LIVE') return sql`${live.asked}, ${sql.ref(name)} as (${live.found})`
  return sql`${live.asked}, ${draft.asked}, ${sql.ref(name)} as (
    ${draft.found}
    union all
    ${live.found} join article a on a.id = s.article_id and a.latest_revision_id = a.live_revision_id)`
}
