import { v7 as uuid } from 'uuid'
import { freeSlug } from '../address/free-slug.load.ts'
import type { Tx } from '../database/database.ts'
import { absent, type Refusal } from '../mutation/user-error.ts'
import { type LoadedTopic, topicConflict } from './topic.load.ts'
import type { TopicState } from './topic.rules.ts'

/** Null where the slug is taken: then nothing is written. */
export async function insertTopic(tx: Tx, topic: TopicState): Promise<{ id: string } | null> {
  const { slug, name, kind, parentId, description, uri } = topic
  const id = uuid()
  const inserted = await tx.$executeRaw`
    INSERT INTO topic (id, slug, name, kind, parent_id, description, uri)
    VALUES (${id}::uuid, ${slug}, ${name}, ${kind}::topic_kind, ${parentId}::uuid, ${description}, ${uri}) ON CONFLICT (slug) DO NOTHING`
  return inserted > 0 ? { id } : null
}

/** At the first free address of those that its name can have: if another transaction takes one first, the next one is tried. */
export async function insertTopicWithFreeSlug(tx: Tx, topic: TopicState): Promise<{ id: string }> {
  for (;;) {
    const inserted = await insertTopic(tx, { ...topic, slug: await freeSlug(tx, 'TOPIC', topic.slug) })
    if (inserted) return inserted
  }
}

/**
 * A transaction that counts a topic's live articles locks its total. A publication locks that before the topic itself; so does everything that changes
 * the topic, whose new name is written into the search documents of what is live with it.
 */
async function holdTotal(tx: Tx, id: string): Promise<void> {
  await tx.$executeRaw`SELECT 1 FROM topic_total WHERE topic_id = ${id}::uuid FOR UPDATE`
}

/**
 * @returns the new version
 * @throws Refusal CONFLICT when it is no longer at the version it was loaded at
 */
export async function updateTopicRow(tx: Tx, loaded: LoadedTopic, topic: TopicState): Promise<number> {
  const { slug, name, kind, parentId, description, uri } = topic
  await holdTotal(tx, loaded.id)
  const [written] = await tx.$queryRaw<{ version: number }[]>`
    UPDATE topic SET slug = ${slug}, name = ${name}, kind = ${kind}::topic_kind, parent_id = ${parentId}::uuid,
      description = ${description}, uri = ${uri}, version = version + 1, updated_at = now()
    WHERE id = ${loaded.id}::uuid AND version = ${loaded.version} RETURNING version`
  if (written) return written.version
  throw await changedTopic(tx, loaded.id, loaded.version)
}

/** Sets these beside the topic, in this order, and no others. */
export async function replaceRelated(tx: Tx, id: string, relatedIds: readonly string[]): Promise<void> {
  await tx.topicRelation.deleteMany({ where: { topicId: id } })
  await tx.topicRelation.createMany({
    data: relatedIds.map((relatedId, position) => ({ topicId: id, relatedId, position })),
  })
}

/**
 * @param version null: any
 * @throws Refusal NOT_FOUND, CONFLICT when it is at another by now
 */
export async function deleteTopicRow(tx: Tx, id: string, version: number | null): Promise<void> {
  await holdTotal(tx, id)
  const deleted = await tx.$executeRaw`
    DELETE FROM topic WHERE id = ${id}::uuid AND (${version}::int IS NULL OR version = ${version}::int)`
  if (deleted === 0) throw await changedTopic(tx, id, version)
}

async function changedTopic(tx: Tx, id: string, sent: number | null): Promise<Refusal> {
  const current = await tx.topic.findUnique({ where: { id }, select: { id: true, version: true } })
  return current && sent !== null ? topicConflict(tx, current, sent) : absent('topic')
}
