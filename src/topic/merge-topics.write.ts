import { sql } from 'kysely'
import { fieldChange, idsOf } from '../activity/field-change.ts'
import type { Tx } from '../database/database.ts'
import { send } from '../database/sender.ts'
import { eventPayload } from '../lifecycle/article-event.write.ts'
import { absent } from '../mutation/user-error.ts'
import { eventName } from '../outbox/event.write.ts'
import { holdTranslations } from '../versioned-row/translation.load.ts'
import type { Viewer } from '../viewer/viewer.ts'

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
  await moveTranslations(tx, from.id, into.id)
  await moveRevisions(tx, from.id, into.id)
  await refreshDrafts(tx, into.id)
  await refreshLive(tx, from.id)
  await moveLive(tx, from.id, into.id)
  await moveRelations(tx, from.id, into.id)
  await moveFollows(tx, from.id, into.id)
  await tx.topic.updateMany({ where: { parentId: from.id }, data: { parentId: into.id } })
  await refreshBranches(tx, from.id, into.id)
  await endTopic(tx, from, into)
  const { version } = await tx.topic.update({
    where: { id: into.id },
    data: { version: { increment: 1 }, updatedAt: new Date() },
    select: { version: true },
  })
  return version
}

/** The topics right below `from` are below `into` afterwards; the trail of each says so. Their versions stay. */
export async function noteChildren(tx: Tx, { id, name }: Viewer, from: string, into: string): Promise<void> {
  const change = JSON.stringify([fieldChange('parent', idsOf('Topic', from), idsOf('Topic', into))])
  await send(
    tx,
    sql`insert into activity (id, subject_type, subject_id, actor_id, actor_name, action, changed_paths, changed_fields)
      select gen_random_uuid(), 'Topic', id, ${id}::uuid, ${name}, 'MERGED', array['parent'], ${change}::jsonb from topic where parent_id = ${from}::uuid`,
  )
}

/**
 * Excludes publications while topics merge; then locks totals before topics, each in the order of their ids, like publications (lock_totals
 * in the migrations). Until the end no other transaction counts either topic, or adds either to a revision.
 */
async function holdTopics(tx: Tx, from: Topic, into: Topic): Promise<void> {
  const ids = [from.id, into.id]
  await send(tx, sql`select 1 from pg_advisory_xact_lock(hashtext('topic merge'))`)
  await send(tx, sql`select 1 from topic_total where topic_id = any (${ids}::uuid[]) order by topic_id for update`)
  const held = await send(tx, sql`select id from topic where id = any (${ids}::uuid[]) order by id for update`)
  if (held.length < ids.length) throw absent('topic', ['input', 'fromId'])
}

/** On all revisions, old ones too. If a revision has both, the earlier position remains; ABOUT remains if one of them was ABOUT. */
async function moveRevisions(tx: Tx, from: string, into: string): Promise<void> {
  await send(
    tx,
    sql`update revision_topic kept set rel = 'ABOUT' from revision_topic lost
      where kept.revision_id = lost.revision_id and kept.position < lost.position and kept.rel <> 'ABOUT' and lost.rel = 'ABOUT'
        and (kept.topic_id, lost.topic_id) in ((${from}::uuid, ${into}::uuid), (${into}::uuid, ${from}::uuid))`,
  )
  await send(
    tx,
    sql`delete from revision_topic lost using revision_topic kept
      where kept.revision_id = lost.revision_id and kept.position < lost.position
        and (kept.topic_id, lost.topic_id) in ((${from}::uuid, ${into}::uuid), (${into}::uuid, ${from}::uuid))`,
  )
  await send(tx, sql`update revision_topic set topic_id = ${into}::uuid where topic_id = ${from}::uuid`)
}

/**
 * `into` gets the languages that only `from` has. In a language that both have, it keeps its name, and takes the description over where it has none; the
 * address of the other becomes an old one of `from` (a trigger in the migrations), as which it is handed over with the others.
 */
async function moveTranslations(tx: Tx, from: string, into: string): Promise<void> {
  await holdTranslations(tx, 'Topic')
  await send(
    tx,
    sql`update topic_translation kept set description = lost.description from topic_translation lost
      where kept.topic_id = ${into}::uuid and lost.topic_id = ${from}::uuid and kept.locale = lost.locale
        and kept.description is null and lost.description is not null`,
  )
  await send(
    tx,
    sql`update topic_translation set topic_id = ${into}::uuid
      where topic_id = ${from}::uuid and locale not in (select locale from topic_translation where topic_id = ${into}::uuid)`,
  )
  await send(tx, sql`delete from topic_translation where topic_id = ${from}::uuid`)
}

/** What search finds drafts by. */
async function refreshDrafts(tx: Tx, into: string): Promise<void> {
  await send(tx, sql`select 1 from write_draft_documents(drafts_of_topic(${into}::uuid))`)
}

