import type { UpdateArticleInput } from '../../generated/graphql.ts'
import { tooManyItems } from '../../mutation/common-errors.ts'
import type { Faults } from '../../mutation/faults.ts'
import type { Path } from '../../mutation/user-error.ts'
import type { Content } from '../content.ts'
import { LIST_LIMITS } from '../lists/limits.ts'

/** The content of an article in an input. Omitted fields do not change; in a new article they are empty. */
export type TextInput = Pick<UpdateArticleInput, keyof Content>

/** What an input says of the article around its text. */
export type MetadataInput = Pick<
  UpdateArticleInput,
  'slug' | 'locale' | 'editorNote' | 'embargoedUntil' | 'translationOf' | 'canonicalUrl' | 'noIndex'
>

/** As much of a list as is looked at. */
export function firstItems<Item>(list: readonly Item[] | null | undefined): readonly Item[] {
  return list?.slice(0, LIST_LIMITS.items) ?? []
}

/** A list of an input, null being empty. Of one that is too long only so much is looked at. */
export function parseList<Item>(list: readonly Item[] | null, path: Path, faults: Faults): readonly Item[] {
  if (list && list.length > LIST_LIMITS.items) {
    faults.take(tooManyItems(path, { actual: list.length, limit: LIST_LIMITS.items }))
  }
  return firstItems(list)
}
