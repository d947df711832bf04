import type { UpdateArticleInput } from '../../generated/graphql.ts'
import type { Faults } from '../../mutation/faults.ts'
import type { Path } from '../../mutation/user-error.ts'
import type { Content } from '../content.ts'
import { LIST_LIMITS } from '../lists/limits.ts'

/** What an input says of an article's text. What is left out stays as it is, and in a new article is empty. */
export type TextInput = Pick<UpdateArticleInput, keyof Content>

/** What an input says of the article around its text. */
export type FrameInput = Pick<UpdateArticleInput, 'slug' | 'locale' | 'editorNote' | 'embargoedUntil' | 'translationOf'>

/** As much of a list as is looked at. */
export function firstItems<Item>(list: readonly Item[] | null | undefined): readonly Item[] {
  return list?.slice(0, LIST_LIMITS.items) ?? []
}

/** A list of an input, null being empty. Of one that is too long only so much is looked at. */
export function parseList<Item>(list: readonly Item[] | null, path: Path, faults: Faults): readonly Item[] {
  if (list && list.length > LIST_LIMITS.items) {
    faults.add('TOO_LONG', path, `This has ${list.length} items. Shorten it to ${LIST_LIMITS.items} at most.`)
  }
  return firstItems(list)
}