/** What search finds the live articles by, and an event for each. */
async function refreshLive(tx: Tx, from: string): Promise<void> {
  await send(
    tx,
    sql`select 1 from write_search_documents(array(select article_id from live_topic where topic_id = ${from}::uuid))`,
  )
  await send(
    tx,
    sql`insert into outbox_event (type, article_id, payload)
      select ${eventName('article.updated')}, a.id, ${eventPayload('a')} || '{"changedFields": ["topics"]}' from article a
      where a.id in (select article_id from live_topic where topic_id = ${from}::uuid) order by a.published_at, a.id`,
  )
}

/** The counts change by the articles that had only `from`. The total of `from` is deleted with it. */
async function moveLive(tx: Tx, from: string, into: string): Promise<void> {
  await send(
    tx,
    sql`with moved as (
        update live_topic l set topic_id = ${into}::uuid
        where topic_id = ${from}::uuid and not exists (select 1 from live_topic o where o.article_id = l.article_id and o.topic_id = ${into}::uuid)
        returning article_id),
      more as (update topic_total set articles = articles + (select count(*)::int from moved) where topic_id = ${into}::uuid),
      beside as (
        select l.topic_id, count(*)::int as n from moved m join live_topic l on l.article_id = m.article_id
        where l.topic_id <> ${from}::uuid group by l.topic_id)
      insert into topic_pair (topic_id, other_id, articles)
      select topic_id, ${into}::uuid, n from beside union all select ${into}::uuid, topic_id, n from beside
      on conflict (topic_id, other_id) do update set articles = topic_pair.articles + excluded.articles`,
  )
}

/** Of all topics above both. What is left of `from` are articles that had `into` too. */
async function refreshBranches(tx: Tx, from: string, into: string): Promise<void> {
  await send(tx, sql`delete from live_topic where topic_id = ${from}::uuid`)
  await send(
    tx,
    sql`select 1 from refresh_branches(array(select article_id from live_topic where topic_id = ${into}::uuid),
      array(select ancestor_id from topic_ancestor where topic_id in (${from}::uuid, ${into}::uuid)))`,
  )
}

/** The related topics of `from` follow those of `into`. If a topic is related to both, the earlier position remains. */
async function moveRelations(tx: Tx, from: string, into: string): Promise<void> {
  await send(
    tx,
    sql`delete from topic_relation where (topic_id, related_id) in ((${from}::uuid, ${into}::uuid), (${into}::uuid, ${from}::uuid))`,
  )
  await send(
    tx,
    sql`insert into topic_relation (topic_id, related_id, position)
      select ${into}::uuid, related_id, position + 1 + coalesce((select max(position) from topic_relation where topic_id = ${into}::uuid), -1)
      from topic_relation where topic_id = ${from}::uuid
      on conflict (topic_id, related_id) do nothing`,
  )
  await send(
    tx,
    sql`delete from topic_relation lost using topic_relation kept
      where kept.topic_id = lost.topic_id and kept.position < lost.position
        and (kept.related_id, lost.related_id) in ((${from}::uuid, ${into}::uuid), (${into}::uuid, ${from}::uuid))`,
  )
  await send(tx, sql`update topic_relation set related_id = ${into}::uuid where related_id = ${from}::uuid`)
}

/** Who follows `from` follows `into`, once. What stays of `from` was of readers who follow both, and is deleted with it. */
async function moveFollows(tx: Tx, from: string, into: string): Promise<void> {
  await send(
    tx,
    sql`update reader_follow f set topic_id = ${into}::uuid
      where topic_id = ${from}::uuid and not exists (select 1 from reader_follow o where o.topic_id = ${into}::uuid and o.reader_id = f.reader_id)`,
  )
  await send(
    tx,
    sql`update pending_follow p set topic_id = ${into}::uuid
      where topic_id = ${from}::uuid and not exists (select 1 from pending_follow o where o.topic_id = ${into}::uuid and o.token_hash = p.token_hash)`,
  )
}

/**
 * The addresses and ids that led to `from` lead to `into`, its own too. What is in merged_topic gives no addresses up when it is deleted (a
 * trigger in the migrations).
 */
async function endTopic(tx: Tx, from: Topic, into: Topic): Promise<void> {
  await send(
    tx,
    sql`insert into slug_alias (kind, locale, slug, topic_id, created_at)
      select 'TOPIC'::alias_kind, locale, slug, ${into.id}::uuid, max(at) from (
        select '' as locale, slug, now() as at from topic where id = ${from.id}::uuid
        union all select locale, slug, created_at from slug_alias where topic_id = ${from.id}::uuid) address
      group by locale, slug
      on conflict (slug, locale, topic_id) do update set created_at = greatest(slug_alias.created_at, excluded.created_at)`,
  )
  await send(tx, sql`update redirect set topic_id = ${into.id}::uuid where topic_id = ${from.id}::uuid`)
  await send(tx, sql`update merged_topic set topic_id = ${into.id}::uuid where topic_id = ${from.id}::uuid`)
  await send(tx, sql`insert into merged_topic (id, topic_id) values (${from.id}::uuid, ${into.id}::uuid)`)
  await send(tx, sql`delete from topic where id = ${from.id}::uuid`)
}
