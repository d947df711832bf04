import { type FieldChange, fieldChange, idsOf } from '../activity/field-change.ts'
import { RELATED_ARTICLES } from '../contract/limits.ts'
import type { SetRelatedArticlesInput } from '../generated/graphql.ts'
import type { Faults } from '../mutation/faults.ts'
import { type InputsOf, ROW, readInput } from '../mutation/input.ts'
import { type Reference, references } from '../reference/reference.ts'

/** What an input puts beside an article and keeps away from it; a list that it leaves out is absent. */
export interface RelatedChange {
  readonly pinned?: readonly Reference[]
  readonly excluded?: readonly Reference[]
}

const LISTS = {
  ...ROW,
  pinnedIds: references('Article', RELATED_ARTICLES.pinnedIds),
  excludedIds: references('Article', RELATED_ARTICLES.excludedIds),
} satisfies InputsOf<SetRelatedArticlesInput>

/** What can be checked without the database. */
export function parseRelated(input: SetRelatedArticlesInput, faults: Faults): RelatedChange {
  const { pinnedIds: pinned, excludedIds: excluded } = readInput(input, LISTS, faults)
  return { ...(pinned && { pinned }), ...(excluded && { excluded }) }
}

/** What stands beside an article, in its order, and what never does. Ids are uuids. */
export interface RelatedState {
  readonly pinnedIds: readonly string[]
  readonly excludedIds: readonly string[]
}

/** A pinned article cannot be excluded, and an article is not related to itself. */
export function checkRelated(
  articleId: string,
  { pinned = [], excluded = [] }: RelatedChange,
  state: RelatedState,
  faults: Faults,
): void {
  for (const { path } of [...pinned, ...excluded].filter(({ id }) => id === articleId)) {
    faults.add('INVALID', path, 'An article cannot be related to itself. Remove it.')
  }
  for (const { path } of excluded.filter(({ id }) => state.pinnedIds.includes(id))) {
    faults.add('INVALID', path, 'This article is also pinned. Remove it from one of the two lists.')
  }
  if (excluded.length > 0) return
  for (const { path } of pinned.filter(({ id }) => state.excludedIds.includes(id))) {
    faults.add('INVALID', path, 'This article is also excluded. Remove it from one of the two lists.')
  }
}

/** The same fields with the articles that they name. */
export function changedFields(before: RelatedState, after: RelatedState, changed: readonly string[]): FieldChange[] {
  const values = (state: RelatedState) =>
    new Map([
      ['pinnedArticles', idsOf('Article', state.pinnedIds)],
      ['excludedArticles', idsOf('Article', state.excludedIds)],
    ])
  return changed.map((field) => fieldChange(field, values(before).get(field), values(after).get(field)))
}

/** The fields that differ, by their names on Article. The order of pinned articles matters, that of excluded ones does not. */
export function changedLists(before: RelatedState, after: RelatedState): string[] {
  const sets = [before, after].map(({ excludedIds }) => excludedIds.toSorted().join())
  return [
    ...(before.pinnedIds.join() === after.pinnedIds.join() ? [] : ['pinnedArticles']),
    ...(sets[0] === sets[1] ? [] : ['excludedArticles']),
  ]
}
