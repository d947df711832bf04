import type { ArticleTopicInput } from '../../generated/graphql.ts'
import type { Faults } from '../../mutation/faults.ts'
import { asSent, type InputRead, type InputsOf, readInput } from '../../mutation/input.ts'
import type { Path } from '../../mutation/user-error.ts'
import { uuidOf } from '../../reading/global-id.ts'
import type { TopicContent } from '../lists/topics.ts'
import { parseList } from './article-input.ts'
import type { NamedTopic, References } from './references.ts'

const PATH: Path = ['input', 'topics']

const READS = { topicId: asSent, slug: asSent, rel: asSent } satisfies InputsOf<ArticleTopicInput>

type Sent = InputRead<ArticleTopicInput, typeof READS>

interface Item extends NamedTopic {
  readonly rel: TopicContent['rel']
  /** How it was named */
  readonly name: string
}

/**
 * A topic stands once in the list. Two that have become one since the list was read fall together, as a merge of topics does with them: the
 * earlier place, and ABOUT if one of them was ABOUT.
 */
export function parseTopics(
  given: readonly ArticleTopicInput[] | null,
  references: References,
  faults: Faults,
): TopicContent[] {
  const topics = new Map<string, Item[]>()
  for (const [index, sent] of parseList(given, PATH, faults).entries()) {
    const path = [...PATH, index]
    const topic = readInput(sent, READS, faults, path)
    const named = parseTopic(topic, references, path, faults)
    if (named === null) continue
    const item = { ...named, rel: topic.rel ?? 'ABOUT', name: topic.topicId ?? topic.slug ?? '' }
    const others = topics.get(item.id) ?? []
    if (others.some((other) => isTwice(other, item))) {
      faults.add('DUPLICATE', path, 'This topic is already in the list. Remove one of the two.')
    }
    topics.set(item.id, [...others, item])
  }
  return [...topics].map(([topicId, same]) => ({
    topicId,
    rel: same.some(({ rel }) => rel === 'ABOUT') ? 'ABOUT' : 'MENTIONS',
  }))
}

const isTwice = (one: Item, other: Item): boolean => one.name === other.name || !(one.isFormer || other.isFormer)

function parseTopic({ topicId, slug }: Sent, references: References, path: Path, faults: Faults): NamedTopic | null {
  const [hasId, hasSlug] = [topicId, slug].map((value) => value !== null && value !== undefined)
  if (hasId === hasSlug) {
    faults.add('INVALID', path, 'Send exactly one of `topicId` and `slug`.')
    return null
  }
  const { topics, topicsBySlug } = references
  const found = hasId ? topics.get(uuidOf('Topic', topicId) ?? '') : topicsBySlug.get(slug ?? '')
  if (found) return found
  const message = 'There is no such topic. Choose another, or create it first.'
  faults.add('NOT_FOUND', [...path, hasId ? 'topicId' : 'slug'], message)
  return null
}
