import { sql } from 'kysely'
import type { Sql } from '../reading/sql.ts'

// What a caption leaves empty is taken from its image. Null and the empty text are both empty.

const ownOr = (own: string, image: string): Sql =>
  sql`coalesce(nullif(${sql.ref(own)}, ''), nullif(${sql.ref(image)}, ''))`

export const captionText = (caption: string, image: string): Sql => ownOr(`${caption}.text`, `${image}.description`)
export const captionAltText = (caption: string, image: string): Sql => ownOr(`${caption}.alt_text`, `${image}.alt_text`)
export const captionCredit = (caption: string, image: string): Sql => ownOr(`${caption}.credit`, `${image}.credit`)
