import { type Mark, type MarkedText, markedTexts } from '../markup/marks.ts'
import type { WordSpan } from './word-spans.ts'

/** A change of the markup of words that are in both texts, as schema.graphql has it. */
export interface MarkupChange {
  readonly kind: 'ADDED' | 'REMOVED' | 'CHANGED' | 'REGROUPED'
  readonly element: string | null
  readonly text: string
  readonly before: string | null
  readonly after: string | null
}

/** How the markup of the words differs that both texts have. @param words from the one text to the other */
export function markupChanges(before: string, after: string, words: readonly WordSpan[]): MarkupChange[] {
  const [were, are] = [new Marks(before), new Marks(after)]
  const changes = new Changes()
  for (const { kind, text } of words) {
    if (kind === 'DELETED') were.take(text.length)
    else if (kind === 'INSERTED') are.take(text.length)
    else compareSame(text, were, are, changes)
    if (kind !== 'SAME') changes.end()
  }
  const found = changes.list()
  if (found.length > 0 || before === after || words.some(({ kind }) => kind !== 'SAME')) return found
  return [{ kind: 'REGROUPED', element: null, text: words.map(({ text }) => text).join(''), before: null, after: null }]
}

function compareSame(text: string, were: Marks, are: Marks, changes: Changes): void {
  for (let place = 0; place < text.length; ) {
    const length = Math.min(text.length - place, were.left, are.left)
    if (length <= 0) return
    changes.add(text.slice(place, place + length), were.take(length), are.take(length))
    place += length
  }
}

/** Walks the runs of a text. */
class Marks {
  readonly #runs: readonly MarkedText[]
  #run = 0
  #place = 0

  constructor(html: string) {
    this.#runs = markedTexts(html)
  }

  /** How much of the current run is to come */
  get left(): number {
    return (this.#runs[this.#run]?.text.length ?? 0) - this.#place
  }

  /** Walks on, and gives the marks at the place where it was. */
  take(length: number): readonly Mark[] {
    const marks = this.#runs[this.#run]?.marks ?? []
    this.#place += length
    while (this.#run < this.#runs.length && this.left <= 0) {
      this.#place = -this.left
      this.#run++
    }
    return marks
  }
}

type Difference = Omit<MarkupChange, 'text'>

interface Draft {
  readonly difference: Difference
  text: string
}

/** Joins what changed alike in one run of words. */
class Changes {
  readonly #list: Draft[] = []
  #open: Draft[] = []

  add(text: string, were: readonly Mark[], are: readonly Mark[]): void {
    this.#open = markChanges(were, are).map((difference) => {
      const change = this.#open.find((other) => isAlike(other.difference, difference)) ?? { difference, text: '' }
      if (change.text === '') this.#list.push(change)
      change.text += text
      return change
    })
  }

  /** What follows is not beside what was. */
  end(): void {
    this.#open = []
  }

  list(): MarkupChange[] {
    return this.#list.map(({ difference, text }) => ({ ...difference, text }))
  }
}

function isAlike(one: Difference, other: Difference): boolean {
  return (
    one.kind === other.kind && one.element === other.element && one.before === other.before && one.after === other.after
  )
}

/** An element whose value differs is CHANGED; one that only one of the two texts has is ADDED or REMOVED. */
function markChanges(were: readonly Mark[], are: readonly Mark[]): Difference[] {
  const added = without(are, were)
  return [
    ...without(were, are).map(({ element, value }): Difference => {
      const place = added.findIndex((mark) => mark.element === element)
      const [now] = place < 0 ? [] : added.splice(place, 1)
      const kind = now ? 'CHANGED' : 'REMOVED'
      return { kind, element, before: value, after: now?.value ?? null }
    }),
    ...added.map(({ element, value }): Difference => ({ kind: 'ADDED', element, before: null, after: value })),
  ]
}

function without(marks: readonly Mark[], others: readonly Mark[]): Mark[] {
  const left = [...others]
  return marks.filter(({ element, value }) => {
    const place = left.findIndex((other) => other.element === element && other.value === value)
    if (place >= 0) left.splice(place, 1)
    return place < 0
  })
}
