import { sql } from 'kysely'
import type { Sql } from '../reading/sql.ts'
import type { SearchQuery } from './query/found.ts'

// How like a name a word must be (pg_trgm's word_similarity): lower finds strangers, higher misses "Khouri" for "Khoury".
const LIKENESS = 0.5
const NAMES = 5
const NEWEST_PER_NAME = 100
const SHORTEST = 4

interface SimilarOptions {
  /** Whether nothing matches as typed */
  readonly isNeeded: Sql
  /** Whether an article `c` with its document `s` is wanted */
  readonly isWanted: Sql
  /** Further columns */
  readonly columns: Sql
}

/**
 * Articles of topics and authors whose names are like words of the query, for when nothing matches as typed: the CTE `similar_ones`.
 * Every word of the query must be like a name of the article, or match it, unless it is a stop word. They rank by likeness below what a match would get, and are
 * highlighted by the names that were meant.
 */
export function similarNames(
  { plainWords, marked }: SearchQuery,
  { isNeeded, isWanted, columns }: SimilarOptions,
): Sql {
  return sql`
    words as materialized (
      select n, search_fold(lower(w)) as w from jsonb_array_elements_text(${plainWords}) with ordinality as typed (w, n) where ${isNeeded}
    ),
    names as materialized (
      select * from (
        select *, row_number() over (partition by n order by likeness desc, name) as place from (
          select n, t.name, t.id as topic_id, null::uuid as author_id, word_similarity(w, search_fold(t.name)) as likeness
          from words cross join (select id, name from topic union all select topic_id, name from topic_translation) t where length(w) >= ${sql.lit(SHORTEST)}
          union all
          select n, a.name, null, a.id, word_similarity(w, search_fold(a.name))
          from words cross join (select id, name from author union all select author_id, name from author_translation) a where length(w) >= ${sql.lit(SHORTEST)}
        ) every_name where likeness >= ${sql.lit(LIKENESS)}
      ) likely where place <= ${sql.lit(NAMES)}
    ),
    candidates as (
      select a.article_id as id, max(m.likeness)::float8 / 100 as rank, ${marked} || search_any_word(string_agg(m.name, ' ')) as words
      from names m cross join lateral (
        (select article_id from live_topic where topic_id = m.topic_id order by published_at desc, article_id desc limit ${sql.lit(NEWEST_PER_NAME)})
        union all
        (select article_id from live_credit where author_id = m.author_id order by published_at desc, article_id desc limit ${sql.lit(NEWEST_PER_NAME)})
      ) a group by a.article_id
    ),
    similar_ones as (
      select c.id, c.rank, c.words${columns} from candidates c join live_search s on s.article_id = c.id
      where ${isWanted} and not exists (
        select 1 from words w
        where not exists (
          select 1 from names m where m.n = w.n and (
            exists (select 1 from live_topic lt where lt.article_id = c.id and lt.topic_id = m.topic_id)
            or exists (select 1 from live_credit lc where lc.article_id = c.id and lc.author_id = m.author_id)))
        and not coalesce(s.document @@ search_term(s.config, w.w, false), true))
    )`
}
