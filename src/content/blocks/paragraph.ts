import * as z from 'zod'
import { asHtml } from '../../comparison/comparison.ts'
import type { ParagraphBlock, ParagraphInput } from '../../generated/graphql.ts'
import { blockText, sanitizeInline } from '../../markup/inline-html.ts'
import { inlineMarkdown } from '../../markup/inline-markdown.ts'
import { paragraphOf } from '../../markup/markdown.ts'
import { type InputsOf, readInput } from '../../mutation/input.ts'
import { blockKind, type ValueOf } from './block-kind.ts'
import { type BlockPlace, parseInlineHtml, saysSomething } from './block-place.ts'
import { inlineHtml } from './stored.ts'

const READS = { html: parseInlineHtml } satisfies InputsOf<ParagraphInput>

export const paragraph = blockKind({
  typename: 'ParagraphBlock',
  stored: z.strictObject({ type: z.literal('paragraph'), html: inlineHtml }),
  parse: (input: ParagraphInput, { path, faults }: BlockPlace) => ({
    type: 'paragraph',
    ...readInput(input, READS, faults, path),
  }),
  unfinished: ({ html }) => (saysSomething(html) ? [] : [{ rule: 'paragraph', path: ['html'] }]),
  text: ({ html }) => blockText(html),
  html: ({ html }) => (html === '' ? '' : `<p>${sanitizeInline(html)}</p>\n`),
  markdown: ({ html }, { absolute }) => (html === '' ? [] : [paragraphOf(...inlineMarkdown(html, absolute))]),
  value: ({ html }) => ({ html, text: () => blockText(html) }) satisfies ValueOf<ParagraphBlock>,
  comparisons: { html: asHtml },
  inlineHtml: ({ html }) => html,
})
