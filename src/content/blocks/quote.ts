import { escapeText } from 'entities'
import * as z from 'zod'
import { asText } from '../../comparison/comparison.ts'
import type { QuoteBlock, QuoteInput } from '../../generated/graphql.ts'
import { paragraphOf, paragraphsMarkdown } from '../../markup/markdown.ts'
import { paragraphsHtml } from '../../markup/plain-lines.ts'
import { type InputsOf, readInput } from '../../mutation/input.ts'
import { draftText, text } from '../../mutation/plain-text.ts'
import { blockKind, type ValueOf } from './block-kind.ts'
import type { BlockPlace } from './block-place.ts'
import { BODY_LIMITS } from './limits.ts'
import { optionalText, plainText } from './stored.ts'

const LIMITS = { attribution: { most: 500 } } as const

const READS = {
  // Only the body as a whole has a limit.
  text: draftText({ most: BODY_LIMITS.bytes, lines: true }),
  attribution: text(LIMITS.attribution),
} satisfies InputsOf<QuoteInput>

export const quote = blockKind({
  typename: 'QuoteBlock',
  stored: z.strictObject({ type: z.literal('quote'), text: plainText, attribution: optionalText }),
  limits: { QuoteInput: LIMITS },
  parse: (input: QuoteInput, { path, faults }: BlockPlace) => ({
    type: 'quote',
    ...readInput(input, READS, faults, path),
  }),
  unfinished: ({ text }) => (text === '' ? [{ rule: 'quote', path: ['text'] }] : []),
  text: ({ text, attribution }) => (attribution === null ? text : `${text}\n${attribution}`),
  html: ({ text, attribution }) => {
    if (text === '' && attribution === null) return ''
    const source = attribution === null ? '' : `<footer><cite>${escapeText(attribution)}</cite></footer>`
    return `<blockquote>${paragraphsHtml(text)}${source}</blockquote>\n`
  },
  markdown: ({ text, attribution }) => {
    if (text === '' && attribution === null) return []
    const source = attribution === null ? [] : [paragraphOf({ type: 'text', value: `— ${attribution}` })]
    return [{ type: 'blockquote', children: [...paragraphsMarkdown(text), ...source] }]
  },
  value: ({ text, attribution }) => ({ text, attribution }) satisfies ValueOf<QuoteBlock>,
  comparisons: { text: asText, attribution: asText },
})
