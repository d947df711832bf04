import * as z from 'zod'
import { asValue } from '../../comparison/comparison.ts'
import type { DividerBlock, DividerInput, DividerStyle } from '../../generated/graphql.ts'
import { asSent, type InputsOf, readInput } from '../../mutation/input.ts'
import { blockKind, type ValueOf } from './block-kind.ts'
import type { BlockPlace } from './block-place.ts'

const STYLES = { LINE: 'LINE', STARS: 'STARS' } as const satisfies { [Style in DividerStyle]: Style }

const READS = { style: asSent } satisfies InputsOf<DividerInput>

/** A break between two parts of the text, where a heading would say too much. */
export const divider = blockKind({
  typename: 'DividerBlock',
  stored: z.strictObject({ type: z.literal('divider'), style: z.enum(STYLES) }),
  parse: (input: DividerInput, { path, faults }: BlockPlace) => {
    const { style = STYLES.LINE } = readInput(input, READS, faults, path)
    return { type: 'divider', style }
  },
  text: () => '',
  html: ({ style }) => (style === STYLES.LINE ? '<hr>\n' : '<hr class="stars">\n'),
  markdown: () => [{ type: 'thematicBreak' }],
  value: ({ style }) => ({ style }) satisfies ValueOf<DividerBlock>,
  comparisons: { style: asValue },
  name: () => '* * *',
})
