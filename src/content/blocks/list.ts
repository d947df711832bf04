import type { List } from 'mdast'
import * as z from 'zod'
import { partOf } from '../../comparison/change.ts'
import { asHtml, asValue } from '../../comparison/comparison.ts'
import type { Limit } from '../../contract/limits.ts'
import type { ListBlock, ListInput, ListItem, ListItemInput } from '../../generated/graphql.ts'
import { blockText, sanitizeInline } from '../../markup/inline-html.ts'
import { type Absolute, inlineMarkdown } from '../../markup/inline-markdown.ts'
import { paragraphOf } from '../../markup/markdown.ts'
import { outOfRange, tooManyItems } from '../../mutation/common-errors.ts'
import type { Faults } from '../../mutation/faults.ts'
import { asSent, type InputsOf, readInput } from '../../mutation/input.ts'
import type { Path } from '../../mutation/user-error.ts'
import { blockKind, type ValueOf } from './block-kind.ts'
import { type BlockPlace, parseInlineHtml, saysSomething } from './block-place.ts'
import { asItems } from './item-comparison.ts'
import { inlineHtml } from './stored.ts'

/** Items, items of items, items of those */
const MAX_LEVELS = 3

const LEVEL = `Must be a whole number from 1 to ${MAX_LEVELS}.`

const item = z.strictObject({
  html: inlineHtml,
  level: z.int(LEVEL).min(1, { error: LEVEL, abort: true }).max(MAX_LEVELS, LEVEL),
})

type Item = z.output<typeof item>

/** Lists that were stored before they could be nested have the HTML of their items alone. */
const storedItem = z.union([item, inlineHtml.transform((html): Item => ({ html, level: 1 }))])

const LIMITS = { items: { most: 2000 }, nestedItems: { most: 2000 } } as const

const ITEM_READS = { html: parseInlineHtml, level: asSent } satisfies InputsOf<ListItemInput>

const READS = { ordered: asSent, items: parseItems, nestedItems: parseNested } satisfies InputsOf<ListInput>

export const list = blockKind({
  typename: 'ListBlock',
  stored: z.strictObject({
    type: z.literal('list'),
    ordered: z.boolean(),
    items: z.array(storedItem).superRefine(checkNesting),
  }),
  limits: { ListInput: LIMITS, ListItemInput: { level: { most: MAX_LEVELS } } },
  parse: (input: ListInput, { path, faults }: BlockPlace) => {
    const { ordered = false, items, nestedItems } = readInput(input, READS, faults, path)
    if (items && nestedItems) {
      faults.add('INVALID', [...path, 'items'], 'Give either `items` or `nestedItems`, not both.')
    }
    return { type: 'list', ordered, items: items ?? nestedItems ?? [] }
  },
  unfinished: ({ items }) => {
    if (items.length === 0) return [{ rule: 'listItems', path: ['items'] }]
    return items.flatMap(({ html }, index) =>
      saysSomething(html) ? [] : [{ rule: 'listItem' as const, path: ['items', index] }],
    )
  },
  text: ({ items }) => items.map(({ html }) => blockText(html)).join('\n'),
  html: ({ ordered, items }) => (items.length === 0 ? '' : `${nestedHtml(ordered ? 'ol' : 'ul', items, 1)}\n`),
  markdown: ({ ordered, items }, { absolute }) =>
    items.length === 0 ? [] : [nestedMarkdown(ordered, items, absolute)],
  value: ({ ordered, items }) =>
    ({
      ordered,
      items: () => items.map(({ html }) => blockText(html)),
      itemsHtml: () => items.map(({ html }) => html),
      nestedItems: () =>
        items.map(({ html, level }) => ({ html, text: () => blockText(html), level }) satisfies ValueOf<ListItem>),
    }) satisfies ValueOf<ListBlock>,
  comparisons: {
    ordered: asValue,
    items: asItems<Item>({
      words: ({ html }) => blockText(html),
      text: ({ html }) => html,
      // As deep as it is nested
      line: ({ html, level }) => `${'\t'.repeat(level - 1)}${html}`,
      inside: (was, is, place) => [
        ...asHtml(was.html, is.html, place),
        ...asValue(was.level, is.level, partOf(place, 'level')),
      ],
    }),
  },
})

/** Items with their levels. A level that is refused is replaced by one that may stand there, so that the items after it are judged by themselves. */
function parseNested(items: readonly ListItemInput[] | null, path: Path, faults: Faults): Item[] | null {
  let above = 0
  return eachOf(items, LIMITS.nestedItems, path, faults, (item, index) => {
    const { html, level = 1 } = readInput(item, ITEM_READS, faults, [...path, index])
    const deepest = deepestAfter(above)
    above = Math.min(Math.max(level, 1), deepest)
    if (above !== level) {
      const place = [...path, index, 'level']
      faults.take(
        outOfRange(place, level, { min: 1, max: deepest }, ({ number, min, max }) => {
          return `An item of level ${number} is not allowed here. Send a level from ${min} to ${max}.`
        }),
      )
    }
    return { html, level: above }
  })
}

function parseItems(items: readonly string[] | null, path: Path, faults: Faults): Item[] | null {
  return eachOf(items, LIMITS.items, path, faults, (html, index) => ({
    html: parseInlineHtml(html, [...path, index], faults),
    level: 1,
  }))
}

/** Of a list that is too long nothing is read: to clean its items would take long. */
function eachOf<From>(
  items: readonly From[] | null,
  { most }: Limit,
  path: Path,
  faults: Faults,
  item: (from: From, index: number) => Item,
): Item[] | null {
  if (items && items.length > most) {
    faults.take(tooManyItems(path, { actual: items.length, limit: most }))
    return []
  }
  return items?.map(item) ?? null
}

/** An item stands below the one before it that is one level higher. */
function deepestAfter(level: number): number {
  return Math.min(level + 1, MAX_LEVELS)
}

function checkNesting(items: readonly Item[], context: z.RefinementCtx): void {
  for (const [index, { level }] of items.entries()) {
    if (level <= deepestAfter(items[index - 1]?.level ?? 0)) continue
    context.addIssue({
      code: 'custom',
      path: [index, 'level'],
      message: `Has no item of level ${level - 1} before it.`,
    })
  }
}

/** The items of a level, each with those below it. */
function branches(items: readonly Item[], level: number): { html: string; below: Item[] }[] {
  const starts = items.flatMap((one, index) => (one.level <= level ? [index] : []))
  return starts.map((start, place) => ({
    html: items[start]?.html ?? '',
    below: items.slice(start + 1, starts[place + 1]),
  }))
}

function nestedHtml(tag: 'ol' | 'ul', items: readonly Item[], level: number): string {
  const entries = branches(items, level).map(({ html, below }) => {
    const nested = below.length > 0 ? nestedHtml(tag, below, level + 1) : ''
    return `<li>${sanitizeInline(html)}${nested}</li>`
  })
  return `<${tag}>${entries.join('')}</${tag}>`
}

function nestedMarkdown(ordered: boolean, items: readonly Item[], absolute: Absolute, level = 1): List {
  return {
    type: 'list',
    ordered,
    spread: false,
    children: branches(items, level).map(({ html, below }) => ({
      type: 'listItem',
      spread: false,
      children: [
        paragraphOf(...inlineMarkdown(html, absolute)),
        ...(below.length > 0 ? [nestedMarkdown(ordered, below, absolute, level + 1)] : []),
      ],
    })),
  }
}
