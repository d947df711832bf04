import { escapeText } from 'entities'
import { listOf, textOf } from '../lib/json.ts'

/** How much of a text a passage is looked for in, in characters. */
export const SNIPPET_SOURCE = 20_000

const MOST_WORDS = 35
/** Of a script without spaces a word is a whole clause. */
const MOST_CHARACTERS = 300
/** How much is shown before the first match of a passage */
const WORDS_BEFORE = 5
const CHARACTERS_BEFORE = 40

/** A word, also in parts as "Wi-Fi" or "O’Brien", and the parts of one: search_marks of the database divides a text in the same way. */
const LETTERS = String.raw`[\p{L}\p{M}\p{N}]+`
const BETWEEN = String.raw`(?:[-.'&·\u00AD\u05BE\u05F3\u05F4\u200B-\u200F\u2010\u2011\u2018\u2019\u2060\uFEFF]|["\u201D](?=[א-ת]))`
/** The group is empty if the word has one part. */
const WORD = new RegExp(`${LETTERS}((?:${BETWEEN}${LETTERS})*)`, 'gu')
const PART = new RegExp(LETTERS, 'gu')
const DENSE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u

/** A place in a text. */
interface Span {
  readonly start: number
  readonly end: number
}

interface Word extends Span {
  readonly marks: readonly Span[]
}

/** A text, which of its words match, and the words of the query. */
interface Source {
  readonly text: string
  readonly matching: ReadonlySet<unknown>
  readonly asked: readonly string[]
}

function sourceOf(value: unknown): Source {
  const [text, matching, words] = listOf(value)
  const asked = listOf(words).flatMap((terms) => listOf(terms).map(termText))
  return { text: textOf(text), matching: new Set(listOf(matching)), asked }
}

function termText(term: unknown): string {
  return typeof term === 'object' && term !== null && 'text' in term ? textOf(term.text).toLowerCase() : ''
}

const NONE: readonly Span[] = []

/** A page of results has some hundred thousand words, of which next to none match: those take no more than a look. */
function wordsOf(source: Source): Word[] {
  const words: Word[] = []
  for (const { 0: word, 1: more, index } of source.text.matchAll(WORD)) {
    const isPlain = more === '' && !source.matching.has(word)
    const marks = isPlain ? NONE : marksIn(word, source).map((span) => moved(span, index))
    words.push({ start: index, end: index + word.length, marks })
  }
  return words
}

function moved({ start, end }: Span, by: number): Span {
  return { start: start + by, end: end + by }
}

/** What is marked of a word: in a script without spaces what was asked for, otherwise the parts that match, or the word. */
function marksIn(word: string, { matching, asked }: Source): Span[] {
  if (DENSE.test(word)) {
    const isFound = [...word.matchAll(PART)].some(([part]) => matching.has(part)) || matching.has(word)
    return isFound ? askedIn(word, asked) : []
  }
  const parts = Array.from(word.matchAll(PART), ({ 0: part, index }) => ({
    part,
    start: index,
    end: index + part.length,
  }))
  const found = parts.filter(({ part }) => matching.has(part))
  const spans =
    matching.has(word) && (found.length === 0 || found.length === parts.length)
      ? [{ start: 0, end: word.length }]
      : found
  return spans.map((span) => afterPrefix(word, span, asked))
}

/** Hebrew writes "to", "in", "and" and others as letters before the word: they are not marked where only the word was asked for. */
function afterPrefix(word: string, { start, end }: Span, asked: readonly string[]): Span {
  const found = word.slice(start, end)
  const text = asked.find(
    (text) => text !== found && /^[והבלכמש]{1,3}$/.test(found.slice(0, -text.length)) && found.endsWith(text),
  )
  return { start: text === undefined ? start : end - text.length, end }
}

function askedIn(word: string, asked: readonly string[]): Span[] {
  const small = word.toLowerCase()
  const spans = asked.flatMap((text) => {
    const found: Span[] = []
    for (let at = small.indexOf(text); text !== '' && at >= 0; at = small.indexOf(text, at + text.length))
      found.push({ start: at, end: at + text.length })
    return found
  })
  const whole = { start: 0, end: word.length }
  return spans.length === 0 || small.length !== word.length ? [whole] : joined(spans)
}

