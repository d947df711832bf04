import { isStorable, isVisible } from '../../lib/text.ts'
import { blockText, isTooDeep, sanitizeInline } from '../../markup/inline-html.ts'
import { DEEPEST } from '../../markup/rewrite-inline.ts'
import type { Faults } from '../../mutation/faults.ts'
import { NOT_STORABLE, STAND_IN } from '../../mutation/plain-text.ts'
import { detailedError, type Path } from '../../mutation/user-error.ts'

/** The position of a block in an input, and the collection for its faults. */
export interface BlockPlace {
  readonly path: Path
  /** The ids of captions by the keys that the input gives them */
  readonly captions: ReadonlyMap<string, string>
  readonly faults: Faults
}

/** Inline HTML, cleaned. It may be empty: whether it can be published like that is another question. */
export function parseInlineHtml(html: string, path: Path, faults: Faults): string {
  if (!isStorable(html)) {
    faults.add('INVALID', path, NOT_STORABLE)
    return STAND_IN
  }
  if (isTooDeep(html)) {
    const depth = { __typename: 'LimitDetails', unit: 'LEVELS', actual: null, limit: DEEPEST } as const
    faults.take(
      detailedError(
        'INVALID',
        path,
        depth,
        ({ limit }) => `This has elements nested more than ${limit} deep. Remove some of them.`,
      ),
    )
    return STAND_IN
  }
  return sanitizeInline(html)
}

/** Whether a reader sees anything of clean inline HTML. */
export function saysSomething(html: string): boolean {
  return isVisible(blockText(html))
}
