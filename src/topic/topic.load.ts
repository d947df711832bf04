import { versionConflict } from '../activity/version-conflict.load.ts'
import type { Tx } from '../database/database.ts'
import type { TopicKind } from '../generated/graphql.ts'
import { absent } from '../mutation/user-error.ts'

/** A topic as a mutation finds it. */
export interface LoadedTopic {
  readonly id: string
  readonly slug: string
  readonly name: string
  readonly kind: TopicKind
  readonly parentId: string | null
  readonly description: string | null
  readonly uri: string | null
  readonly version: number
  /** The topics that editors set beside it, in their order */
  readonly relatedIds: readonly string[]
}

export async function findTopic(tx: Tx, id: string): Promise<LoadedTopic | null> {
  const row = await tx.topic.findUnique({
    where: { id },
    include: { related: { select: { relatedId: true }, orderBy: { position: 'asc' } } },
  })
  return row && { ...row, relatedIds: row.related.map(({ relatedId }) => relatedId) }
}

/**
 * The topic of an input, at the version that the input names, if it names one.
 * @throws Refusal NOT_FOUND, CONFLICT
 */
export async function getTopic(tx: Tx, id: string | null, version: number | null | undefined): Promise<LoadedTopic> {
  const topic = id === null ? null : await findTopic(tx, id)
  if (!topic) throw absent('topic')
  if (version !== null && version !== undefined && version !== topic.version) {
    throw await topicConflict(tx, topic, version)
  }
  return topic
}

export function topicConflict(tx: Tx, { id, version }: { id: string; version: number }, sent: number) {
  return versionConflict(tx, { type: 'Topic', id, version }, sent)
}

/** Which of these there are. */
export async function knownTopics(tx: Tx, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set()
  const rows = await tx.topic.findMany({ where: { id: { in: [...ids] } }, select: { id: true } })
  return new Set(rows.map(({ id }) => id))
}

/**
 * Waits for those who change the hierarchy, and lets no other do so until the transaction ends: two changes that are right each by itself
 * can make a loop together.
 */
export async function holdHierarchy(tx: Tx): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('topic hierarchy'))`
}

/** Whether `id` is `top` or somewhere below it. Good for as long as the hierarchy is held. */
export async function isWithin(tx: Tx, id: string, top: string): Promise<boolean> {
  const [found] = await tx.$queryRaw<{ found: boolean }[]>`
    WITH RECURSIVE up (id) AS (
      SELECT ${id}::uuid UNION SELECT t.parent_id FROM up JOIN topic t ON t.id = up.id WHERE t.parent_id IS NOT NULL)
    SELECT EXISTS (SELECT 1 FROM up WHERE id = ${top}::uuid) AS found`
  return found?.found ?? false
}
