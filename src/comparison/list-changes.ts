import { type Identity, stepsBetween } from '../lib/steps.ts'
import { added, type ContentChange, moved, partOf, removed } from './change.ts'
import type { Comparison, Place } from './comparison.ts'

/** How the items of a list are compared. */
export interface ItemComparison<Item> {
  readonly identity: Identity<Item>
  /** The item in words */
  readonly text: (item: Item, place: Place) => string
  /** What differs between an item and what became of it, at the path of the later */
  readonly inside: Comparison<Item>
}

/** What differs between two states of a list, in the order of the later one. An item that moved and changed is in it twice. */
export function listChanges<Item>(
  before: readonly Item[],
  after: readonly Item[],
  { identity, text, inside }: ItemComparison<Item>,
  place: Place,
): ContentChange[] {
  // A save leaves most lists as they are.
  if (before === after) return []
  return stepsBetween(before, after, identity).flatMap((step): readonly ContentChange[] => {
    const at = partOf(place, step.place, step.from)
    if ('item' in step) return [(step.kind === 'ADDED' ? added : removed)(at, text(step.item, place))]
    const { was, is } = step
    const changes = inside(was, is, at)
    if (step.kind === 'KEPT') return changes
    return [moved(at, text(was, place), text(is, place)), ...changes]
  })
}
