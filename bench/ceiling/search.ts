import { highlightHtml, START, STOP } from '../../src/lib/highlight.ts'
import type { PageHandler } from './handler.ts'
import { iso } from './teaser.ts'

interface SearchRow {
  totalCount: number
  edges: { rank: number; headline: string; snippet: string; node: { id: string; slug: string; publishedAt: string } }[]
}

const marked = (
  text: string,
  options: string,
) => `ts_headline(text_search_config(a.locale), translate(${text}, '${START}${STOP}', ''),
  websearch_to_tsquery(text_search_config(a.locale), f.words), 'StartSel=${START},StopSel=${STOP},${options}')`

/** Matches are found and ranked once, and counted and sorted from there. Names are compared only where nothing matches. Needs pg_trgm. */
const SEARCH = `
  with exact as materialized (
    select s.article_id as id, ts_rank(s.document, q, 1)::float8 as rank, $1 as words
    from (select distinct text_search_config(locale) as config from live_total where articles > 0) c
    cross join lateral websearch_to_tsquery(c.config, $1) q join live_search s on s.document @@ q and s.config = c.config
  ),
  words as (select w from regexp_split_to_table(lower($1), '[^[:alnum:]]+') w where length(w) > 3 and not exists (select 1 from exact)),
  names as (
    select name, topic_id, author_id, likeness from (
      select t.name, t.id as topic_id, null::uuid as author_id, max(word_similarity(w, t.name)) as likeness from words cross join topic t group by t.id
      union all
      select a.name, null, a.id, max(word_similarity(w, a.name)) from words cross join author a group by a.id
    ) n where likeness >= 0.5 order by likeness desc, name limit 5
  ),
  found as materialized (
    select id, rank, words from exact
    union all
    select distinct on (a.article_id) a.article_id, n.likeness::float8 / 100, n.name from names n cross join lateral (
      (select article_id from live_topic where topic_id = n.topic_id order by published_at desc, article_id desc limit 100)
      union all
      (select article_id from live_credit where author_id = n.author_id order by published_at desc, article_id desc limit 100)
    ) a order by 1, 2 desc, 3
  )
  select (select count(*)::int from found) as "totalCount", coalesce(json_agg(json_build_object('rank', f.rank,
      'headline', ${marked('r.headline', 'HighlightAll=true')},
      'snippet', ${marked(`left(concat_ws(' ', r.standfirst, r.plain_text), 20000)`, 'MaxFragments=1,MaxWords=35,MinWords=15')},
      'node', json_build_object('id', a.id, 'slug', a.slug, 'publishedAt', a.published_at)) order by f.rank desc, f.id desc), '[]') as edges
  from (select * from found order by rank desc, id desc limit 10) f
  join article a on a.id = f.id join revision r on r.id = a.live_revision_id`

export const searchPage: PageHandler = async (ceiling, query) => {
  const row = await ceiling.row<SearchRow>({ name: 'search', text: SEARCH, values: [query.get('query') ?? ''] })
  const edges = (row?.edges ?? []).map(({ rank, headline, snippet, node }) => ({
    rank,
    headline: highlightHtml(headline),
    snippet: highlightHtml(snippet),
    node: { ...node, id: `article_${node.id}`, publishedAt: iso(node.publishedAt) },
  }))
  return { search: { totalCount: row?.totalCount ?? 0, edges } }
}
