import * as z from 'zod'
import { asHtml, asValue } from '../../comparison/comparison.ts'
import type { ListBlock, ListInput, ListItem, ListItemInput } from '../../generated/graphql.ts'
import { blockText, sanitizeInline } from '../../markup/inline-html.ts'
import type { Faults } from '../../mutation/faults.ts'
import type { Path } from '../../mutation/user-error.ts'
import { blockKind, type ValueOf } from './block-kind.ts'
import { type BlockPlace, parseInlineHtml } from './block-place.ts'
import { asItems } from './item-comparison.ts'
import { BLOCK_LIMITS } from './limits.ts'
import { inlineHtml } from './stored.ts'

const { listLevels } = BLOCK_LIMITS

const LEVEL = `Must be a whole number from 1 to ${listLevels}.`

const item = z.strictObject({
  html: inlineHtml,
  level: z.int(LEVEL).min(1, { error: LEVEL, abort: true }).max(listLevels, LEVEL),
})

type Item = z.output<typeof item>

/** Lists that were stored before they could be nested have the HTML of their items alone. */
const storedItem = z.union([item, inlineHtml.transform((html): Item => ({ html, level: 1 }))])

export const list = blockKind({
  typename: 'ListBlock',
  stored: z.strictObject({
    type: z.literal('list'),
    ordered: z.boolean(),
    items: z.array(storedItem).min(1, 'Must have at least one item.').superRefine(checkNesting),
  }),
  parse: ({ ordered = false, items, nestedItems }: ListInput, { path, faults }: BlockPlace) => {
    if ((items ?? null) !== null && (nestedItems ?? null) !== null) {
      faults.add('INVALID', [...path, 'items'], 'Give either `items` or `nestedItems`, not both.')
    }
    const flat = (items ?? []).map((html, index) => ({
      ...{ html: parseInlineHtml(html, [...path, 'items', index], faults), level: 1 },
    }))
    const nested = parseNested(nestedItems ?? [], [...path, 'nestedItems'], faults)
    return { type: 'list', ordered, items: [...flat, ...nested] }
  },
  text: ({ items }) => items.map(({ html }) => blockText(html)).join('\n'),
  html: ({ ordered, items }) => `${nestedHtml(ordered ? 'ol' : 'ul', items, 1)}\n`,
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
      inside: (was, is, place) => [
        ...asHtml(was.html, is.html, place),
        ...asValue(was.level, is.level, { ...place, path: `${place.path}.level` }),
      ],
    }),
  },
})

/** Items with their levels. A level that is refused is replaced by one that may stand there, so that the items after it are judged by themselves. */
function parseNested(items: readonly ListItemInput[], path: Path, faults: Faults): Item[] {
  let above = 0
  return items.map(({ html, level = 1 }, index) => {
    const deepest = deepestAfter(above)
    above = Math.min(Math.max(level, 1), deepest)
    if (above !== level) {
      const message = `No item of level ${level} may stand here. Use a level from 1 to ${deepest}.`
      faults.add('INVALID', [...path, index, 'level'], message)
    }
    return { html: parseInlineHtml(html, [...path, index, 'html'], faults), level: above }
  })
}

/** An item stands below the one before it that is one level higher. */
function deepestAfter(level: number): number {
  return Math.min(level + 1, listLevels)
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

function nestedHtml(tag: 'ol' | 'ul', items: readonly Item[], level: number): string {
  const starts = items.flatMap((one, index) => (one.level <= level ? [index] : []))
  const entries = starts.map((start, place) => {
    const below = items.slice(start + 1, starts[place + 1])
    const nested = below.length > 0 ? nestedHtml(tag, below, level + 1) : ''
    return `<li>${sanitizeInline(items[start]?.html ?? '')}${nested}</li>`
  })
  return `<${tag}>${entries.join('')}</${tag}>`
}
