import { sql } from 'kysely'
import * as z from 'zod'
import type { Sql } from '../../reading/sql.ts'
import type { InheritedTexts } from './own-texts.ts'

const COLUMNS = { text: 'description', altText: 'alt_text', credit: 'credit' } as const satisfies Record<
  keyof InheritedTexts,
  string
>

/** What `inheritedTextsJson` gave. */
export const inheritedTexts: z.ZodType<InheritedTexts> = z.object({
  text: z.string().nullable(),
  altText: z.string().nullable(),
  credit: z.string().nullable(),
})

/** What the uses of the image with this alias inherit, as JSON. */
export function inheritedTextsJson(image: string): Sql {
  const parts = Object.entries(COLUMNS).map(([name, own]) => sql`${sql.lit(name)}, ${sql.ref(`${image}.${own}`)}`)
  return sql`json_build_object(${sql.join(parts)})`
}
