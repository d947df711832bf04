import * as z from 'zod'
import { asHtml } from '../../comparison/comparison.ts'
import type { ParagraphBlock, ParagraphInput } from '../../generated/graphql.ts'
import { blockText, sanitizeInline } from '../../markup/inline-html.ts'
import { blockKind, type ValueOf } from './block-kind.ts'
import { type BlockPlace, parseInlineHtml } from './block-place.ts'
import { inlineHtml } from './stored.ts'

export const paragraph = blockKind({
  typename: 'ParagraphBlock',
  stored: z.strictObject({ type: z.literal('paragraph'), html: inlineHtml }),
  parse: ({ html }: ParagraphInput, { path, faults }: BlockPlace) => ({
    type: 'paragraph',
    html: parseInlineHtml(html, [...path, 'html'], faults),
  }),
  text: ({ html }) => blockText(html),
  html: ({ html }) => `<p>${sanitizeInline(html)}</p>\n`,
  value: ({ html }) => ({ html, text: () => blockText(html) }) satisfies ValueOf<ParagraphBlock>,
  comparisons: { html: asHtml },
})
