import { isStorable, isVisible } from '../../lib/text/stored-text.ts'
import { blockText, isTooDeep, sanitizeInline } from '../../markup/inline-html.ts'
import { DEEPEST } from '../../markup/rewrite-inline.ts'
import { tooManyItems } from '../../mutation/common-errors.ts'
import type { Faults } from '../../mutation/faults.ts'
import { NOT_STORABLE, STAND_IN } from '../../mutation/plain-text.ts'
import { detailedError, type Path } from '../../mutation/user-error.ts'
import { BODY_LIMITS } from './limits.ts'

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
  const tags = tagsUntil(html, faults)
  const isTooMany = tags > BODY_LIMITS.tags
  if (isTooDeep(isTooMany ? html.slice(0, BODY_LIMITS.tags) : html)) {
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
  if (isTooMany) {
    faults.take(tooManyItems(path, { actual: tags, limit: BODY_LIMITS.tags }, 'tags and entities'))
    return STAND_IN
  }
  return sanitizeInline(html)
}

/** Of the texts of one input so far. */
const tagsBefore = new WeakMap<Faults, number>()

/** With those of this text. Counted before anything is cleaned: the cost of cleaning grows with them, and 2 MB of them would take minutes. */
function tagsUntil(html: string, faults: Faults): number {
  let tags = tagsBefore.get(faults) ?? 0
  for (let index = 0; index < html.length; index++) {
    const code = html.charCodeAt(index)
    if (code === LESS_THAN || code === AMPERSAND) tags++
  }
  tagsBefore.set(faults, tags)
  return tags
}

const LESS_THAN = 0x3c
const AMPERSAND = 0x26

/** Whether a reader sees anything of clean inline HTML. */
export function saysSomething(html: string): boolean {
  return isVisible(blockText(html))
}
