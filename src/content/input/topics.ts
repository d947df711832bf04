import type { ArticleTopicInput } from '../../generated/graphql.ts'
import type { Faults } from '../../mutation/faults.ts'
import { asSent, type InputRead, type InputsOf, readInput } from '../../mutation/input.ts'
import type { Path } from '../../mutation/user-error.ts'
import { uuidOf } from '../../reading/global-id.ts'
import type { TopicContent } from '../lists/topics.ts'
import { parseList } from './article-input.ts'
import type { References } from './references.ts'

const PATH: Path = ['input', 'topics']

const READS = { topicId: asSent, slug: asSent, rel: asSent } satisfies InputsOf<ArticleTopicInput>

export function parseTopics(
  given: readonly ArticleTopicInput[] | null,
  references: References,
  faults: Faults,
): TopicContent[] {
  const seen = new Set<string>()
  return parseList(given, PATH, faults).flatMap((sent, index) => {
    const topic = readInput(sent, READS, faults, [...PATH, index])
    const topicId = parseTopic(topic, references, [...PATH, index], faults)
    if (topicId === null) return []
    if (seen.has(topicId)) {
      faults.add('DUPLICATE', [...PATH, index], 'This topic is already in the list. Remove one of the two.')
    }
    seen.add(topicId)
    return [{ topicId, rel: topic.rel ?? 'ABOUT' }]
  })
}

function parseTopic(
  { topicId, slug }: InputRead<ArticleTopicInput, typeof READS>,
  references: References,
  path: Path,
  faults: Faults,
): string | null {
  const [hasId, hasSlug] = [topicId, slug].map((value) => value !== null && value !== undefined)
  if (hasId === hasSlug) {
    faults.add('INVALID', path, 'Send exactly one of `topicId` and `slug`.')
    return null
  }
  const { topics, topicsBySlug } = references
  const found = hasId ? uuidOf('Topic', topicId) : (topicsBySlug.get(slug ?? '') ?? null)
  if (found !== null && (!hasId || topics.has(found))) return found
  const message = 'There is no such topic. Choose another, or create it first.'
  faults.add('NOT_FOUND', [...path, hasId ? 'topicId' : 'slug'], message)
  return null
}
