import { escapeText } from 'entities'
import * as z from 'zod'
import { asText } from '../../comparison/comparison.ts'
import type { QuoteBlock, QuoteInput } from '../../generated/graphql.ts'
import { parseRequiredText, parseText } from '../../mutation/plain-text.ts'
import { blockKind, type ValueOf } from './block-kind.ts'
import type { BlockPlace } from './block-place.ts'
import { BLOCK_LIMITS } from './limits.ts'
import { optionalText, plainText } from './stored.ts'

export const quote = blockKind({
  typename: 'QuoteBlock',
  stored: z.strictObject({ type: z.literal('quote'), text: plainText, attribution: optionalText }),
  parse: ({ text, attribution }: QuoteInput, { path, faults }: BlockPlace) => ({
    type: 'quote',
    text: parseRequiredText(text, [...path, 'text'], { most: BLOCK_LIMITS.bodyBytes, lines: true }, faults),
    attribution: parseText(attribution, [...path, 'attribution'], { most: BLOCK_LIMITS.quoteAttribution }, faults),
  }),
  text: ({ text, attribution }) => (attribution === null ? text : `${text}\n${attribution}`),
  html: ({ text, attribution }) => {
    const source = attribution === null ? '' : `<footer><cite>${escapeText(attribution)}</cite></footer>`
    return `<blockquote><p>${escapeText(text)}</p>${source}</blockquote>\n`
  },
  value: ({ text, attribution }) => ({ text, attribution }) satisfies ValueOf<QuoteBlock>,
  comparisons: { text: asText, attribution: asText },
})
