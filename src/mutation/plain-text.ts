import type { Limit } from '../contract/limits.ts'
import { characters, isStorable, isVisible, normalizedText } from '../lib/text/stored-text.ts'
import { tooManyCharacters } from './common-errors.ts'
import type { Faults } from './faults.ts'
import type { Reader } from './input.ts'
import type { Path } from './user-error.ts'

export type TextForm = Limit

/** Replaces an invalid text until the input is refused, so that later checks report no further errors for it. */
export const STAND_IN = 'x'

export const NOT_STORABLE =
  'This contains a character that cannot be stored: NUL, or half of a surrogate pair. Remove it.'

/**
 * A text without markup, as it is stored: trimmed, without control characters; null if nothing is visible. The title of an image may
 * contain "<b>" like any other text: the code that writes HTML must escape it.
 */
export function parseText(text: string | null | undefined, path: Path, form: TextForm, faults: Faults): string | null {
  if (text === null || text === undefined) return null
  if (!isStorable(text)) {
    faults.add('INVALID', path, NOT_STORABLE)
    return STAND_IN
  }
  const stored = cleanText(text, form)
  if (stored === null) return null
  const length = characters(stored)
  if (length > form.most) faults.take(tooManyCharacters(path, { actual: length, limit: form.most }))
  return stored
}

/** A text as it is stored, however long it is; null if nothing is visible. */
export function cleanText(text: string, { lines }: Pick<TextForm, 'lines'>): string | null {
  const clean = normalizedText(text)
  const stored = (lines ? clean : clean.replaceAll('\n', ' ')).trim()
  return isVisible(stored) ? stored : null
}

/** The same for a text that must say something. */
export function parseRequiredText(text: string | null | undefined, path: Path, form: TextForm, faults: Faults): string {
  const stored = parseText(text, path, form, faults)
  if (stored === null) faults.add('REQUIRED', path, 'This cannot be empty. Enter some text.')
  return stored ?? STAND_IN
}

/** Reads a text of an input that may be empty while it is not written yet. */
export function draftText(form: TextForm): Reader<string | null, string> {
  return (sent, path, faults) => parseText(sent, path, form, faults) ?? ''
}

/** Reads a text of an input. */
export function text(form: TextForm): Reader<string | null, string | null> {
  return (sent, path, faults) => parseText(sent, path, form, faults)
}

/** Reads a text of an input that must say something. */
export function requiredText(form: TextForm): Reader<string | null, string> {
  return (sent, path, faults) => parseRequiredText(sent, path, form, faults)
}
