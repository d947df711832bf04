import { sql } from 'kysely'
import { parseLocale } from '../language/locale.argument.ts'
import { connection } from '../reading/connection.ts'
import type { Field, TagsOf } from '../reading/plan.ts'
import type { Sql } from '../reading/sql.ts'
import { isDraft } from '../stage/article.rows.ts'
import { tagsOfList } from '../stage/article-list.tags.ts'
import { askedState } from '../stage/stage.argument.ts'
import { AUTHORS, LIVE_ARTICLES, SEARCH, searchIn, TOPICS } from '../tags/lists.ts'
import { markedHeadline, markedSnippet, SNIPPET_SOURCE } from './marks.ts'
import { draftMatches, EXACT, liveMatches } from './matches.ts'
import { marksIn, type SearchQuery, searchQuery } from './query/found.ts'

/** A text with its parts that match, and the words that were marked: what `marks.ts` makes HTML of. @param words to mark, null for those of the query */
function marked(query: SearchQuery, locale: Sql, text: Sql, words: Sql): Sql {
  const marks = sql`case when ${words} is null then ${marksIn(sql`s.config`, EXACT)} else search_query(s.config, ${words}) end`
  return sql`(select json_build_array(source, to_json(search_marks(s.config, source, ${marks})), coalesce(${words}, ${query.marked}))
    from (select ${text} as source, text_search_config(${locale}) as config offset 0) s)`
}

/** What a search depends on. Names that are like a word are looked for among all topics and authors. */
const tagsOfSearch: TagsOf = (selection) => {
  const [order] = selection.argument('orderBy').parts()
  return [
    selection.argument('locale').isGiven ? searchIn(selection, ({ locale }) => parseLocale(locale)) : SEARCH,
    TOPICS,
    AUTHORS,
    ...(order?.[0] === 'publishedAt' ? [LIVE_ARTICLES] : []),
    ...(selection.argument('where').isGiven ? tagsOfList(selection) : []),
  ]
}

export function search(hasTrigrams: boolean): Field {
  return connection(
    'Article',
    tagsOfSearch,
    (selection, row) => {
      const query = searchQuery(selection.argument('query'), 'query')
      const matches = isDraft(row)
        ? draftMatches(selection, row, query)
        : liveMatches(selection, row, query, hasTrigrams)
      const { at } = matches
      const ofRevision = (name: string) => sql.ref(`${row.joined('revision')}.${name}`)
      const passage = () =>
        sql`left(concat_ws(' ', ${ofRevision('standfirst')}, ${ofRevision('plain_text')}), ${sql.lit(SNIPPET_SOURCE)})`
      const markedIn = (text: Sql) => marked(query, sql.ref(`${row.alias}.locale`), text, at('words'))
      return {
        ...matches.source,
        edge: {
          rank: { value: () => matches.rank },
          headline: { value: () => markedIn(ofRevision('headline')), finish: markedHeadline },
          snippet: { value: () => markedIn(passage()), finish: markedSnippet },
        },
      }
    },
    askedState,
  )
}
