import { sql } from 'kysely'
import { boundLocale, parseLocale } from '../article/locale.argument.ts'
import { connection } from '../reading/connection.ts'
import type { Field, Selection, Tag } from '../reading/plan.ts'
import type { Sql } from '../reading/sql.ts'
import { articleId, isDraft } from '../stage/article.rows.ts'
import { askedState } from '../stage/stage.argument.ts'
import { AUTHORS, SEARCH, searchIn, TOPICS } from '../tags/lists.ts'
import { markedHeadline, markedSnippet, SNIPPET_SOURCE } from './marks.ts'
import { marksIn, matching, rankedMatches, type SearchQuery, type Stage, searchQuery } from './query/found.ts'
import { similarNames } from './similar-names.ts'

interface Matches {
  /** The matching articles as `matches`: id, rank, and the words to mark, null for those of the query */
  readonly with: Sql
  readonly total?: Sql
}

function matchesOf(query: SearchQuery, stage: Stage, locale: Sql | null, hasTrigrams: boolean): Matches {
  const ranked = stage === 'LIVE' ? rankedMatches(query, 'exact', locale) : { with: matching(query, 'exact', stage) }
  const found = sql`select id, rank, null::jsonb as words from exact`
  const all =
    hasTrigrams && stage === 'LIVE'
      ? sql`${similarNames(query)}, matches as materialized (${found} union all select id, rank, words from similar_ones)`
      : sql`matches as materialized (${found})`
  return { ...ranked, with: sql`${ranked.with}, ${all}` }
}

/** A text with its parts that match, and the words that were marked: what `marks.ts` makes HTML of. @param words to mark, null for those of the query */
function marked(query: SearchQuery, stage: Stage, locale: Sql, text: Sql, words: Sql): Sql {
  const marks = sql`case when ${words} is null then ${marksIn(sql`s.config`, 'exact', stage)} else search_query(s.config, ${words}) end`
  return sql`(select json_build_array(source, to_json(search_marks(s.config, source, ${marks})), coalesce(${words}, ${query.marked}))
    from (select ${text} as source, text_search_config(${locale}) as config offset 0) s)`
}

function searchTag(selection: Selection): Tag {
  return selection.argument('locale').isGiven ? searchIn(selection, ({ locale }) => parseLocale(locale)) : SEARCH
}

export function search(hasTrigrams: boolean): Field {
  return connection(
    'Article',
    // Names that are like a word are looked for among all topics and authors.
    (selection) => [searchTag(selection), TOPICS, AUTHORS],
    (selection, row) => {
      const alias = `${row.alias}_found`
      const at = (name: string) => sql.ref(`${alias}.${name}`)
      // OFFSET 0: each is looked up by its id. PostgreSQL cannot know how few they are, and would read an index of all articles.
      row.from = sql`matches as ${sql.ref(alias)} cross join lateral (select * from article where id = ${at('id')} offset 0) ${sql.ref(row.alias)}`
      const locale = sql.ref(`${row.alias}.locale`)
      const language = selection.argument('locale')
      const asked = language.isGiven ? boundLocale(language) : null
      if (asked) row.conditions.push(sql`${locale} = ${asked}`)
      const stage = isDraft(row) ? 'DRAFT' : 'LIVE'
      if (stage === 'DRAFT') row.conditions.push(sql`${sql.ref(`${row.alias}.status`)} <> 'TRASHED'`)
      const ofRevision = (name: string) => sql.ref(`${row.joined('revision')}.${name}`)
      const passage = () =>
        sql`left(concat_ws(' ', ${ofRevision('standfirst')}, ${ofRevision('plain_text')}), ${sql.lit(SNIPPET_SOURCE)})`
      const query = searchQuery(selection.argument('query'), 'query')
      const markedIn = (text: Sql) => marked(query, stage, locale, text, at('words'))
      return {
        ...matchesOf(query, stage, asked, hasTrigrams),
        order: 'rank',
        direction: 'DESC',
        by: [
          { value: at('rank'), type: 'float8' },
          { value: articleId(row), type: 'uuid' },
        ],
        edge: {
          rank: { value: () => at('rank') },
          headline: { value: () => markedIn(ofRevision('headline')), finish: markedHeadline },
          snippet: { value: () => markedIn(passage()), finish: markedSnippet },
        },
      }
    },
    askedState,
  )
}
