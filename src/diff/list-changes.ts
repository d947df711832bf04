import { type Identity, stepsBetween } from '../lib/steps.ts'
import { added, type ContentChange, moved, removed } from './change.ts'

/** How a list of a content is compared. */
export interface ListOf<Item> {
  /** Of the list: "body" */
  readonly path: string
  readonly identity: Identity<Item>
  /** The item in words */
  readonly text: (item: Item) => string
  /** What differs between an item and what became of it, at the path of the later */
  readonly inside: (was: Item, is: Item, path: string) => readonly ContentChange[]
}

/** What differs between two states of a list, in the order of the later one. What moved and changed is in it as both. */
export function listChanges<Item>(
  before: readonly Item[],
  after: readonly Item[],
  { path, identity, text, inside }: ListOf<Item>,
): ContentChange[] {
  // A save leaves most lists as they are.
  if (before === after) return []
  return stepsBetween(before, after, identity).flatMap((step): readonly ContentChange[] => {
    const at = `${path}.${step.place}`
    if ('item' in step) return [(step.kind === 'ADDED' ? added : removed)(at, text(step.item))]
    const { was, is, from } = step
    const changes = inside(was, is, at)
    return step.kind === 'KEPT' ? changes : [moved(`${path}.${from}`, at, text(was), text(is)), ...changes]
  })
}
