import { diffArrays } from 'diff'
import { longestIncreasing } from '../lib/longest-increasing.ts'
import { resemblance, type TextSketch } from '../lib/text/resemblance.ts'

/** An item of a list and its position. */
export interface Placed<Item> {
  readonly place: number
  readonly item: Item
}

/** What must be shared by two texts of the same thing: of ten words in either, four are in both. Texts of different things share one or two. */
const ALIKE = 0.4
/** Beyond so many pairs to compare, texts are not looked at. */
const MOST_COMPARED = 250_000
/** Beyond so many differences, equal items are paired first with first instead of by the fewest moves. */
const MOST_DIFFERENCES = 2_000

/** The same item in the earlier and in the later list. */
export interface Pair<Item> {
  readonly was: Placed<Item>
  readonly is: Placed<Item>
}

/** Which items of an earlier list are which of a later one. */
export class Pairing<Item> {
  readonly before: readonly Placed<Item>[]
  readonly after: readonly Placed<Item>[]
  readonly #ofBefore = new Map<Placed<Item>, Pair<Item>>()
  readonly #ofAfter = new Map<Placed<Item>, Pair<Item>>()

  constructor(before: readonly Item[], after: readonly Item[]) {
    this.before = before.map((item, place) => ({ place, item }))
    this.after = after.map((item, place) => ({ place, item }))
  }

  /** The pair that an item of either list is in. */
  pairOf(placed: Placed<Item>): Pair<Item> | undefined {
    return this.#ofBefore.get(placed) ?? this.#ofAfter.get(placed)
  }

  /** A longest sequence of pairs in the same order in both lists: the items that stay when all others move. */
  staying(): Pair<Item>[] {
    const pairs = this.before.flatMap((was) => this.#ofBefore.get(was) ?? [])
    const places = new Set(longestIncreasing(pairs.map(({ is }) => is.place)))
    return pairs.filter((_pair, place) => places.has(place))
  }

  #pair(was: Placed<Item>, is: Placed<Item>): void {
    if (this.pairOf(was) || this.pairOf(is)) return
    const pair = { was, is }
    this.#ofBefore.set(was, pair)
    this.#ofAfter.set(is, pair)
  }

  #left(): { before: Placed<Item>[]; after: Placed<Item>[] } {
    const isLeft = (placed: Placed<Item>) => !this.pairOf(placed)
    return { before: this.before.filter(isLeft), after: this.after.filter(isLeft) }
  }

  /** Whether one item of either list is in no pair. */
  leavesOne(): boolean {
    const { before, after } = this.#left()
    return before.length === 1 && after.length === 1
  }

  /** Pairs items with an equal key: as many as can be in the order in which they stand, then the others. Null is no key. */
  byKey(keyOf: (item: Item) => string | null): void {
    const left = this.#left()
    if (left.before.length === 0 || left.after.length === 0) return
    const keyed = (list: readonly Placed<Item>[]) => list.map((placed) => ({ placed, key: keyOf(placed.item) }))
    const [were, are] = [keyed(left.before), keyed(left.after)]
    const before = Map.groupBy(were, ({ key }) => key)
    const after = Map.groupBy(are, ({ key }) => key)
    const shared = [...before.keys()].filter((key) => key !== null && after.has(key))
    const numbers = new Map(shared.map((key, number) => [key, number]))
    const numbered = (list: readonly Keyed<Item>[]) =>
      list.flatMap(({ placed, key }) => {
        const number = numbers.get(key)
        return number === undefined ? [] : [{ placed, number }]
      })
    this.#inOrder(numbered(were), numbered(are))
    for (const key of shared) {
      const isLeft = ({ placed }: Keyed<Item>) => !this.pairOf(placed)
      const waiting = (after.get(key) ?? []).filter(isLeft).values()
      for (const was of (before.get(key) ?? []).filter(isLeft)) {
        const is = waiting.next().value
        if (is) this.#pair(was.placed, is.placed)
      }
    }
  }

  #inOrder(before: readonly Numbered<Item>[], after: readonly Numbered<Item>[]): void {
    const [were, are] = [before.values(), after.values()]
    const runs = diffArrays(before.map(numberOf), after.map(numberOf), { maxEditLength: MOST_DIFFERENCES })
    for (const { count, added, removed } of runs ?? []) {
      for (let step = 0; step < count; step++) {
        const was = added ? undefined : were.next().value
        const is = removed ? undefined : are.next().value
        if (was && is) this.#pair(was.placed, is.placed)
      }
    }
  }

  /** Pairs items whose texts are alike, the most alike first; of equally alike ones those that stand nearest to one another. */
  byLikeness(sketchOf: (item: Item) => TextSketch): void {
    const left = this.#left()
    if (left.before.length * left.after.length > MOST_COMPARED) return
    const after = left.after.map((is) => ({ is, sketch: sketchOf(is.item) }))
    const likely = left.before.flatMap((was) => {
      const sketch = sketchOf(was.item)
      return after.flatMap((other) => {
        const likeness = resemblance(sketch, other.sketch)
        return likeness < ALIKE ? [] : [{ was, is: other.is, likeness, far: Math.abs(was.place - other.is.place) }]
      })
    })
    // Sorting is stable: what is alike in all this stays in the order of the lists.
    likely.sort((one, other) => other.likeness - one.likeness || one.far - other.far)
    for (const { was, is } of likely) this.#pair(was, is)
  }

  /** Between two items that stay, as many new ones as there were old ones stand in their places, where they may. */
  byPlace(mayReplace: (was: Item, is: Item) => boolean): void {
    const left = this.#left()
    const staying = this.staying()
    const gapOf = (side: keyof Pair<Item>) => {
      const walls = staying.map((pair) => pair[side].place)
      return ({ place }: Placed<Item>) => countBelow(walls, place)
    }
    const after = Map.groupBy(left.after, gapOf('is'))
    for (const [gap, were] of Map.groupBy(left.before, gapOf('was'))) {
      const are = after.get(gap) ?? []
      if (were.length !== are.length) continue
      for (const [index, is] of are.entries()) {
        const was = were[index]
        if (was && mayReplace(was.item, is.item)) this.#pair(was, is)
      }
    }
  }
}

interface Keyed<Item> {
  readonly placed: Placed<Item>
  readonly key: string | null
}

interface Numbered<Item> {
  readonly placed: Placed<Item>
  readonly number: number
}

const numberOf = ({ number }: Numbered<unknown>): number => number

/** How many of the rising numbers are below one. */
function countBelow(rising: readonly number[], limit: number): number {
  const place = rising.findIndex((value) => value > limit)
  return place < 0 ? rising.length : place
}
