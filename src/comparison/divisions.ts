import type { Step } from './steps.ts'

/** How division is recognized: only by the words of the items. */
export interface Divisible<Item> {
  /** The words, in which spaces do not count */
  readonly text: (item: Item) => string
  /** Whether the one can be a part of the other */
  readonly isAlike: (one: Item, other: Item) => boolean
}

/** One item that became several, or several that became one: their places in the earlier and in the later list. */
export interface Division<Item> {
  readonly from: readonly Part<Item>[]
  readonly into: readonly Part<Item>[]
}

export interface Part<Item> {
  readonly place: number
  readonly item: Item
  readonly step: Step<Item>
}

type Side = 'from' | 'into'

const OTHER = { from: 'into', into: 'from' } as const

/** The items that were split or joined, in the order of the steps. Each step is in one of them at most. */
export function divisionsOf<Item>(
  steps: readonly Step<Item>[],
  { text, isAlike }: Divisible<Item>,
): Map<Step<Item>, Division<Item>> {
  const found = new Map<Step<Item>, Division<Item>>()
  const squeezed = (item: Item) => text(item).replace(/\s+/gu, '')
  for (const [index, step] of steps.entries()) {
    for (const side of ['from', 'into'] as const) {
      const whole = partOn(side, step)
      if (!whole || found.has(step)) continue
      const run = runAround(steps, index, OTHER[side], found)
      // Most items have nothing new beside them: their words are not looked at.
      if (run.length < 2) continue
      const parts = partsOf(run, squeezed(whole.item), (item) => (isAlike(item, whole.item) ? squeezed(item) : ''))
      if (!parts || (step.kind === 'KEPT' && !parts.some((part) => part.step === step))) continue
      const division = side === 'from' ? { from: [whole], into: parts } : { from: parts, into: [whole] }
      for (const part of [whole, ...parts]) found.set(part.step, division)
    }
  }
  return found
}

/** What the step has in the earlier list ("from") or in the later one ("into"). An item that moved was not divided. */
function partOn<Item>(side: Side, step: Step<Item>): Part<Item> | null {
  if (step.kind === 'MOVED') return null
  if (step.kind === 'KEPT') {
    return side === 'from' ? { place: step.from, item: step.was, step } : { place: step.place, item: step.is, step }
  }
  const isThere = step.kind === (side === 'from' ? 'REMOVED' : 'ADDED')
  return isThere ? { place: step.place, item: step.item, step } : null
}

/** The items of one side that were added or removed around a step, up to those that stay; with the step's own, if it has one. */
function runAround<Item>(
  steps: readonly Step<Item>[],
  index: number,
  side: Side,
  taken: ReadonlyMap<Step<Item>, unknown>,
): Part<Item>[] {
  const isOpen = (step: Step<Item> | undefined) => step?.kind === 'ADDED' || step?.kind === 'REMOVED'
  let [start, end] = [index, index + 1]
  while (isOpen(steps[start - 1])) start--
  while (isOpen(steps[end])) end++
  return steps.slice(start, end).flatMap((step) => (taken.has(step) ? [] : (partOn(side, step) ?? [])))
}

/** The first consecutive items, at least two, whose words one after the other are these. */
function partsOf<Item>(
  run: readonly Part<Item>[],
  words: string,
  wordsOf: (item: Item) => string,
): Part<Item>[] | null {
  const texts = run.map(({ item }) => wordsOf(item))
  for (const start of run.keys()) {
    let length = 0
    for (let end = start; end < run.length && length < words.length; end++) {
      const text = texts[end]
      if (!text || !words.startsWith(text, length)) break
      length += text.length
      if (length === words.length && end > start) return run.slice(start, end + 1)
    }
  }
  return null
}
