import type { UpdateArticleInput } from '../../generated/graphql.ts'
import type { Faults } from '../../mutation/faults.ts'
import type { Path } from '../../mutation/user-error.ts'

/** What an input says of an article's text. What is left out stays as it is, and in a new article is empty. */
export type TextInput = Pick<
  UpdateArticleInput,
  'headline' | 'kicker' | 'standfirst' | 'credits' | 'topics' | 'captions' | 'body'
>

/** What an input says of the article around its text. */
export type MetadataInput = Pick<
  UpdateArticleInput,
  'slug' | 'locale' | 'editorNote' | 'embargoedUntil' | 'translationOf'
>

export const MOST_ITEMS = 100

/** As much of a list as is looked at. */
export function firstItems<Item>(list: readonly Item[] | null | undefined): readonly Item[] {
  return list?.slice(0, MOST_ITEMS) ?? []
}

/** A list of an input, null being empty. Of one that is too long only so much is looked at. */
export function parseList<Item>(list: readonly Item[] | null, path: Path, faults: Faults): readonly Item[] {
  if (list && list.length > MOST_ITEMS) {
    faults.add('TOO_LONG', path, `This list has ${list.length} items. Shorten it to at most ${MOST_ITEMS}.`)
  }
  return firstItems(list)
}
