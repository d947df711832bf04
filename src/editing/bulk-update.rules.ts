import type { References } from '../content/input/references.ts'
import { LIST_LIMITS } from '../content/lists/limits.ts'
import type { TopicContent } from '../content/lists/topics.ts'
import { BULK_UPDATE } from '../contract/limits.ts'
import type { BulkItemInput, BulkUpdateArticlesInput } from '../generated/graphql.ts'
import { tooManyItems } from '../mutation/common-errors.ts'
import type { Faults } from '../mutation/faults.ts'
import { asSent, type InputsOf, ROW, readInput } from '../mutation/input.ts'
import { parseLanguage } from '../mutation/known-language.ts'
import { detailedError, type Path } from '../mutation/user-error.ts'
import { ledTo, type Reference, references } from '../reference/reference.ts'

/** What is done with each of the articles. */
export interface BulkChange {
  readonly add: readonly Reference[]
  readonly remove: readonly Reference[]
  readonly locale: string | null
  readonly trash: boolean
}

const ITEM = ROW satisfies InputsOf<BulkItemInput, object>

const READS = {
  items: asSent,
  addTopicIds: references('Topic', BULK_UPDATE.addTopicIds),
  removeTopicIds: references('Topic', BULK_UPDATE.removeTopicIds),
  locale: otherLocale,
  trash: asSent,
} satisfies InputsOf<BulkUpdateArticlesInput>

/** What can be checked without the database. Whether the topics exist, only the database knows. */
export function parseBulkChange(input: BulkUpdateArticlesInput, faults: Faults): BulkChange {
  const {
    items,
    addTopicIds: add = [],
    removeTopicIds: remove = [],
    locale = null,
    trash,
  } = readInput(input, READS, faults)
  checkItems(items, faults)
  const change = { add, remove, locale, trash: trash ?? false }
  checkIsOneThing(input, change, faults)
  return change
}

/** The change with the topics that it leads to. @param topics what ids lead to */
export function withTopics(change: BulkChange, topics: References['topics'], faults: Faults): BulkChange {
  const known = new Map([...topics].map(([name, { id }]) => [name, id]))
  const add = ledTo(change.add, 'Topic', known, faults)
  const remove = ledTo(change.remove, 'Topic', known, faults)
  for (const { id, path } of remove) {
    if (!add.some((added) => added.id === id)) continue
    faults.add('INVALID', path, 'This topic is also in `addTopicIds`. Remove it from one of the two lists.')
  }
  return { ...change, add, remove }
}

function otherLocale(locale: string | null, path: Path, faults: Faults): string | null {
  return locale === null ? null : parseLanguage(locale, path, faults)
}

/** What goes into the trash is not changed on its way. */
function checkIsOneThing(
  { addTopicIds, removeTopicIds, locale }: BulkUpdateArticlesInput,
  { trash }: BulkChange,
  faults: Faults,
): void {
  const changes = (addTopicIds ?? []).length + (removeTopicIds ?? []).length > 0 || typeof locale === 'string'
  if (trash && changes) {
    faults.add(
      'INVALID',
      ['input', 'trash'],
      '`trash` cannot be combined with other changes. Remove the other changes.',
    )
  } else if (!trash && !changes) {
    faults.add('REQUIRED', ['input'], 'Nothing to change. Send topics, a locale, or `trash: true`.')
  }
}

function checkItems(sent: readonly BulkItemInput[], faults: Faults): void {
  const path = ['input', 'items']
  const items = sent.map((item, index) => readInput(item, ITEM, faults, [...path, index]))
  if (items.length === 0) faults.add('REQUIRED', path, 'Send at least one article.')
  const { most } = BULK_UPDATE.items
  if (items.length > most) {
    faults.take(tooManyItems(path, { actual: items.length, limit: most }))
    return
  }
  const ids = items.map(({ id }) => id)
  for (const [index, id] of ids.entries()) {
    if (ids.indexOf(id) === index) continue
    faults.add('DUPLICATE', [...path, index, 'id'], 'This article is already in the list. Remove the second one.')
  }
}

/** The topics that stay, in their order, and after them those that are new. */
export function topicsAfter(
  before: readonly TopicContent[],
  { add, remove }: BulkChange,
  faults: Faults,
): TopicContent[] {
  const remaining = before.filter(({ topicId }) => !remove.some(({ id }) => id === topicId))
  const added = add.filter(({ id }) => !remaining.some(({ topicId }) => topicId === id))
  const topics = [...remaining, ...added.map(({ id }) => ({ topicId: id, rel: 'ABOUT' as const }))]
  if (topics.length > LIST_LIMITS.items) {
    const length = {
      __typename: 'LimitDetails',
      unit: 'ITEMS',
      actual: topics.length,
      limit: LIST_LIMITS.items,
    } as const
    faults.take(
      detailedError(
        'TOO_LONG',
        ['input', 'addTopicIds'],
        length,
        ({ actual, limit }) => `The article would have ${actual} topics. It can have ${limit}. Add fewer.`,
      ),
    )
  }
  return topics
}
