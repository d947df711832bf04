import type { TextSketch } from '../lib/text/resemblance.ts'
import { type Pair, Pairing } from './pairing.ts'

/** By what an item of a list is known again in a later state of the list. */
export interface Identity<Item> {
  /** Strictest first: items with an equal key are the same. Null: not known by it. */
  readonly keys: readonly ((item: Item) => string | null)[]
  /** For items that no key tells: those whose texts are alike are the same. */
  readonly sketch?: (item: Item) => TextSketch
  /** Whether one at the position of the other is a rewritten version of it. */
  readonly replaces?: (was: Item, is: Item) => boolean
}

/** What became of an item: `place` in the later list and `from` in the earlier one. */
export type Step<Item> =
  | {
      readonly kind: 'KEPT' | 'MOVED'
      readonly from: number
      readonly place: number
      readonly was: Item
      readonly is: Item
    }
  /**
   * Of an added item `from` is the place after the staying item that it follows; a removed item has its place in the earlier list twice.
   */
  | { readonly kind: 'ADDED' | 'REMOVED'; readonly from: number; readonly place: number; readonly item: Item }

/**
 * One step for each item of both lists, in the order of the later list; removed items at their old position. The moves are the fewest that
 * lead from one order to the other.
 */
export function stepsBetween<Item>(
  before: readonly Item[],
  after: readonly Item[],
  identity: Identity<Item>,
): Step<Item>[] {
  const pairing = new Pairing(before, after)
  for (const key of identity.keys) pairing.byKey(key)
  // After a small change one item of each list is unmatched: at the same position it is matched without comparing texts.
  if (identity.replaces && pairing.leavesOne()) pairing.byPlace(identity.replaces)
  if (identity.sketch) pairing.byLikeness(identity.sketch)
  if (identity.replaces) pairing.byPlace(identity.replaces)
  return inOrder(pairing)
}

function inOrder<Item>(pairing: Pairing<Item>): Step<Item>[] {
  const staying = new Set<Pair<Item> | undefined>(pairing.staying())
  const steps: Step<Item>[] = []
  let next = 0
  let afterStaying = 0
  const passRemoved = () => {
    for (const placed of pairing.before.slice(next)) {
      const pair = pairing.pairOf(placed)
      if (staying.has(pair)) return
      if (!pair) steps.push({ kind: 'REMOVED', from: placed.place, ...placed })
      next = placed.place + 1
    }
  }
  passRemoved()
  for (const placed of pairing.after) {
    const pair = pairing.pairOf(placed)
    if (!pair) {
      steps.push({ kind: 'ADDED', from: afterStaying, ...placed })
      continue
    }
    const { was, is } = pair
    const stays = staying.has(pair)
    steps.push({ kind: stays ? 'KEPT' : 'MOVED', from: was.place, place: is.place, was: was.item, is: is.item })
    if (!stays) continue
    next = was.place + 1
    afterStaying = next
    passRemoved()
  }
  return steps
}
