import { LRUCache } from 'lru-cache'

/** One takes longer to make than a page to count, and some memory; of the locales of a newsroom few are in use. */
const segmenters = new LRUCache<string, Intl.Segmenter>({
  max: 50,
  memoMethod: (locale) => new Intl.Segmenter(locale, { granularity: 'word' }),
})

/** An article is saved many times and most of its paragraphs are as they were: so counts are cached, up to a few megabytes. */
const counted = new LRUCache<string, number>({ max: 4_000 })
const LONGEST_KEPT = 1_000

/**
 * Counts words as the language divides them, Chinese and Thai without spaces included.
 *
 * @throws RangeError when the locale is not a BCP 47 tag
 */
export function wordCount(text: string, locale: string): number {
  let words = 0
  // No word goes over the end of a line.
  for (const line of text.split('\n')) words += wordsInLine(line, locale)
  return words
}

function wordsInLine(line: string, locale: string): number {
  const key = `${locale} ${line}`
  const known = counted.get(key)
  if (known !== undefined) return known
  let words = 0
  for (const { isWordLike } of segmenters.memo(locale).segment(line)) if (isWordLike) words++
  if (line.length <= LONGEST_KEPT) counted.set(key, words)
  return words
}

/** Silent reading of non-fiction by adults; the mean of 190 studies: M. Brysbaert, Journal of Memory and Language 109 (2019), 104047. */
const WORDS_PER_MINUTE = 238

/** Whole minutes, at least one. */
export function readingTimeMinutes(words: number): number {
  return Math.max(1, Math.round(words / WORDS_PER_MINUTE))
}
