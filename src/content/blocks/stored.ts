import * as z from 'zod'
import { isStorable } from '../../lib/text/stored-text.ts'
import { sanitizeInline } from '../../markup/inline-html.ts'

// What the stored forms of blocks are made of.

const storable = z
  .string()
  .refine(isStorable, 'Contains a character that cannot be stored: NUL, or half of a surrogate pair. Remove it.')

/** Plain text; empty while it is not written yet. */
export const plainText = storable.pipe(z.string().trim())

/** Plain text that says something, or null. */
export const optionalText = storable.pipe(z.string().trim().min(1)).nullable().default(null)

/** Clean inline HTML; empty while it is not written yet. */
export const inlineHtml = storable.transform(sanitizeInline)
