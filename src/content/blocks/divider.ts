import * as z from 'zod'
import { asValue } from '../../comparison/comparison.ts'
import type { DividerBlock, DividerInput, DividerStyle } from '../../generated/graphql.ts'
import { blockKind, type ValueOf } from './block-kind.ts'

const STYLES = { LINE: 'LINE', STARS: 'STARS' } as const satisfies { [Style in DividerStyle]: Style }

/** A break between two parts of the text, where a heading would say too much. */
export const divider = blockKind({
  typename: 'DividerBlock',
  stored: z.strictObject({ type: z.literal('divider'), style: z.enum(STYLES) }),
  parse: ({ style }: DividerInput) => ({ type: 'divider', style: style ?? STYLES.LINE }),
  text: () => '',
  html: ({ style }) => (style === STYLES.LINE ? '<hr>\n' : '<hr class="stars">\n'),
  value: ({ style }) => ({ style }) satisfies ValueOf<DividerBlock>,
  comparisons: { style: asValue },
  name: () => '* * *',
})
