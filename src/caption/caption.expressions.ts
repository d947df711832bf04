import { sql } from 'kysely'
import type { Sql } from '../reading/sql.ts'

// What a caption leaves empty is taken from its image. Null and the empty text are both empty.

const ownOr = (own: string, image: string): Sql =>
  sql`coalesce(nullif(${sql.ref(own)}, ''), nullif(${sql.ref(image)}, ''))`

/** A text of the caption itself; null where the image's is shown. */
export const ownCaptionText = (caption: string, column: 'text' | 'alt_text' | 'credit'): Sql =>
  sql`nullif(${sql.ref(`${caption}.${column}`)}, '')`

export const captionText = (caption: string, image: string): Sql => ownOr(`${caption}.text`, `${image}.description`)
export const captionAltText = (caption: string, image: string): Sql => ownOr(`${caption}.alt_text`, `${image}.alt_text`)
export const captionCredit = (caption: string, image: string): Sql => ownOr(`${caption}.credit`, `${image}.credit`)

/** The text to print, e.g. "Ada Lovelace/Reuters" if no credit is given; a creator who is also the holder is named once. */
export function captionCreditLine(caption: string, image: string): Sql {
  const [creator, holder] = [`${image}.creator`, `${image}.copyright_holder`].map(
    (name) => sql`nullif(${sql.ref(name)}, '')`,
  )
  const composed = sql`nullif(concat_ws('/', ${creator}, nullif(${holder}, ${creator})), '')`
  return sql`coalesce(${captionCredit(caption, image)}, ${composed})`
}
