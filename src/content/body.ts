import * as z from 'zod'
import { isStorable } from '../lib/text.ts'
import { blockText, sanitizeInline } from './inline-html.ts'

// The body of a revision is stored as JSON: an array of the blocks below.

const storable = z
  .string()
  .refine(isStorable, 'Contains a character that cannot be stored: NUL, or half of a surrogate pair. Remove it.')
const plain = storable.pipe(z.string().trim().min(1))
const inline = storable.transform((html) => sanitizeInline(html).trim()).pipe(z.string().min(1))
const optional = plain.nullable().default(null)

const block = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('paragraph'), html: inline }),
  z.strictObject({
    type: z.literal('heading'),
    level: z.literal([2, 3, 4], 'Must be 2, 3 or 4. Level 1 is the headline.'),
    text: plain,
  }),
  z.strictObject({ type: z.literal('image'), captionId: z.guid().toLowerCase() }),
  z.strictObject({ type: z.literal('quote'), text: plain, attribution: optional }),
  z.strictObject({
    type: z.literal('list'),
    ordered: z.boolean(),
    items: z.array(inline).min(1, 'Must have at least one item.'),
  }),
  z.strictObject({
    type: z.literal('embed'),
    // Normalised, for a browser reads the "https:host" that URL takes as a relative address.
    url: z.url({ protocol: /^https$/, normalize: true, error: 'Must be an https address.' }),
    provider: optional,
    title: optional,
  }),
])
const body = z.array(block)

export type Block = z.output<typeof block>

export interface BodyFault {
  /** REQUIRED: empty */
  code: 'REQUIRED' | 'INVALID'
  /** From the array down: `[2, 'items', 0]` */
  path: readonly (string | number)[]
  message: string
}

/** The body is not an array of blocks as they should be; `faults` has each place. */
export class BodyError extends Error {
  readonly faults: readonly BodyFault[]

  constructor(faults: readonly BodyFault[]) {
    super(
      `Not a body: ${faults.map(({ path, message }) => `${z.core.toDotPath([...path]) || 'body'}: ${message}`).join('; ')}`,
    )
    this.name = 'BodyError'
    this.faults = faults
  }
}

/**
 * The blocks of a body, inline HTML cleaned, for the way in and the way out.
 *
 * @throws BodyError with every fault
 */
export function parseBody(json: unknown): Block[] {
  const result = body.safeParse(json)
  if (result.success) return result.data
  throw new BodyError(
    result.error.issues.map(({ code, path, message }) => ({
      code: code === 'too_small' ? 'REQUIRED' : 'INVALID',
      path: path.map((key) => (typeof key === 'symbol' ? key.toString() : key)),
      message,
    })),
  )
}

/** The words of the body, a blank line between blocks. Captions are not among them: their words belong to the image. */
export function plainText(blocks: readonly Block[]): string {
  return blocks.map(textOf).filter(Boolean).join('\n\n')
}

function textOf(block: Block): string {
  switch (block.type) {
    case 'paragraph':
      return blockText(block.html)
    case 'heading':
      return block.text
    case 'quote':
      return block.attribution === null ? block.text : `${block.text}\n${block.attribution}`
    case 'list':
      return block.items.map(blockText).join('\n')
    case 'embed':
      return block.title ?? ''
    case 'image':
      return ''
  }
}

const segmenters = new Map<string, Intl.Segmenter>()

/** An article is saved many times and most of its paragraphs are as they were: so counts are cached, up to a few megabytes. */
const counted = new Map<string, number>()
const MOST_COUNTED = 4_000
const MAX_CACHED_LENGTH = 1_000

/**
 * Counts words as the language divides them, Chinese and Thai without spaces included.
 *
 * @throws RangeError when the locale is not a BCP 47 tag
 */
export function wordCount(text: string, locale: string): number {
  let words = 0
  // No word goes over the end of a line.
  for (const line of text.split('\n')) words += wordsInLine(line, locale)
  return words
}

function wordsInLine(line: string, locale: string): number {
  const key = `${locale} ${line}`
  const known = counted.get(key)
  if (known !== undefined) return known
  const segmenter = segmenters.get(locale) ?? new Intl.Segmenter(locale, { granularity: 'word' })
  segmenters.set(locale, segmenter)
  let words = 0
  for (const { isWordLike } of segmenter.segment(line)) if (isWordLike) words++
  if (counted.size >= MOST_COUNTED) counted.clear()
  if (line.length <= MAX_CACHED_LENGTH) counted.set(key, words)
  return words
}

/** Silent reading of non-fiction by adults; the mean of 190 studies: M. Brysbaert, Journal of Memory and Language 109 (2019), 104047. */
const WORDS_PER_MINUTE = 238

/** Whole minutes, at least one. */
export function readingTimeMinutes(words: number): number {
  return Math.max(1, Math.round(words / WORDS_PER_MINUTE))
}
