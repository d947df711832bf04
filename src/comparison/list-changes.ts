import { type About, added, type BlockDivision, type ContentChange, moved, partOf, removed } from './change.ts'
import type { Comparison, Place } from './comparison.ts'
import { type Divisible, type Division, divisionsOf, type Part } from './divisions.ts'
import { type Identity, type Step, stepsBetween } from './steps.ts'

/** How the items of a list are compared. */
export interface ItemComparison<Item> {
  readonly identity: Identity<Item>
  /** The item in words */
  readonly text: (item: Item, place: Place) => string
  /** What differs between an item and what became of it, at the path of the later */
  readonly inside: Comparison<Item>
  /** What its words do not say */
  readonly about?: (item: Item) => About
  /** If items can be split and joined; `html` is the inline HTML of one that is nothing else */
  readonly divisible?: Divisible<Item> & { readonly html: (item: Item) => string | null }
}

/** What differs between two states of a list, in the order of the later one. An item that moved and changed is in it twice. */
export function listChanges<Item>(
  before: readonly Item[],
  after: readonly Item[],
  comparison: ItemComparison<Item>,
  place: Place,
): ContentChange[] {
  // A save leaves most lists as they are.
  if (before === after) return []
  const steps = stepsBetween(before, after, comparison.identity)
  const divisions = comparison.divisible ? divisionsOf(steps, comparison.divisible) : new Map<Step<Item>, never>()
  return steps.flatMap((step) => {
    const changes = stepChanges(step, comparison, place)
    const division = divisions.get(step)
    return division
      ? changes.map((change) => ({ ...change, division: described(division, step, comparison, place) }))
      : changes
  })
}

function stepChanges<Item>(
  step: Step<Item>,
  { text, inside, about = () => ({}) }: ItemComparison<Item>,
  place: Place,
): readonly ContentChange[] {
  const at = partOf(place, step.place, step.from)
  if ('item' in step) return [(step.kind === 'ADDED' ? added : removed)(at, text(step.item, place), about(step.item))]
  const { was, is } = step
  const changes = inside(was, is, at)
  if (step.kind === 'KEPT') return changes
  return [moved(at, [text(was, place), about(was)], [text(is, place), about(is)]), ...changes]
}

/** The first part, or the one that is there before and after, has the markup of the whole. */
function described<Item>(
  { from, into }: Division<Item>,
  step: Step<Item>,
  { divisible }: ItemComparison<Item>,
  place: Place,
): BlockDivision {
  const parts = [...from, ...into]
  const first = (parts.find((part) => part.step.kind === 'KEPT') ?? parts[0])?.step
  const htmlOf = (those: readonly Part<Item>[]) => those.map(({ item }) => divisible?.html(item) ?? null)
  const [before, after] = [htmlOf(from), htmlOf(into)]
  const isHtml = step === first && ![...before, ...after].includes(null)
  return {
    from: from.map((part) => `${place.basePath}.${part.place}`),
    into: into.map((part) => `${place.path}.${part.place}`),
    html: isHtml ? { before: before.join(' '), after: after.join(' ') } : null,
  }
}
