import { LIST_LIMITS } from '../content/lists/limits.ts'
import type { TopicContent } from '../content/lists/topics.ts'
import { BULK_UPDATE } from '../contract/limits.ts'
import type { BulkUpdateArticlesInput } from '../generated/graphql.ts'
import { knownLocale } from '../lib/locale.ts'
import type { Faults } from '../mutation/faults.ts'
import { parseReferences, type Reference } from '../reference/reference.ts'

/** What is done with each of the articles. */
export interface BulkChange {
  readonly add: readonly Reference[]
  readonly remove: readonly Reference[]
  readonly locale: string | null
  readonly trash: boolean
}

/** What can be checked without the database, except the articles. Whether the topics exist, only the database knows. */
export function parseBulkChange(input: BulkUpdateArticlesInput, faults: Faults): BulkChange {
  const add = parseReferences(
    input.addTopicIds ?? [],
    'Topic',
    ['input', 'addTopicIds'],
    BULK_UPDATE.addTopicIds,
    faults,
  )
  const remove = parseReferences(
    input.removeTopicIds ?? [],
    'Topic',
    ['input', 'removeTopicIds'],
    BULK_UPDATE.removeTopicIds,
    faults,
  )
  for (const { id, path } of remove) {
    if (!add.some((added) => added.id === id)) continue
    faults.add('INVALID', path, 'This topic is also in `addTopicIds`. Remove it from one of the two lists.')
  }
  const change = { add, remove, locale: parseLocale(input, faults), trash: input.trash ?? false }
  checkIsOneThing(input, change, faults)
  return change
}

function parseLocale({ locale }: BulkUpdateArticlesInput, faults: Faults): string | null {
  if (locale === null || locale === undefined) return null
  const known = knownLocale(locale)
  if (known === null) {
    const message = `"${locale}" is not a known language tag. Send a tag of language, script and region, e.g. "en", "he", "zh-Hant" or "pt-BR".`
    faults.add('INVALID', ['input', 'locale'], message)
  }
  return known
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

export function checkBulkItems({ items }: BulkUpdateArticlesInput, faults: Faults): void {
  const path = ['input', 'items']
  if (items.length === 0) faults.add('REQUIRED', path, 'Send at least one article.')
  const { most } = BULK_UPDATE.items
  if (items.length > most) {
    faults.add('TOO_LONG', path, `This list has ${items.length} items. Shorten it to ${most} at most.`)
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
    faults.add(
      'TOO_LONG',
      ['input', 'addTopicIds'],
      `The article would have ${topics.length} topics, and may have ${LIST_LIMITS.items}.`,
    )
  }
  return topics
}
