import { sql } from 'kysely'
import type { Tx } from '../database/database.ts'
import { send } from '../database/sender.ts'
import { inOrder } from '../versioned-row/translation.rules.ts'
import type { Versioned } from '../versioned-row/versioned-row.ts'
import type { TopicState } from './topic.rules.ts'

/** A topic as a mutation finds it. */
export type LoadedTopic = TopicState & Versioned

export async function findTopic(tx: Tx, id: string): Promise<LoadedTopic | null> {
  const row = await tx.topic.findUnique({
    where: { id },
    include: {
      related: { select: { relatedId: true }, orderBy: { position: 'asc' } },
      translations: { select: { locale: true, name: true, slug: true, description: true } },
    },
  })
  if (!row) return null
  return {
    ...row,
    relatedIds: row.related.map(({ relatedId }) => relatedId),
    translations: inOrder(row.translations).map(({ locale, name, slug, description }) => ({
      locale,
      name,
      slug,
      description,
    })),
  }
}

/** The topic that a merged one became; null if the id is not one of a merged topic. */
export async function findSuccessor(tx: Tx, id: string): Promise<Pick<LoadedTopic, 'id' | 'name'> | null> {
  const merged = await tx.mergedTopic.findUnique({
    where: { id },
    select: { topic: { select: { id: true, name: true } } },
  })
  return merged?.topic ?? null
}

/**
 * Waits for those who change the hierarchy, and lets no other do so until the transaction ends: two changes that are right each by itself
 * can make a loop together.
 */
export async function holdHierarchy(tx: Tx): Promise<void> {
  await send(tx, sql`select 1 from pg_advisory_xact_lock(hashtext('topic hierarchy'))`)
}

/** Whether `id` is `top` or somewhere below it. Good for as long as the hierarchy is held. */
export async function isWithin(tx: Tx, id: string, top: string): Promise<boolean> {
  const [found] = await send<{ found: boolean }>(
    tx,
    sql`with recursive up (id) as (
        select ${id}::uuid union select t.parent_id from up join topic t on t.id = up.id where t.parent_id is not null)
      select exists (select 1 from up where id = ${top}::uuid) as found`,
  )
  return found?.found ?? false
}

/** Levels of the hierarchy. */
interface Levels {
  /** From the top down to `parentId`, with it */
  readonly above: number
  /** From `id` down to the lowest topic below it, with both */
  readonly own: number
}

/** How deep a topic would stand below another, and what hangs on it. Good for as long as the hierarchy is held. @param id null: a new topic */
export async function levelsBelow(tx: Tx, parentId: string, id: string | null): Promise<Levels> {
  const [levels] = await send<Levels>(
    tx,
    sql`with recursive up (id) as (
        select ${parentId}::uuid union select t.parent_id from up join topic t on t.id = up.id where t.parent_id is not null),
      down (id, level) as (
        select ${id}::uuid, 1 union all select t.id, down.level + 1 from down join topic t on t.parent_id = down.id
      ) cycle id set is_loop using path
      select (select count(*)::int from up) as above, (select max(level) from down where not is_loop) as own`,
  )
  return levels ?? { above: 0, own: 1 }
}

/** How many topics stand right below it. */
export function countChildren(tx: Tx, parentId: string): Promise<number> {
  return tx.topic.count({ where: { parentId } })
}
