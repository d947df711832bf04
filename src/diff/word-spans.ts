import { diffArrays } from 'diff'
import { longestIncreasing } from '../lib/longest-increasing.ts'

/** A run of words that is in both texts, in the later one only, or in the earlier one only. */
export interface WordSpan {
  readonly kind: 'SAME' | 'INSERTED' | 'DELETED'
  readonly text: string
}

const segmenter = new Intl.Segmenter('en', { granularity: 'word' })

/** Words, and what stands between them, as Unicode divides text: Hebrew and Arabic, Chinese and Thai too. */
function words(text: string): readonly string[] {
  return Array.from(segmenter.segment(text), ({ segment }) => segment)
}

/**
 * A change of text word by word: SAME and INSERTED make up the later text, SAME and DELETED the earlier one, to the last space.
 * @param effort how many words may differ for the shortest list of changes; beyond that what is found is still true, and may be longer.
 * Cost grows with its square.
 */
export function wordSpans(before: string, after: string, effort: number): WordSpan[] {
  const spans = new Spans()
  addWithoutEnds(spans, words(before), words(after), (were, are) => {
    const runs = diffArrays([...were], [...are], { maxEditLength: effort })
    if (!runs) addAroundUnique(spans, were, are)
    for (const { value, added, removed } of runs ?? []) {
      spans.add(added ? 'INSERTED' : removed ? 'DELETED' : 'SAME', value)
    }
  })
  return spans.list()
}

type WordList = readonly string[]

/** What both begin and end with is the same; `addMiddle` says what the rest is. */
function addWithoutEnds(
  spans: Spans,
  were: WordList,
  are: WordList,
  addMiddle: (were: WordList, are: WordList) => void,
): void {
  const start = sharedStart(were, are)
  const end = sharedStart(were.slice(start).reverse(), are.slice(start).reverse())
  spans.add('SAME', were.slice(0, start))
  addMiddle(were.slice(start, were.length - end), are.slice(start, are.length - end))
  spans.add('SAME', were.slice(were.length - end))
}

function sharedStart(one: WordList, other: WordList): number {
  const difference = one.findIndex((word, place) => word !== other[place])
  return difference < 0 ? one.length : difference
}

/** Words that occur once in each text, as far as they are in the same order, divide both texts: the parts between them have changed. */
function addAroundUnique(spans: Spans, before: WordList, after: WordList): void {
  const places = uniquePlaces(after)
  const common = [...uniquePlaces(before)].flatMap(([word, was]) => {
    const is = places.get(word)
    return is === undefined ? [] : [{ was, is }]
  })
  const rising = new Set(longestIncreasing(common.map(({ is }) => is)))
  const anchors = common.filter((_, place) => rising.has(place))
  let start = { was: 0, is: 0 }
  for (const end of [...anchors, { was: before.length, is: after.length }]) {
    addWithoutEnds(spans, before.slice(start.was, end.was), after.slice(start.is, end.is), (were, are) => {
      spans.add('DELETED', were)
      spans.add('INSERTED', are)
    })
    spans.add('SAME', before.slice(end.was, end.was + 1))
    start = { was: end.was + 1, is: end.is + 1 }
  }
}

/** In the order of the list. */
function uniquePlaces(list: WordList): Map<string, number> {
  const places = new Map<string, number>()
  const repeated = new Set<string>()
  for (const [place, word] of list.entries()) {
    if (places.has(word)) repeated.add(word)
    else places.set(word, place)
  }
  for (const word of repeated) places.delete(word)
  return places
}

/** Joins what belongs together: a space between two changed words changes with them, and of one change the deleted words come first. */
class Spans {
  readonly #list: WordSpan[] = []
  #deleted = ''
  #inserted = ''
  #space = ''

  add(kind: WordSpan['kind'], words: WordList): void {
    const text = words.join('')
    if (text === '') return
    if (kind !== 'SAME') this.#change(kind, text)
    else if (this.#isChanging && text.trim() === '') this.#space += text
    else {
      this.#settle()
      this.#push('SAME', text)
    }
  }

  list(): WordSpan[] {
    this.#settle()
    return this.#list
  }

  get #isChanging(): boolean {
    return this.#deleted !== '' || this.#inserted !== ''
  }

  #change(kind: 'INSERTED' | 'DELETED', text: string): void {
    this.#deleted += this.#space + (kind === 'DELETED' ? text : '')
    this.#inserted += this.#space + (kind === 'INSERTED' ? text : '')
    this.#space = ''
  }

  #settle(): void {
    const [deleted, inserted, space] = [this.#deleted, this.#inserted, this.#space]
    this.#deleted = this.#inserted = this.#space = ''
    this.#push('DELETED', deleted)
    this.#push('INSERTED', inserted)
    this.#push('SAME', space)
  }

  #push(kind: WordSpan['kind'], text: string): void {
    if (text === '') return
    const last = this.#list.at(-1)
    if (last?.kind === kind) this.#list[this.#list.length - 1] = { kind, text: last.text + text }
    else this.#list.push({ kind, text })
  }
}
