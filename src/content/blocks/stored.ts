import * as z from 'zod'
import { isStorable } from '../../lib/text.ts'
import { sanitizeInline } from '../../markup/inline-html.ts'

// What the stored forms of blocks are made of.

const storable = z
  .string()
  .refine(isStorable, 'Contains a character that cannot be stored: NUL, or half of a surrogate pair. Remove it.')

/** Plain text that says something. */
export const plainText = storable.pipe(z.string().trim().min(1))

/** Plain text, or null. */
export const optionalText = plainText.nullable().default(null)

/** Clean inline HTML that may be empty. */
export const cellHtml = storable.transform(sanitizeInline)

/** Clean inline HTML that says something. */
export const inlineHtml = cellHtml.pipe(z.string().min(1))
