import { escapeText } from 'entities'
import * as z from 'zod'
import { asText, asValue } from '../../comparison/comparison.ts'
import type { HeadingBlock, HeadingInput } from '../../generated/graphql.ts'
import { asSent, type InputsOf, readInput } from '../../mutation/input.ts'
import { draftText } from '../../mutation/plain-text.ts'
import { blockKind, type ValueOf } from './block-kind.ts'
import type { BlockPlace } from './block-place.ts'
import { plainText } from './stored.ts'

const LIMITS = { text: { most: 300 } } as const

const READS = { level: asSent, text: draftText(LIMITS.text) } satisfies InputsOf<HeadingInput>

/** Headings keep their levels in HTML: the page's h1 is the headline. */
export const heading = blockKind({
  typename: 'HeadingBlock',
  stored: z.strictObject({
    type: z.literal('heading'),
    level: z.literal([2, 3, 4], 'Must be 2, 3 or 4. Level 1 is the headline.'),
    text: plainText,
  }),
  limits: { HeadingInput: LIMITS },
  parse: (input: HeadingInput, { path, faults }: BlockPlace) => ({
    type: 'heading',
    ...readInput(input, READS, faults, path),
  }),
  unfinished: ({ text }) => (text === '' ? [{ rule: 'heading', path: ['text'] }] : []),
  text: ({ text }) => text,
  html: ({ level, text }) => (text === '' ? '' : `<h${level}>${escapeText(text)}</h${level}>\n`),
  value: ({ level, text }) => ({ level, text }) satisfies ValueOf<HeadingBlock>,
  comparisons: { level: asValue, text: asText },
})
