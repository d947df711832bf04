/** PostgreSQL takes neither NUL nor half a surrogate pair. */
export function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0')
}

/** \x85 is the line end of some old machines, \v and \u2028 those of word processors. */
const LINE_ENDS = /\r\n?|[\v\f\x85\u2028\u2029]/g

const CONTROLS = /(?!\n)\p{Cc}/gu

/**
 * A text in the form in which it is stored, Unicode's NFC, in which a letter and its accent are one character. Line ends of all kinds become line
 * feeds, tabs become spaces, and other control characters are removed.
 */
export function normalizedText(text: string): string {
  return text.replace(LINE_ENDS, '\n').replaceAll('\t', ' ').replace(CONTROLS, '').normalize('NFC')
}

/** Whether anything of it is visible: not if it consists only of spaces, controls, joiners and direction marks. */
export function isVisible(text: string): boolean {
  return /[^\p{Z}\p{Cc}\p{Default_Ignorable_Code_Point}]/u.test(text)
}

/** In code points, as PostgreSQL's length() counts. */
export function characters(text: string): number {
  let count = 0
  for (const _ of text) count++
  return count
}

/** The start of a text in one line, by which it is known again. */
export function excerpt(text: string, most: number): string {
  const points = [...text.replace(/\s+/gu, ' ').trim()]
  return points.length <= most ? points.join('') : `${points.slice(0, most - 1).join('')}…`
}
