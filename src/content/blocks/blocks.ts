import type * as z from 'zod'
import type { BlockInput } from '../../generated/graphql.ts'
import type { InputLimits } from './block-kind.ts'
import { blockList } from './block-list.ts'
import { divider } from './divider.ts'
import { embed } from './embed.ts'
import { factBox } from './fact-box.ts'
import { heading } from './heading.ts'
import { image } from './image.ts'
import { list } from './list.ts'
import { paragraph } from './paragraph.ts'
import { quote } from './quote.ts'
import { table } from './table.ts'

/** Every kind of block, by the field of BlockInput and the stored type. A field of BlockInput without one does not compile. */
const KINDS = { paragraph, heading, image, quote, list, embed, table, divider, factBox } satisfies {
  readonly [Type in keyof BlockInput]-?: unknown
}

type Of<Kind> = Kind extends { readonly stored: z.ZodType<infer Stored> } ? Stored : never

export type Blocks = { [Type in keyof typeof KINDS]: Of<(typeof KINDS)[Type]> }

type Inputs = { [Type in keyof BlockInput]-?: NonNullable<BlockInput[Type]> }

export type Block = Blocks[keyof Blocks]

/** What schema.graphql promises of the lengths of blocks' inputs. */
export const BLOCK_INPUT_LIMITS: readonly InputLimits[] = Object.values(KINDS).map(({ limits = {} }) => limits)

export const BODY = blockList<Blocks, Inputs>(KINDS)
