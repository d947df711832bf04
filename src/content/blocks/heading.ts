import { escapeText } from 'entities'
import * as z from 'zod'
import { asText, asValue } from '../../comparison/comparison.ts'
import type { HeadingBlock, HeadingInput } from '../../generated/graphql.ts'
import { outOfRange } from '../../mutation/common-errors.ts'
import { type InputsOf, type Reader, readInput } from '../../mutation/input.ts'
import { draftText } from '../../mutation/plain-text.ts'
import { blockKind, type ValueOf } from './block-kind.ts'
import type { BlockPlace } from './block-place.ts'
import { plainText } from './stored.ts'

const LIMITS = { text: { most: 300 } } as const

const LEVELS = { min: 2, max: 4 } as const

/** The page's h1 is the headline. */
const level: Reader<number, number> = (sent, path, faults) => {
  if (sent >= LEVELS.min && sent <= LEVELS.max) return sent
  faults.take(
    outOfRange(path, sent, LEVELS, ({ min, max }) => {
      return `Must be a whole number from ${min} to ${max}. The headline has level 1.`
    }),
  )
  return LEVELS.min
}

const READS = { level, text: draftText(LIMITS.text) } satisfies InputsOf<HeadingInput>

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
  markdown: ({ level, text }) =>
    text === '' ? [] : [{ type: 'heading', depth: level, children: [{ type: 'text', value: text }] }],
  value: ({ level, text }) => ({ level, text }) satisfies ValueOf<HeadingBlock>,
  comparisons: { level: asValue, text: asText },
})
