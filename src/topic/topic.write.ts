import type { Columns } from '../database/columns.ts'
import type { Tx } from '../database/database.ts'
import { page } from '../versioned-row/page.write.ts'
import { findTopic } from './topic.load.ts'
import { changedFields, type TopicState } from './topic.rules.ts'

export const TOPIC = page<TopicState>({
  type: 'Topic',
  find: findTopic,
  blank: { name: '', slug: '', kind: 'SUBJECT', parentId: null, description: null, uri: null, relatedIds: [] },
  columnsOf: ({ slug, name, kind, parentId, description, uri }) =>
    ({ slug, name, kind, parent_id: parentId, description, uri }) satisfies Columns<'topic'>,
  changedFields,
  async writeLists(tx, id, { relatedIds }, changed) {
    if (changed.includes('curatedTopics')) await replaceRelated(tx, id, relatedIds)
  },
})

/** Sets these beside the topic, in this order, and no others. */
async function replaceRelated(tx: Tx, id: string, relatedIds: readonly string[]): Promise<void> {
  await tx.topicRelation.deleteMany({ where: { topicId: id } })
  await tx.topicRelation.createMany({
    data: relatedIds.map((relatedId, position) => ({ topicId: id, relatedId, position })),
  })
}
