// How similar two texts are, computed from sketches: the cost of a comparison does not grow with the length of the texts.

/** A text's lowest hashes of words, rising. Of a short text those of all its words. */
export type TextSketch = readonly number[]

const HASHES = 64
const segmenter = new Intl.Segmenter('en', { granularity: 'word' })

export function sketchOf(text: string): TextSketch {
  const hashes = new Set<number>()
  for (const { segment, isWordLike } of segmenter.segment(text)) if (isWordLike) hashes.add(hash(segment.toLowerCase()))
  return [...hashes].sort((one, other) => one - other).slice(0, HASHES)
}

/** FNV-1a over UTF-16 units. */
function hash(word: string): number {
  let value = 0x811c9dc5
  for (let place = 0; place < word.length; place++) value = Math.imul(value ^ word.charCodeAt(place), 0x01000193)
  return value >>> 0
}

/**
 * How many of the words of both texts are in either of them, 0 to 1, order and repetition aside. Exact for up to 64 different words, an estimate
 * beyond that: A. Z. Broder, On the resemblance and containment of documents, 1997.
 */
export function resemblance(one: TextSketch, other: TextSketch): number {
  let [i, j, shared, all] = [0, 0, 0, 0]
  for (; all < HASHES && (i < one.length || j < other.length); all++) {
    const a = one[i] ?? Number.POSITIVE_INFINITY
    const b = other[j] ?? Number.POSITIVE_INFINITY
    if (a === b) shared++
    if (a <= b) i++
    if (b <= a) j++
  }
  return all === 0 ? 0 : shared / all
}
