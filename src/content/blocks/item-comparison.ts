import { asWords, type Comparison } from '../../comparison/comparison.ts'
import { type ItemComparison, listChanges } from '../../comparison/list-changes.ts'
import { sketchOf } from '../../lib/text/resemblance.ts'

/** A list with more items is compared as one text. */
const MAX_ITEMS = 50
/** In a list with more, an item is known again by being the same, or by its place. There may be 500 such lists. */
const MAX_SKETCHED = 20

/** How items of a block are compared, as those of a list or the rows of a table. */
export interface Items<Item> {
  /** The item in words, without markup */
  readonly words: (item: Item) => string
  /** As a diff shows it, where its path says no more */
  readonly text: (item: Item) => string
  /** The item as a line of the whole, if its text does not say all of it: inline HTML */
  readonly line?: (item: Item) => string
  readonly inside: Comparison<Item>
}

export function asItems<Item>({ words, text, line = text, inside }: Items<Item>): Comparison<readonly Item[]> {
  const comparison = (isShort: boolean): ItemComparison<Item> => ({
    identity: {
      keys: [(item) => JSON.stringify(item), text],
      replaces: () => true,
      ...(isShort && { sketch: (item) => sketchOf(words(item)) }),
    },
    text,
    inside,
  })
  const whole = asWords<readonly Item[]>((items) => items.map(line).join('\n'), 'html')
  return (was, is, place) => {
    const most = Math.max(was.length, is.length)
    return most > MAX_ITEMS ? whole(was, is, place) : listChanges(was, is, comparison(most <= MAX_SKETCHED), place)
  }
}
