import { sql } from 'kysely'
import type { Tx } from '../database/database.ts'
import { eventPayload } from '../lifecycle/article-event.write.ts'
import { absent } from '../mutation/user-error.ts'
import { eventName } from '../outbox/event.write.ts'
import { compile } from '../reading/sql.ts'

interface Topic {
  readonly id: string
  readonly slug: string
}

/**
 * Everything that names `from` names `into` afterwards, and `from` is gone. A number of statements that does not grow with what moves.
 * @returns the version of `into`
 * @throws Refusal NOT_FOUND when one of them was deleted meanwhile
 */
export async function moveTopic(tx: Tx, from: Topic, into: Topic): Promise<number> {
  await holdTopics(tx, from, into)
  await moveRevisions(tx, from.id, into.id)
  await tellLive(tx, from.id)
  await moveLive(tx, from.id, into.id)
  await moveRelations(tx, from.id, into.id)
  await tx.topic.updateMany({ where: { parentId: from.id }, data: { parentId: into.id } })
  await endTopic(tx, from, into)
  const { version } = await tx.topic.update({
    where: { id: into.id },
    data: { version: { increment: 1 }, updatedAt: new Date() },
    select: { version: true },
  })
  return version
}

/**
 * No publication while topics merge; then totals before topics, each in the order of their ids, as publications take them (lock_totals in the
 * migrations). Until the end nobody counts either topic, and nobody puts either on a revision.
 */
async function holdTopics(tx: Tx, from: Topic, into: Topic): Promise<void> {
  const ids = [from.id, into.id]
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('topic merge'))`
  await tx.$executeRaw`SELECT 1 FROM topic_total WHERE topic_id = ANY (${ids}::uuid[]) ORDER BY topic_id FOR UPDATE`
  const held = await tx.$queryRaw<object[]>`
    SELECT id FROM topic WHERE id = ANY (${ids}::uuid[]) ORDER BY id FOR UPDATE`
  if (held.length < ids.length) throw absent('topic', ['input', 'fromId'])
}

/**
 * On revisions of every age. Where both stand on one, the earlier place stays and the later goes; ABOUT stays where either said so.
 */
async function moveRevisions(tx: Tx, from: string, into: string): Promise<void> {
  await tx.$executeRaw`
    UPDATE revision_topic kept SET rel = 'ABOUT' FROM revision_topic lost
    WHERE kept.revision_id = lost.revision_id AND kept.position < lost.position AND kept.rel <> 'ABOUT' AND lost.rel = 'ABOUT'
      AND (kept.topic_id, lost.topic_id) IN ((${from}::uuid, ${into}::uuid), (${into}::uuid, ${from}::uuid))`
  await tx.$executeRaw`
    DELETE FROM revision_topic lost USING revision_topic kept
    WHERE kept.revision_id = lost.revision_id AND kept.position < lost.position
      AND (kept.topic_id, lost.topic_id) IN ((${from}::uuid, ${into}::uuid), (${into}::uuid, ${from}::uuid))`
  await tx.$executeRaw`UPDATE revision_topic SET topic_id = ${into}::uuid WHERE topic_id = ${from}::uuid`
}

/** What search finds the live articles by, and an event for each. */
async function tellLive(tx: Tx, from: string): Promise<void> {
  await tx.$executeRaw`SELECT write_search_documents(ARRAY(SELECT article_id FROM live_topic WHERE topic_id = ${from}::uuid))`
  const { text, parameters } = compile(sql`
    insert into outbox_event (type, article_id, payload)
    select ${eventName('article.updated')}, a.id, ${eventPayload('a')} from article a
    where a.id in (select article_id from live_topic where topic_id = ${from}::uuid) order by a.published_at, a.id`)
  await tx.$executeRawUnsafe(text, ...parameters)
}

/** The counts change by the articles that only `from` stood on. What is counted for `from` goes with it. */
async function moveLive(tx: Tx, from: string, into: string): Promise<void> {
  await tx.$executeRaw`
    WITH moved AS (
      UPDATE live_topic l SET topic_id = ${into}::uuid
      WHERE topic_id = ${from}::uuid AND NOT EXISTS (SELECT 1 FROM live_topic o WHERE o.article_id = l.article_id AND o.topic_id = ${into}::uuid)
      RETURNING article_id),
    more AS (UPDATE topic_total SET articles = articles + (SELECT count(*)::int FROM moved) WHERE topic_id = ${into}::uuid),
    beside AS (
      SELECT l.topic_id, count(*)::int AS n FROM moved m JOIN live_topic l ON l.article_id = m.article_id
      WHERE l.topic_id <> ${from}::uuid GROUP BY l.topic_id)
    INSERT INTO topic_pair (topic_id, other_id, articles)
    SELECT topic_id, ${into}::uuid, n FROM beside UNION ALL SELECT ${into}::uuid, topic_id, n FROM beside
    ON CONFLICT (topic_id, other_id) DO UPDATE SET articles = topic_pair.articles + excluded.articles`
}

/** What editors set beside `from` follows what they set beside `into`. Where both stand beside a topic, the earlier place stays. */
async function moveRelations(tx: Tx, from: string, into: string): Promise<void> {
  await tx.$executeRaw`
    DELETE FROM topic_relation WHERE (topic_id, related_id) IN ((${from}::uuid, ${into}::uuid), (${into}::uuid, ${from}::uuid))`
  await tx.$executeRaw`
    INSERT INTO topic_relation (topic_id, related_id, position)
    SELECT ${into}::uuid, related_id, position + 1 + coalesce((SELECT max(position) FROM topic_relation WHERE topic_id = ${into}::uuid), -1)
    FROM topic_relation WHERE topic_id = ${from}::uuid
    ON CONFLICT (topic_id, related_id) DO NOTHING`
  await tx.$executeRaw`
    DELETE FROM topic_relation lost USING topic_relation kept
    WHERE kept.topic_id = lost.topic_id AND kept.position < lost.position
      AND (kept.related_id, lost.related_id) IN ((${from}::uuid, ${into}::uuid), (${into}::uuid, ${from}::uuid))`
  await tx.$executeRaw`UPDATE topic_relation SET related_id = ${into}::uuid WHERE related_id = ${from}::uuid`
}

/** The addresses that led to `from` lead to `into`; its own is one of them once it is gone, and the trigger has called it so. */
async function endTopic(tx: Tx, from: Topic, into: Topic): Promise<void> {
  await tx.$executeRaw`UPDATE slug_alias SET topic_id = ${into.id}::uuid WHERE topic_id = ${from.id}::uuid`
  await tx.$executeRaw`DELETE FROM topic WHERE id = ${from.id}::uuid`
  await tx.$executeRaw`
    UPDATE slug_alias SET topic_id = ${into.id}::uuid, gone_at = NULL WHERE kind = 'TOPIC' AND locale = '' AND slug = ${from.slug}`
}