/** In their order, and none within another. */
function joined(spans: readonly Span[]): Span[] {
  const list: Span[] = []
  for (const span of spans.toSorted((one, other) => one.start - other.start)) {
    const last = list.at(-1)
    if (last && span.start <= last.end) list[list.length - 1] = { start: last.start, end: Math.max(last.end, span.end) }
    else list.push(span)
  }
  return list
}

/** HTML: what matches in `<mark>`, and everything else escaped. */
function html(text: string, { start, end }: Span, marks: readonly Span[]): string {
  let written = ''
  let at = start
  for (const mark of marks) {
    if (mark.start < at || mark.end > end) continue
    written += `${escapeText(text.slice(at, mark.start))}<mark>${escapeText(text.slice(mark.start, mark.end))}</mark>`
    at = mark.end
  }
  return written + escapeText(text.slice(at, end))
}

export function markedHeadline(value: unknown): string {
  const source = sourceOf(value)
  return html(
    source.text,
    { start: 0, end: source.text.length },
    wordsOf(source).flatMap(({ marks }) => marks),
  )
}

/** The passage with the most matches, the first of several; the start of the text if there is none. An ellipsis stands where text is left out. */
export function markedSnippet(value: unknown): string {
  const source = sourceOf(value)
  const words = wordsOf(source)
  const marks = words.flatMap((word) => word.marks)
  const shown = wholeCharacters(source.text, bestPassage(words, marks))
  const isCutAfter = source.text.length >= SNIPPET_SOURCE || isMore(source.text.slice(shown.end))
  const [before, after] = [isMore(source.text.slice(0, shown.start)), isCutAfter].map((isCut) => (isCut ? '…' : ''))
  return `${before}${html(source.text, shown, marks)}${after}`
}

function bestPassage(words: readonly Word[], marks: readonly Span[]): Span {
  let best = { ...passageFrom(words, 0, 0), found: 0 }
  words.forEach((word, place) => {
    const [first] = word.marks
    if (!first) return
    const passage = passageFrom(words, place, first.start)
    const found = marksWithin(marks, passage)
    if (found > best.found) best = { ...passage, found }
  })
  return best
}

/** How many of the marks, which are in their order. */
function marksWithin(marks: readonly Span[], { start, end }: Span): number {
  return countOf(marks, (mark) => mark.end <= end) - countOf(marks, (mark) => mark.start < start)
}

/** How many of a list are of a kind, if all of those come before all others. */
function countOf(marks: readonly Span[], isOfKind: (mark: Span) => boolean): number {
  let [from, to] = [0, marks.length]
  while (from < to) {
    const middle = (from + to) >> 1
    const mark = marks[middle]
    if (mark && isOfKind(mark)) from = middle + 1
    else to = middle
  }
  return from
}

const isMore = (text: string): boolean => /\S/.test(text)

/** The passage around a place in a word. */
function passageFrom(words: readonly Word[], place: number, at: number): Span {
  const word = words[place]
  if (!word) return { start: 0, end: 0 }
  const earliest = at - CHARACTERS_BEFORE
  const before = words.slice(Math.max(0, place - WORDS_BEFORE), place).filter(({ start }) => start >= earliest)
  // A clause without spaces may be longer than what is shown before the match.
  const start = before[0]?.start ?? Math.max(word.start, earliest)
  const most = start + MOST_CHARACTERS
  const from = place - before.length
  const shown = words.slice(from, from + MOST_WORDS).filter((shownWord) => shownWord.end <= most)
  return { start, end: shown.at(-1)?.end ?? Math.min(word.end, most) }
}

/** With the punctuation that stands at its words, and no character cut in two. */
function wholeCharacters(text: string, { start, end }: Span): Span {
  const isCut = (at: number) => /^[\uDC00-\uDFFF]/.test(text.slice(at, at + 1))
  const [from, to] = [isCut(start) ? start - 1 : start, isCut(end) ? end + 1 : end]
  const before = /[^\s\p{L}\p{M}\p{N}]{0,5}$/u.exec(text.slice(Math.max(0, from - 10), from))?.[0] ?? ''
  const after = /^[^\s\p{L}\p{M}\p{N}]{0,5}/u.exec(text.slice(to, to + 10))?.[0] ?? ''
  return { start: from - before.length, end: to + after.length }
}
