import type { Tx } from '../database/database.ts'
import { page } from '../versioned-row/page.write.ts'
import { findTopic } from './topic.load.ts'
import type { TopicState } from './topic.rules.ts'

export const TOPIC = page<TopicState>({
  type: 'Topic',
  find: findTopic,
  blank: { name: '', slug: '', kind: 'SUBJECT', parentId: null, description: null, uri: null, relatedIds: [] },
  parts: {
    name: { column: 'name' },
    slug: { column: 'slug' },
    kind: { column: 'kind' },
    description: { column: 'description' },
    uri: { column: 'uri' },
    parentId: { column: 'parent_id', field: 'parent' },
    relatedIds: { replaceRows: replaceRelated, field: 'curatedTopics' },
  },
})

/** Sets these beside the topic, in this order, and no others. */
async function replaceRelated(tx: Tx, topicId: string, { relatedIds }: TopicState): Promise<void> {
  await tx.topicRelation.deleteMany({ where: { topicId } })
  await tx.topicRelation.createMany({
    data: relatedIds.map((relatedId, position) => ({ topicId, relatedId, position })),
  })
}
