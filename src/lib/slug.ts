import anyAscii from 'any-ascii'

/** What an address may have as its last part, in the database as here. */
export const MOST_IN_SLUG = 200

/** Addresses made by us stay readable. */
const MOST_IN_MADE_SLUG = 80

const SLUG = /^[a-z0-9]+(?:-[a-z0-9]+)*$/

export function isSlug(text: string): boolean {
  return text.length <= MOST_IN_SLUG && SLUG.test(text)
}

/** Han is written without spaces, and is easier to read with a hyphen between the syllables. */
const HAN = /\p{Script=Han}/gu

/** Their names (":tada:") are no words of the text. */
const PICTOGRAPHS = /[\p{Emoji_Presentation}\p{Extended_Pictographic}]/gu

/** Marks within words, as in "don't" and in the Hebrew acronym tsh"l, that divide none. */
const WITHIN_WORDS = /['"`]/g

/**
 * The text in the letters a to z and digits, whatever its script, shortened at the end of a word; empty if nothing of it can be written so.
 */
export function slugOf(text: string): string {
  const words = anyAscii(text.replace(PICTOGRAPHS, ' ').replace(HAN, ' $& '))
    .replace(WITHIN_WORDS, '')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '')
  return shortened(words.join('-'), MOST_IN_MADE_SLUG)
}

/** The same for the nth thing of that name: "storm-2". Never longer than a slug may be. */
export function numberedSlug(slug: string, number: number): string {
  const end = `-${number}`
  return `${shortened(slug, MOST_IN_SLUG - end.length)}${end}`
}

function shortened(slug: string, most: number): string {
  if (slug.length <= most) return slug
  const wordsEnd = slug.lastIndexOf('-', most)
  return slug.slice(0, wordsEnd > 0 ? wordsEnd : most)
}
