import type { BlockContent } from 'mdast'
import type * as z from 'zod'
import type { Named } from '../../comparison/change.ts'
import type { Comparisons, Place } from '../../comparison/comparison.ts'
import type { Limit } from '../../contract/limits.ts'
import type { Unfinished } from '../../contract/publishing-rules.ts'
import type { Block as GraphqlBlock } from '../../generated/graphql.ts'
import type { Absolute } from '../../markup/inline-markdown.ts'
import type { Value } from '../../reading/value.ts'
import type { BlockPlace } from './block-place.ts'
import type { Figures } from './figure.ts'

/** A block as it is stored: JSON that says its kind. */
export interface StoredBlock {
  readonly type: string
}

/** Limits by input and field. */
export type InputLimits = Readonly<Record<string, Readonly<Record<string, Limit>>>>

/** Everything there is to know of one kind of block. Each has a file of its own and a line in blocks.ts. */
export interface BlockKind<Block extends StoredBlock, Input> {
  /** Of its GraphQL type */
  readonly typename: NonNullable<GraphqlBlock['__typename']>
  /** The stored form, for the way in and the way out: inline HTML is cleaned by it */
  readonly stored: z.ZodType<Block>
  /** What schema.graphql promises of the lengths of its inputs, by input and field */
  readonly limits?: InputLimits
  /** What an input gives, for `stored` to judge; texts are judged here, because their limits are an input's. */
  readonly parse: (input: Input, place: BlockPlace) => StoredBlock
  /** What it lacks before it can be published; nothing, when absent */
  readonly unfinished?: (block: Block) => readonly Unfinished[]
  /** Its words without markup, for bodyText, word counts and search */
  readonly text: (block: Block) => string
  /** Semantic HTML; empty where there is nothing to show */
  readonly html: (block: Block, figures: Figures) => string
  /** As nodes of Markdown's syntax tree; none where there is nothing to show */
  readonly markdown: (block: Block, shown: Shown) => readonly BlockContent[]
  /** The fields of its GraphQL type. A function is called only for a selected field. */
  readonly value: (block: Block, captions: CaptionsByKey) => Value
  /** How each of its parts is compared */
  readonly comparisons: Comparisons<Omit<Block, 'type'>>
  /** What it shows of another place */
  readonly subject?: (block: Block) => Named
  /** Its inline HTML, if it is nothing else */
  readonly inlineHtml?: (block: Block) => string
  /** Its name in a diff, if its text is not enough */
  readonly name?: (block: Block, place: Place) => string
}

/** What a block shows that it does not have itself. */
export interface Shown {
  readonly figures: Figures
  readonly absolute: Absolute
}

/** The captions that one place below a body selects, by their uuid. */
export type CaptionsByKey = (responseKey: string) => ReadonlyMap<string, unknown>

export function blockKind<Block extends StoredBlock, Input>(kind: BlockKind<Block, Input>): BlockKind<Block, Input> {
  return kind
}

/** A value for each field of a generated GraphQL type: a field without one does not compile. */
export type ValueOf<Type> = { readonly [Field in Exclude<keyof Type, '__typename'>]-?: unknown }
