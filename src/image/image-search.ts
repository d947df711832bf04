import { sql } from 'kysely'
import type { Argument } from '../reading/argument.ts'
import type { Row } from '../reading/plan.ts'
import type { Sql } from '../reading/sql.ts'
import { begunQuery } from '../search/query/found.ts'

const TEXTS = [
  'headline',
  'alt_text',
  'description',
  'credit',
  'creator',
  'copyright_holder',
  'city',
  'country',
  'keywords',
]

/** The expression that the index image_search is over. */
function document({ alias }: Row): Sql {
  return sql`image_words(${sql.join(TEXTS.map((name) => sql.ref(`${alias}.${name}`)))})`
}

/** Whether an image has the words, the last of which may be incomplete. */
export function isFound(row: Row, search: Argument): Sql {
  return sql`${document(row)} @@ ${begunQuery(search, 'search')}`
}
