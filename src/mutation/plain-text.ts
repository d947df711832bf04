import { characters, isStorable, isVisible } from '../lib/text.ts'
import type { Faults } from './faults.ts'
import type { Path } from './user-error.ts'

export interface TextForm {
  /** Characters, counted as the database does */
  readonly most: number
  /** Whether it may have several lines; else line ends become spaces */
  readonly lines?: boolean
}

/** Stands for a faulty value until the input is refused, so that what comes later finds no fault of its own. */
const STAND_IN = 'x'

/** \x85 is the line end of some old machines, \v and \u2028 those of word processors. */
const LINE_ENDS = /\r\n?|[\n\v\f\x85\u2028\u2029]/g

const CONTROLS = /(?!\n)\p{Cc}/gu

/**
 * A text without markup, as it is stored: trimmed, without control characters; null where there is nothing to see. The title of a picture may
 * hold "<b>" as it may hold any other word: escaping is the business of whoever writes HTML.
 */
export function parseText(text: string | null | undefined, path: Path, form: TextForm, faults: Faults): string | null {
  if (text === null || text === undefined) return null
  if (!isStorable(text)) {
    const message = 'This has a character that no text can hold: NUL, or half of a surrogate pair. Remove it.'
    faults.add('INVALID', path, message)
    return STAND_IN
  }
  const lines = text.replace(LINE_ENDS, form.lines ? '\n' : ' ').replaceAll('\t', ' ')
  const stored = lines.replace(CONTROLS, '').trim()
  if (!isVisible(stored)) return null
  const length = characters(stored)
  if (length > form.most) {
    faults.add('TOO_LONG', path, `This has ${length} characters. Shorten it to ${form.most} at most.`)
  }
  return stored
}

/** The same for a text that must say something. */
export function parseRequiredText(text: string | null | undefined, path: Path, form: TextForm, faults: Faults): string {
  const stored = parseText(text, path, form, faults)
  if (stored === null) faults.add('REQUIRED', path, 'This cannot be empty. Say something here.')
  return stored ?? STAND_IN
}
