import { sql } from 'kysely'
import { textOf } from '../lib/json.ts'
import type { Argument } from '../reading/argument.ts'
import type { Row } from '../reading/plan.ts'
import type { Sql } from '../reading/sql.ts'
import { searchWords } from '../search/search-words.ts'

const TEXTS = ['headline', 'alt_text', 'description', 'credit', 'creator', 'copyright_holder']

/** The expression that the index image_search is over. */
function document({ alias }: Row): Sql {
  return sql`image_document(${sql.join(TEXTS.map((name) => sql.ref(`${alias}.${name}`)))})`
}

/** Whether the last word may be incomplete: not if it is quoted or excluded. */
function endsInWord(words: unknown): boolean {
  const text = textOf(words)
  const isQuoted = text.split('"').length % 2 === 0
  return !isQuoted && /(?:^|\s)[^\s"-][^\s"]*$/u.test(text)
}

/**
 * Whether an image has the words. websearch_to_tsquery accepts everything that people type, but no prefixes: so the mark of a prefix is
 * appended to its result.
 */
export function isFound(row: Row, search: Argument): Sql {
  const query = sql`websearch_to_tsquery('simple', ${search.bind('text', searchWords('search'))})::text`
  const isBegun = sql`${search.bind('boolean', endsInWord)} and ${query} like '%'''`
  return sql`${document(row)} @@ (case when ${isBegun} then ${query} || ':*' else ${query} end)::tsquery`
}
