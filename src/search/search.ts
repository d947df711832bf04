import { sql } from 'kysely'
import { boundLocale } from '../article/locale.argument.ts'
import { highlightHtml, START, STOP } from '../lib/highlight.ts'
import { textOf } from '../lib/json.ts'
import { connection } from '../reading/connection.ts'
import type { Field, Selection } from '../reading/plan.ts'
import type { Sql } from '../reading/sql.ts'
import { articleId } from '../stage/article.rows.ts'
import { searchWords } from './search-words.ts'

// How like a name a word must be (pg_trgm's word_similarity): lower finds strangers, higher misses "Khouri" for "Khoury".
const LIKENESS = 0.5
const NAMES = 5
const NEWEST_PER_NAME = 100

/**
 * Articles of topics and authors whose names are like a word of the query, for when nothing matches as typed. They rank by likeness below
 * what a match would get, and are highlighted by the name that was meant.
 */
function similarNames(words: Sql): Sql {
  return sql`
    words as (
      select w from regexp_split_to_table(lower(${words}), '[^[:alnum:]]+') w where length(w) > 3 and not exists (select 1 from exact)
    ),
    names as (
      select name, topic_id, author_id, likeness from (
        select t.name, t.id as topic_id, null::uuid as author_id, max(word_similarity(w, t.name)) as likeness
        from words cross join topic t group by t.id
        union all
        select a.name, null, a.id, max(word_similarity(w, a.name)) from words cross join author a group by a.id
      ) n where likeness >= ${sql.lit(LIKENESS)} order by likeness desc, name limit ${sql.lit(NAMES)}
    ),
    similar_ones as (
      select distinct on (a.article_id) a.article_id as id, n.likeness::float8 / 100 as rank, n.name as words
      from names n cross join lateral (
        (select article_id from live_topic where topic_id = n.topic_id order by published_at desc, article_id desc limit ${sql.lit(NEWEST_PER_NAME)})
        union all
        (select article_id from live_credit where author_id = n.author_id order by published_at desc, article_id desc limit ${sql.lit(NEWEST_PER_NAME)})
      ) a order by a.article_id, n.likeness desc, n.name
    )`
}

/** The matching articles as `matches`: id, rank, and the words that they match. One index look-up for each language that is live. */
function matches(selection: Selection, hasTrigrams: boolean): Sql {
  const words = selection.argument('query').bind('text', searchWords('query'))
  const exact = sql`
    configs as (select distinct text_search_config(locale) as config from live_total where articles > 0),
    exact as (
      select s.article_id as id, ts_rank(s.document, q, 1)::float8 as rank, ${words} as words
      from configs c cross join lateral websearch_to_tsquery(c.config, ${words}) q
      join live_search s on s.document @@ q and s.config = c.config
    )`
  return hasTrigrams
    ? sql`${exact}, ${similarNames(words)}, matches as (select * from exact union all select * from similar_ones)`
    : sql`${exact}, matches as (select * from exact)`
}

/** ts_headline with marks that HTML does not know; the text's own are taken out, so that only PostgreSQL sets them. */
function marked(locale: Sql, text: Sql, words: Sql, options: string): Sql {
  const config = sql`text_search_config(${locale})`
  const clean = sql`translate(${text}, ${sql.lit(START + STOP)}, '')`
  const marks = sql.lit(`StartSel=${START},StopSel=${STOP},${options}`)
  return sql`ts_headline(${config}, ${clean}, websearch_to_tsquery(${config}, ${words}), ${marks})`
}

const toHtml = (value: unknown): string => highlightHtml(textOf(value))

// ts_headline parses all it is given; a passage is looked for in this many characters.
const SNIPPET_SOURCE = 20_000

export function search(hasTrigrams: boolean): Field {
  return connection('Article', (selection, row) => {
    const alias = `${row.alias}_found`
    const at = (name: string) => sql.ref(`${alias}.${name}`)
    row.from = sql`matches as ${sql.ref(alias)} join article ${sql.ref(row.alias)} on ${articleId(row)} = ${at('id')}`
    const locale = sql.ref(`${row.alias}.locale`)
    const language = selection.argument('locale')
    if (language.isGiven) row.conditions.push(sql`${locale} = ${boundLocale(language)}`)
    const ofRevision = (name: string) => sql.ref(`${row.joined('revision')}.${name}`)
    const passage = () =>
      sql`left(concat_ws(' ', ${ofRevision('standfirst')}, ${ofRevision('plain_text')}), ${sql.lit(SNIPPET_SOURCE)})`
    return {
      with: matches(selection, hasTrigrams),
      // Only what is live can be searched.
      ...(language.isGiven ? {} : { total: sql`(select count(*)::int from matches)` }),
      order: 'rank',
      direction: 'DESC',
      by: [
        { value: at('rank'), type: 'float8' },
        { value: articleId(row), type: 'uuid' },
      ],
      edge: {
        rank: { value: () => at('rank') },
        headline: {
          value: () => marked(locale, ofRevision('headline'), at('words'), 'HighlightAll=true'),
          finish: toHtml,
        },
        snippet: {
          value: () => marked(locale, passage(), at('words'), 'MaxFragments=1,MaxWords=35,MinWords=15'),
          finish: toHtml,
        },
      },
    }
  })
}
