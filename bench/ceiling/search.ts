import { markedHeadline, markedSnippet } from '../../src/search/marks.ts'
import { markedWords, parseQuery } from '../../src/search/query/query-syntax.ts'
import { COMMON, FARTHEST, MOST_RANKED, NEWEST_RANKED, PROBED } from '../../src/search/query/ranked.ts'
import type { PageHandler } from './handler.ts'
import { iso } from './teaser.ts'

interface SearchRow {
  totalCount: number
  edges: {
    rank: number
    headline: unknown
    snippet: unknown
    node: { id: string; slug: string; publishedAt: string }
  }[]
}

const marked = (text: string) =>
  `(select json_build_array(source, to_json(search_marks(s.config, source,
        case when f.words is null then (select marks from marking where config = s.config) else search_query(s.config, f.words) end)), coalesce(f.words, $2::jsonb))
    from (select ${text} as source, text_search_config(a.locale) as config offset 0) s)`

const MATCH = 's.article_id as id, s.config, s.document, s.as_written, q.query, q.written'
const FOUND = 'from queries q join live_search s on s.document @@ q.query and s.config::oid = any (q.configs)'
const NEWEST = 'order by s.published_at desc, s.article_id desc limit'
const newestOf = (source: string) =>
  `select r.id, r.config, search_rank(r.document, r.as_written, r.query, r.written), null from (select ${MATCH} ${source} ${NEWEST} ${NEWEST_RANKED}) r`
const among = (count: number) =>
  `from (select * from live_search order by published_at desc, article_id desc limit ${count}) s
   cross join lateral (select q.query, q.written from queries q where s.document @@ q.query and s.config::oid = any (q.configs) offset 0) q`

/** Matches are found and ranked once, and counted and sorted from there. Names are compared only where nothing matches. Needs pg_trgm. */
const SEARCH = `
  with asked as materialized (
    select c.config, search_query(c.config, $1) as query
    from (select distinct text_search_config(locale) as config from live_total where articles > 0) c
  ),
  queries as materialized (
    select each.query, each.configs, w.written from (select query, array_agg(config::oid) as configs from asked group by query) each
    cross join (select search_words_as_written($1) as written offset 0) w
  ),
  some_found as materialized (select ${MATCH} ${FOUND} limit ${MOST_RANKED + 1}),
  size as materialized (select count(*) > ${MOST_RANKED} as is_many from some_found),
  probe as materialized (select count(*) >= ${COMMON} as is_common ${among(PROBED)} where (select is_many from size)),
  exact as materialized (
    select r.id, r.config, search_rank(r.document, r.as_written, r.query, r.written) as rank, null::jsonb as words
    from some_found r where not (select is_many from size)
    union all
    ${newestOf(`${FOUND} where (select is_many from size) and not (select is_common from probe)`)}
    union all
    ${newestOf(`${among(FARTHEST)} where (select is_common from probe)`)}
  ),
  marking as materialized (
    select f.config, case when $1::jsonb = $2::jsonb then (select query from asked where config = f.config) else search_query(f.config, $2) end as marks
    from (select distinct config from exact) f
  ),
  words as materialized (
    select n, search_fold(lower(w)) as w from jsonb_array_elements_text($3) with ordinality as typed (w, n) where not exists (select 1 from exact)
  ),
  names as materialized (
    select * from (
      select *, row_number() over (partition by n order by likeness desc, name) as place from (
        select n, t.name, t.id as topic_id, null::uuid as author_id, word_similarity(w, search_fold(t.name)) as likeness
        from words cross join topic t where length(w) >= 4
        union all
        select n, a.name, null, a.id, word_similarity(w, search_fold(a.name)) from words cross join author a where length(w) >= 4
      ) every_name where likeness >= 0.5
    ) likely where place <= 5
  ),
  candidates as (
    select a.article_id as id, max(m.likeness)::float8 / 100 as rank, $2::jsonb || search_any_word(string_agg(m.name, ' ')) as words
    from names m cross join lateral (
      (select article_id from live_topic where topic_id = m.topic_id order by published_at desc, article_id desc limit 100)
      union all
      (select article_id from live_credit where author_id = m.author_id order by published_at desc, article_id desc limit 100)
    ) a group by a.article_id
  ),
  found as materialized (
    select id, rank, words from exact
    union all
    select c.id, c.rank, c.words from candidates c join live_search s on s.article_id = c.id
    where not exists (
      select 1 from words w
      where not exists (
        select 1 from names m where m.n = w.n and (
          exists (select 1 from live_topic lt where lt.article_id = c.id and lt.topic_id = m.topic_id)
          or exists (select 1 from live_credit lc where lc.article_id = c.id and lc.author_id = m.author_id)))
      and not coalesce(s.document @@ search_term(s.config, w.w, false), true))
  )
  select case when (select is_many from size)
      then (select count(*)::int ${FOUND})
      else (select count(*)::int from found) end as "totalCount", coalesce(json_agg(json_build_object('rank', f.rank,
      'headline', ${marked('r.headline')},
      'snippet', ${marked(`left(concat_ws(' ', r.standfirst, r.plain_text), 20000)`)},
      'node', json_build_object('id', a.id, 'slug', a.slug, 'publishedAt', a.published_at)) order by f.rank desc, f.id desc), '[]') as edges
  from (select * from found order by rank desc, id desc limit 10) f
  join article a on a.id = f.id join revision r on r.id = a.live_revision_id`

export const searchPage: PageHandler = async (ceiling, query) => {
  const parsed = parseQuery(query.get('query') ?? '')
  const plainWords = parsed.isPlain ? parsed.alternatives.flatMap((terms) => terms.map(({ text }) => text)) : []
  const values = [parsed.alternatives, markedWords(parsed), plainWords].map((value) => JSON.stringify(value))
  const row = await ceiling.row<SearchRow>({ name: 'search', text: SEARCH, values })
  const edges = (row?.edges ?? []).map(({ rank, headline, snippet, node }) => ({
    rank,
    headline: markedHeadline(headline),
    snippet: markedSnippet(snippet),
    node: { ...node, id: `article_${node.id}`, publishedAt: iso(node.publishedAt) },
  }))
  return { search: { totalCount: row?.totalCount ?? 0, edges } }
}
