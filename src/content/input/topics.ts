import type { ArticleTopicInput } from '../../generated/graphql.ts'
import type { Faults } from '../../mutation/faults.ts'
import type { Path } from '../../mutation/user-error.ts'
import { uuidOf } from '../../reading/global-id.ts'
import type { TopicContent } from '../lists/topics.ts'
import { parseList } from './article-input.ts'
import type { References } from './references.ts'

const PATH: Path = ['input', 'topics']

export function parseTopics(
  given: readonly ArticleTopicInput[] | null,
  references: References,
  faults: Faults,
): TopicContent[] {
  const seen = new Set<string>()
  return parseList(given, PATH, faults).flatMap((topic, index) => {
    const topicId = parseTopic(topic, references, [...PATH, index], faults)
    if (topicId === null) return []
    if (seen.has(topicId)) {
      faults.add('DUPLICATE', [...PATH, index], 'This topic stands in the list already. Remove one of the two.')
    }
    seen.add(topicId)
    return [{ topicId, rel: topic.rel ?? 'ABOUT' }]
  })
}

function parseTopic(
  { topicId, slug }: ArticleTopicInput,
  references: References,
  path: Path,
  faults: Faults,
): string | null {
  const [hasId, hasSlug] = [topicId, slug].map((value) => value !== null && value !== undefined)
  if (hasId === hasSlug) {
    faults.add('INVALID', path, 'A topic is named by exactly one of `topicId` and `slug`.')
    return null
  }
  const { topics, topicsBySlug } = references
  const found = hasId ? uuidOf('Topic', topicId) : (topicsBySlug.get(slug ?? '') ?? null)
  if (found !== null && (!hasId || topics.has(found))) return found
  const message = 'There is no such topic. Choose another, or make it first.'
  faults.add('NOT_FOUND', [...path, hasId ? 'topicId' : 'slug'], message)
  return null
}
