import anyAscii from 'any-ascii'

/** What an address may have as its last part, in the database as here. */
export const MOST_IN_SLUG = 200

/** Addresses made by us stay readable. */
const MOST_IN_MADE_SLUG = 80

/** Which letters new slugs have: a to z, or those of any script. Slugs that there are stay, whatever they are written in. */
export const SLUG_SCRIPTS = ['ascii', 'unicode'] as const

export type SlugScript = (typeof SLUG_SCRIPTS)[number]

const ASCII_SLUG = /^[a-z0-9]+(?:-[a-z0-9]+)*$/

const WORD = String.raw`[\p{L}\p{Nd}][\p{L}\p{M}\p{Nd}]*`
const UNICODE_SLUG = new RegExp(`^${WORD}(?:-${WORD})*$`, 'u')

/** Whether new slugs may be so. */
export function isSlug(text: string, script: SlugScript = 'ascii'): boolean {
  if (script === 'ascii') return text.length <= MOST_IN_SLUG && ASCII_SLUG.test(text)
  return [...text].length <= MOST_IN_SLUG && UNICODE_SLUG.test(text) && text === small(text)
}

/** Whether there can be such a slug, in whatever script. */
export const isAnySlug = (text: string): boolean => isSlug(text, 'unicode')

/** In the one form in which slugs are stored. */
const small = (text: string): string => text.toLowerCase().normalize('NFC')

/** A slug as somebody typed it, as it is stored. */
export const foldedSlug = small

/** Han is written without spaces, and is easier to read with a hyphen between the syllables. */
const HAN = /\p{Script=Han}/gu

/** Their names (":tada:") are no words of the text. */
const PICTOGRAPHS = /[\p{Emoji_Presentation}\p{Extended_Pictographic}]/gu

/** Marks within words, as in "don't" and in the Hebrew acronym tsh"l, that divide none. */
const WITHIN_WORDS = /['"`]/g

/** The same in every script, with what is written in a word and nobody types: vowel points, the kashida, and invisible marks. */
const WITHIN_ANY_WORDS =
  /['"`\u2018\u2019\u201d\u05f3\u05f4\u0591-\u05bd\u05bf-\u05c7\u0640\u064b-\u065f\u0670\u00ad\u200b-\u200f\u2060\ufeff]/g

/**
 * The text as a slug, shortened at the end of a word: in the letters a to z and digits, whatever its script, or in its own letters. Empty if nothing of it can be
 * written so.
 */
export function slugOf(text: string, script: SlugScript = 'ascii'): string {
  const words = script === 'ascii' ? asciiWords(text) : wordsOf(text)
  return shortened(words.filter((word) => word !== '').join('-'), MOST_IN_MADE_SLUG)
}

function asciiWords(text: string): string[] {
  return anyAscii(text.replace(PICTOGRAPHS, ' ').replace(HAN, ' $& '))
    .replace(WITHIN_WORDS, '')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
}

function wordsOf(text: string): string[] {
  const plain = text.normalize('NFKC').replace(PICTOGRAPHS, ' ').replace(WITHIN_ANY_WORDS, '')
  return small(plain)
    .split(/[^\p{L}\p{M}\p{Nd}]+/u)
    .map((word) => word.replace(/^\p{M}+/u, ''))
}

/** The same for the nth thing of that name: "storm-2". Never longer than a slug may be. */
export function numberedSlug(slug: string, number: number): string {
  const end = `-${number}`
  return `${shortened(slug, MOST_IN_SLUG - end.length)}${end}`
}

/** In characters, none of them cut in two. */
function shortened(slug: string, most: number): string {
  const characters = [...slug]
  if (characters.length <= most) return slug
  const wordsEnd = characters.lastIndexOf('-', most)
  // A mark belongs to the letter before it.
  return characters
    .slice(0, wordsEnd > 0 ? wordsEnd : most)
    .join('')
    .replace(/-$/, '')
}
