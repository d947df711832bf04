import type { BlockContent } from 'mdast'
import * as z from 'zod'
import { type About, changeOf, type Wording } from '../../comparison/change.ts'
import { type Comparison, compareFields, type Place } from '../../comparison/comparison.ts'
import type { ItemComparison } from '../../comparison/list-changes.ts'
import type { Unfinished } from '../../contract/publishing-rules.ts'
import { sketchOf } from '../../lib/text/resemblance.ts'
import type { Path } from '../../mutation/user-error.ts'
import type { Value } from '../../reading/value.ts'
import type { BlockKind, CaptionsByKey, Shown, StoredBlock } from './block-kind.ts'
import type { BlockPlace } from './block-place.ts'
import type { Figures } from './figure.ts'

/** The kinds that a list of blocks may hold, by their stored type, which is also the field of the input. */
export type Kinds<Blocks extends Record<string, StoredBlock>, Inputs extends Record<keyof Blocks, unknown>> = {
  readonly [Type in keyof Blocks & string]: BlockKind<Blocks[Type], Inputs[Type]>
}

/** A block of an input: the one field that is given says the kind. */
type OneOf<Inputs> = { readonly [Type in keyof Inputs]?: Inputs[Type] | null }

/** A list of blocks of some kinds: the body of an article, or the content of a block. */
export interface BlockList<Block extends StoredBlock, Input> {
  readonly stored: z.ZodType<Block[]>
  readonly parse: (inputs: readonly Input[], place: BlockPlace) => Block[]
  readonly unfinished: (blocks: readonly Block[]) => Unfinished[]
  readonly text: (block: Block) => string
  readonly html: (blocks: readonly Block[], figures: Figures) => string
  readonly markdown: (blocks: readonly Block[], shown: Shown) => BlockContent[]
  readonly values: (blocks: readonly Block[], captions: CaptionsByKey) => Value[]
  readonly comparison: ItemComparison<Block>
}

export function blockList<Blocks extends Record<string, StoredBlock>, Inputs extends Record<keyof Blocks, unknown>>(
  kinds: Kinds<Blocks, Inputs>,
): BlockList<Blocks[keyof Blocks & string], OneOf<Inputs>> {
  type Type = keyof Blocks & string
  type Block = Blocks[Type]

  const isType = (name: string): name is Type => Object.hasOwn(kinds, name)
  const types = Object.keys(kinds).filter(isType)

  function kindNamed<Name extends Type>(name: Name): BlockKind<Blocks[Name], Inputs[Name]> {
    return kinds[name]
  }

  function kindOf({ type }: Block): BlockKind<Block, Inputs[Type]> {
    if (!isType(type)) throw new Error(`no kind of block is called ${type}`)
    return kindNamed(type)
  }

  const text = (block: Block) => kindOf(block).text(block)

  const stored = z
    .looseObject({ type: z.string().refine(isType, `Must be one of ${types.join(', ')}.`) })
    .transform((block, context): Block => {
      const result = kindNamed(block.type).stored.safeParse(block)
      if (result.success) return result.data
      for (const { path, message } of result.error.issues) context.addIssue({ code: 'custom', path, message })
      return z.NEVER
    })

  function parseBlock(input: OneOf<Inputs>, place: BlockPlace): Block[] {
    for (const type of types) {
      const given = input[type]
      if (given !== null && given !== undefined) return parseAs(type, given, { ...place, path: [...place.path, type] })
    }
    return []
  }

  function parseAs<Name extends Type>(name: Name, given: NonNullable<Inputs[Name]>, place: BlockPlace): Block[] {
    const kind = kindNamed(name)
    const before = place.faults.count
    const result = kind.stored.safeParse(kind.parse(given, place))
    if (result.success) return [result.data]
    // The readers of an input report all that the stored form refuses, in the words of the input.
    if (place.faults.count === before) throw result.error
    return []
  }

  const name = (block: Block, place: Place) => kindOf(block).name?.(block, place) ?? text(block)

  const about = (block: Block): About => ({ block: block.type, subject: kindOf(block).subject?.(block) ?? null })

  /** A block of another kind is another block. */
  const asOther: Comparison<Block> = (was, is, place) => {
    const wording = (block: Block): Wording => ({
      ...{ value: name(block, place), id: JSON.stringify(block), prose: 'text', about: about(block) },
    })
    return changeOf(place, wording(was), wording(is))
  }

  return {
    stored: z.array(stored),
    parse: (inputs, place) =>
      inputs.flatMap((input, index) => parseBlock(input, { ...place, path: [...place.path, index] })),
    unfinished: (blocks) =>
      blocks.flatMap((block, index) =>
        (kindOf(block).unfinished?.(block) ?? []).map(({ rule, path }) => ({
          rule,
          path: [index, block.type, ...path],
        })),
      ),
    text,
    html: (blocks, figures) => blocks.map((block) => kindOf(block).html(block, figures)).join(''),
    markdown: (blocks, shown) => blocks.flatMap((block) => kindOf(block).markdown(block, shown)),
    values: (blocks, captions) =>
      blocks.map((block) => {
        const { typename, value } = kindOf(block)
        return { __typename: typename, ...value(block, captions) }
      }),
    comparison: {
      identity: {
        keys: [(block) => JSON.stringify(block)],
        sketch: (block) => sketchOf(text(block)),
        replaces: (was, is) => was.type === is.type,
      },
      text: name,
      about,
      divisible: {
        text,
        isAlike: (one, other) => one.type === other.type,
        html: (block) => kindOf(block).inlineHtml?.(block) ?? null,
      },
      inside: (was, is, place) =>
        was.type === is.type
          ? compareFields<Omit<Block, 'type'>>(kindOf(was).comparisons, was, is, place)
          : asOther(was, is, place),
    },
  }
}

export function pathKey(key: PropertyKey): Path[number] {
  return typeof key === 'symbol' ? key.toString() : key
}
