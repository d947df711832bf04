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

/** Whether somebody may still be writing the last word: not where it is quoted or must not occur. */
function endsInWord(words: unknown): boolean {
  const text = textOf(words)
  const isQuoted = text.split('"').length % 2 === 0
  return !isQuoted && /(?:^|\s)[^\s"-][^\s"]*$/u.test(text)
}

/**
 * Whether an image has the words. websearch_to_tsquery takes whatever people type; a prefix it does not know, so the mark of one is set behind
 * the last word of what it gives.
 */
export function isFound(row: Row, search: Argument): Sql {
  const query = sql`websearch_to_tsquery('simple', ${search.bind('text', searchWords('search'))})::text`
  const isBegun = sql`${search.bind('boolean', endsInWord)} and ${query} like '%'''`
  return sql`${document(row)} @@ (case when ${isBegun} then ${query} || ':*' else ${query} end)::tsquery`
}
