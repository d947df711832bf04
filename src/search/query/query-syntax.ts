/** A word, or words that stand side by side. What a word is, the database's function search_term says. */
export interface Term {
  readonly text: string
  /** What has it is not found */
  readonly not?: true
  /** Its last word may be incomplete */
  readonly begun?: true
}

export interface ParsedQuery {
  /** What is found has every term of one of these: what search_query takes */
  readonly alternatives: readonly (readonly Term[])[]
  /** Whether the query is only words: no quotes, OR or minus */
  readonly isPlain: boolean
}

const QUOTES = /["“”„‟«»‹›「」『』〝〞＂]/gu

/** Before the last letter of a Hebrew abbreviation people type a quote instead of its own mark, U+05F4. */
const TYPED_MARK = /(?<=\p{Script=Hebrew})["“”](?=\p{Script=Hebrew})/gu

const TERM = /(?<minus>-*)(?:"(?<quoted>[^"]*)(?:"|$)|(?<word>[^\s"]+))/gu

/** Letters of scripts that are written without spaces, with the marks that both kana share */
const DENSE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\u30FC\uFF70\uFF9E\uFF9F]+/gu

const segmenter = new Intl.Segmenter('ja', { granularity: 'word' })

const isWord = (text: string) => /[\p{L}\p{N}]/u.test(text)

/** What people type into a search: words, "quoted phrases", OR between alternatives, and - before what must not be found. */
export function parseQuery(text: string): ParsedQuery {
  // JavaScript takes U+FEFF for a space; in a text that was pasted it is an invisible mark.
  const typed = text.normalize('NFC').replaceAll('\uFEFF', '').replace(TYPED_MARK, '\u05F4').replace(QUOTES, '"')
  const alternatives: Term[][] = [[]]
  let isPlain = true
  for (const { groups } of typed.matchAll(TERM)) {
    const { minus = '', quoted, word = '' } = groups ?? {}
    const last = alternatives.at(-1)
    if (word === 'OR' && minus === '') {
      isPlain = false
      if (last?.length !== 0) alternatives.push([])
      continue
    }
    if (minus !== '' || quoted !== undefined) isPlain = false
    last?.push(...termsOf(quoted ?? word, minus !== '', quoted !== undefined))
  }
  const found = alternatives.filter((terms) => terms.length > 0)
  return found.length > 0 ? { alternatives: found, isPlain } : { alternatives: [[{ text }]], isPlain: true }
}

function termsOf(text: string, isNot: boolean, isQuoted: boolean): Term[] {
  if (!isWord(text)) return []
  if (isNot) return [{ text, not: true }]
  if (isQuoted) return [{ text }]
  return dividedByWords(text)
    .filter(isWord)
    .map((word) => ({ text: word }))
}

/** Only what is written without spaces is divided: where other words end, the database says. */
function dividedByWords(text: string): string[] {
  const parts: string[] = []
  let end = 0
  for (const { 0: run, index } of text.matchAll(DENSE)) {
    parts.push(text.slice(end, index), ...Array.from(segmenter.segment(run), ({ segment }) => segment))
    end = index + run.length
  }
  return [...parts, text.slice(end)]
}

/** Words that are being typed: each is the beginning of one, and nothing has a meaning of its own. */
export function begunWords(text: string): ParsedQuery['alternatives'] {
  const words = text.normalize('NFC').replaceAll('\uFEFF', '').split(/\s+/u).filter(isWord)
  return [words.map((word) => ({ text: word, begun: true }))]
}

/** The query with its last word as the beginning of one, unless that is quoted or excluded. */
export function withLastBegun(text: string): ParsedQuery['alternatives'] {
  const { alternatives } = parseQuery(text)
  const last = alternatives.at(-1)?.at(-1)
  if (!last || last.not || /["“”„‟«»‹›「」『』〝〞＂]\s*$/u.test(text)) return alternatives
  if (isInQuotes(text)) return alternatives
  const rest = alternatives.slice(0, -1)
  return [...rest, [...(alternatives.at(-1)?.slice(0, -1) ?? []), { ...last, begun: true }]]
}

const isInQuotes = (text: string) => (text.match(QUOTES)?.length ?? 0) % 2 === 1

/** Each word of a query that is to be marked in what is found, as alternatives. */
export function markedWords({ alternatives }: ParsedQuery): ParsedQuery['alternatives'] {
  return alternatives.flatMap((terms) =>
    terms.flatMap(({ text, not }) =>
      not
        ? []
        : text
            .split(/\s+/u)
            .filter(isWord)
            .map((word) => [{ text: word }]),
    ),
  )
}
