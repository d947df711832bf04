import { isStorable } from '../../lib/text/stored-text.ts'
import type { Faults } from '../../mutation/faults.ts'
import { cleanText, parseText, type TextForm } from '../../mutation/plain-text.ts'
import type { Path } from '../../mutation/user-error.ts'
import type { CaptionContent } from '../lists/captions.ts'
import { LIST_LIMITS } from '../lists/limits.ts'

/** The texts of an image's use. Null: it has none of its own, and shows the image's. */
export type OwnTexts = Pick<CaptionContent, 'text' | 'altText' | 'credit'>

/** What an image says: its description, its alternative text and its credit, under the names that its uses give them. */
export type InheritedTexts = OwnTexts

export const NOTHING_INHERITED: InheritedTexts = { text: null, altText: null, credit: null }

/** The use as it was before, with the image it had. */
export interface UseBefore<Own extends OwnTexts = OwnTexts> {
  readonly own: Own
  readonly inherited: InheritedTexts
}

const FORMS = {
  text: { most: LIST_LIMITS.captionText, lines: true },
  altText: { most: LIST_LIMITS.captionAltText },
  credit: { most: LIST_LIMITS.captionCredit },
} as const satisfies Record<keyof OwnTexts, TextForm>

type Sent = Partial<Record<keyof OwnTexts, string | null | undefined>>

/**
 * The texts of a use after an input. A form may send back what is shown: a text that is shown now stays what it is, inherited or not, also with another
 * image, and what the image says itself is inherited. So later changes of the image still reach the article.
 */
export function parseOwnTexts(
  sent: Sent,
  { before, inherited }: { before: UseBefore | null; inherited: InheritedTexts },
  path: Path,
  faults: Faults,
): OwnTexts {
  const read = (name: keyof OwnTexts): string | null => {
    const own = before?.own[name] ?? null
    const text = sent[name]
    if (text === undefined) return own
    if (isSame(text, own ?? before?.inherited[name], FORMS[name])) return own
    if (isSame(text, inherited[name], FORMS[name])) return null
    return parseText(text, [...path, name], FORMS[name], faults)
  }
  return { text: read('text'), altText: read('altText'), credit: read('credit') }
}

/** Whether a text that was sent is the same as a text that is shown. */
function isSame(sent: string | null, shown: string | null | undefined, form: TextForm): boolean {
  if (sent === null || shown === null || shown === undefined || !isStorable(sent)) return false
  return cleanText(sent, form) === cleanText(shown, form)
}
