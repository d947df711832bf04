import { escapeText } from 'entities'
import * as z from 'zod'
import { asText, asValue } from '../../comparison/comparison.ts'
import type { HeadingBlock, HeadingInput } from '../../generated/graphql.ts'
import { parseRequiredText } from '../../mutation/plain-text.ts'
import { blockKind, type ValueOf } from './block-kind.ts'
import type { BlockPlace } from './block-place.ts'
import { BLOCK_LIMITS } from './limits.ts'
import { plainText } from './stored.ts'

/** Headings keep their levels in HTML: the page's h1 is the headline. */
export const heading = blockKind({
  typename: 'HeadingBlock',
  stored: z.strictObject({
    type: z.literal('heading'),
    level: z.literal([2, 3, 4], 'Must be 2, 3 or 4: the headline is 1.'),
    text: plainText,
  }),
  parse: ({ level, text }: HeadingInput, { path, faults }: BlockPlace) => ({
    ...{ type: 'heading', level },
    text: parseRequiredText(text, [...path, 'text'], { most: BLOCK_LIMITS.headingText }, faults),
  }),
  text: ({ text }) => text,
  html: ({ level, text }) => `<h${level}>${escapeText(text)}</h${level}>\n`,
  value: ({ level, text }) => ({ level, text }) satisfies ValueOf<HeadingBlock>,
  comparisons: { level: asValue, text: asText },
})
