import { sql } from 'kysely'
import { parseLocale } from '../language/locale.argument.ts'
import { connection } from '../reading/connection.ts'
import type { Field, Row, TagsOf } from '../reading/plan.ts'
import type { Sql } from '../reading/sql.ts'
import { isDraft } from '../stage/article.rows.ts'
import { tagsOfList } from '../stage/article-list.tags.ts'
import { askedState } from '../stage/stage.argument.ts'
import { AUTHORS, LIVE_ARTICLES, SEARCH, searchIn, TOPICS } from '../tags/lists.ts'
import { markedHeadline, markedSnippet, SNIPPET_SOURCE } from './marks.ts'
import { draftMatches, EXACT, liveMatches } from './matches.ts'
import { marksIn, type SearchQuery, searchQuery } from './query/found.ts'

/**
 * What reads a text with its words that match, and the words that were marked: `marks.ts` makes HTML of it. The words are found for all texts of a match together,
 * because each search for them costs more than to read the texts.
 *
 * @param words to mark, null for those of the query
 */
function marker(query: SearchQuery, row: Row, words: Sql): (text: Sql) => Sql {
  const texts: Sql[] = []
  const join = (alias: string): Sql => {
    const names = texts.map((_text, place) => sql.ref(`s.text_${place}`))
    const marks = sql`case when ${words} is null then ${marksIn(sql`s.config`, EXACT)} else search_query(s.config, ${words}) end`
    const read = texts.map((text, place) => sql`${text} as ${sql.ref(`text_${place}`)}`)
    return sql`cross join lateral (select ${sql.join(names)}, search_marks(s.config, concat_ws(E'\n', ${sql.join(names)}), ${marks}) as words
      from (select ${sql.join(read)}, text_search_config(${sql.ref(`${row.alias}.locale`)}) as config offset 0) s offset 0) ${sql.ref(alias)}`
  }
  return (text) => {
    const name = `text_${texts.push(text) - 1}`
    const marked = row.share('marked', join)
    const at = (column: string) => sql.ref(`${marked}.${column}`)
    return sql`json_build_array(${at(name)}, to_json(${at('words')}), coalesce(${words}, ${query.marked}))`
  }
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
      const marked = marker(query, row, at('words'))
      return {
        ...matches.source,
        edge: {
          rank: { value: () => matches.rank },
          headline: { value: () => marked(ofRevision('headline')), finish: markedHeadline },
          snippet: { value: () => marked(passage()), finish: markedSnippet },
        },
      }
    },
    askedState,
  )
}
