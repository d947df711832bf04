import { sql } from 'kysely'
import type { Tx } from '../database/database.ts'
import { detailedError, type Path, type UserError } from '../mutation/user-error.ts'
import { idPrefix } from '../reading/global-id.ts'
import { page } from '../versioned-row/page.write.ts'
import { replaceTranslations } from '../versioned-row/translation.write.ts'
import { findSuccessor, findTopic } from './topic.load.ts'
import type { TopicState } from './topic.rules.ts'

export const TOPIC = page<TopicState>({
  type: 'Topic',
  find: findTopic,
  whyGone: whyMerged,
  blank: {
    name: '',
    slug: '',
    kind: 'SUBJECT',
    parentId: null,
    description: null,
    uri: null,
    sameAs: [],
    relatedIds: [],
    translations: [],
  },
  parts: {
    name: { column: 'name' },
    slug: { column: 'slug' },
    kind: { column: 'kind' },
    description: { column: 'description' },
    uri: { column: 'uri' },
    sameAs: { columns: ({ sameAs }) => ({ same_as: sql`${[...sameAs]}::text[]` }) },
    parentId: { column: 'parent_id', field: 'parent', refersTo: 'Topic' },
    relatedIds: { replaceRows: replaceRelated, field: 'curatedTopics', refersTo: 'Topic' },
    translations: { replaceRows: (tx, id, { translations }) => replaceTranslations(tx, 'Topic', id, translations) },
  },
})

/** Sets these beside the topic, in this order, and no others. */
async function replaceRelated(tx: Tx, topicId: string, { relatedIds }: TopicState): Promise<void> {
  await tx.topicRelation.deleteMany({ where: { topicId } })
  await tx.topicRelation.createMany({
    data: relatedIds.map((relatedId, position) => ({ topicId, relatedId, position })),
  })
}

/**
 * A topic that was merged cannot be changed any more: what was said of it is not said of the other. Where it is only referred to, it is the
 * other.
 */
export async function whyMerged(tx: Tx, id: string, path: Path = ['input', 'id']): Promise<UserError | null> {
  const topic = await findSuccessor(tx, id)
  if (!topic) return null
  return detailedError('NOT_FOUND', path, { __typename: 'MergedDetails', topic: { id: topic.id } } as const, () => {
    return `This topic has been merged into "${topic.name}" (${idPrefix('Topic')}${topic.id}). Open that topic instead.`
  })
}
