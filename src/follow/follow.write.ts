import { sql } from 'kysely'
import { v7 as uuid } from 'uuid'
import type { Tx } from '../database/database.ts'
import { send } from '../database/sender.ts'
import type { FollowFrequency } from '../generated/graphql.ts'
import type { Sql } from '../reading/sql.ts'
import type { Followed, LoadedReader } from './reader.load.ts'
import type { AskedSettings } from './reader-token.write.ts'

/** A merge of topics moves what is followed, and waits until this transaction has ended, or this one for it. */
export async function holdTopics(tx: Tx): Promise<void> {
  await send(tx, sql`select 1 from pg_advisory_xact_lock_shared(hashtext('topic merge'))`)
}

/** A new reader, who has confirmed nothing yet; where another transaction was faster, that one's. */
export async function addReader(
  tx: Tx,
  email: string,
  { frequency, locale, timeZone }: AskedSettings,
): Promise<string> {
  const [row] = await send<{ id: string }>(
    tx,
    sql`insert into reader (id, email, frequency, locale, time_zone) values (${uuid()}::uuid, ${email}, ${frequency}::follow_frequency, ${locale}, ${timeZone})
      on conflict (email) do update set email = excluded.email returning id`,
  )
  if (!row) throw new Error('no reader was added')
  return row.id
}

/** What the token's link asks for. What is followed already is left out. */
export async function addPending(
  tx: Tx,
  readerId: string,
  hash: string,
  { topicIds, authorIds }: Followed,
): Promise<void> {
  await send(
    tx,
    sql`insert into pending_follow (id, token_hash, topic_id, author_id)
      select gen_random_uuid(), ${hash}, topic_id, author_id from (
        select id as topic_id, null::uuid as author_id from topic where id = any (${topicIds}::uuid[])
        union all select null, id from author where id = any (${authorIds}::uuid[])) asked
      where not exists (select from reader_follow f where f.reader_id = ${readerId}::uuid and (f.topic_id = asked.topic_id or f.author_id = asked.author_id))`,
  )
}

/** What is deleted meanwhile is not followed: its rows are waited for, and its requests are gone then. */
async function holdPending(tx: Tx, hash: string): Promise<void> {
  await send(
    tx,
    sql`select 1 from topic where id in (select topic_id from pending_follow where token_hash = ${hash}) order by id for key share`,
  )
  await send(
    tx,
    sql`select 1 from author where id in (select author_id from pending_follow where token_hash = ${hash}) order by id for key share`,
  )
}

/**
 * Follows what the token's link asks for. Only who was unconfirmed gets the settings that came with it.
 * @returns how many topics and authors the reader follows then; null if nothing of it is left
 */
export async function confirm(
  tx: Tx,
  readerId: string,
  hash: string,
): Promise<{ topics: number; authors: number } | null> {
  await holdTopics(tx)
  await holdPending(tx, hash)
  const pending = await send<{ topicId: string | null; authorId: string | null }>(
    tx,
    sql`delete from pending_follow where token_hash = ${hash} returning topic_id as "topicId", author_id as "authorId"`,
  )
  if (pending.length === 0) return null
  await follow(tx, readerId, {
    topicIds: pending.flatMap(({ topicId }) => topicId ?? []),
    authorIds: pending.flatMap(({ authorId }) => authorId ?? []),
  })
  await send(tx, sql`update reader_token set used_at = now() where hash = ${hash}`)
  await send(
    tx,
    sql`update reader r set changed_at = now(), confirmed_at = coalesce(r.confirmed_at, now()), status = 'CONFIRMED',
        frequency = case r.status when 'CONFIRMED' then r.frequency else t.frequency end,
        locale = case r.status when 'CONFIRMED' then r.locale else t.locale end,
        time_zone = case r.status when 'CONFIRMED' then r.time_zone else t.time_zone end
      from reader_token t where t.hash = ${hash} and r.id = ${readerId}::uuid`,
  )
  const [count] = await send<{ topics: number; authors: number }>(
    tx,
    sql`select count(topic_id)::int as topics, count(author_id)::int as authors from reader_follow where reader_id = ${readerId}::uuid`,
  )
  return count ?? null
}

/** @returns what is new */
function follow(tx: Tx, readerId: string, { topicIds, authorIds }: Followed): Promise<object[]> {
  return send(
    tx,
    sql`insert into reader_follow (id, reader_id, topic_id, author_id)
      select gen_random_uuid(), ${readerId}::uuid, id, null from topic where id = any (${topicIds}::uuid[])
      union all select gen_random_uuid(), ${readerId}::uuid, null, id from author where id = any (${authorIds}::uuid[])
      on conflict do nothing returning id`,
  )
}

/** Whether anything follows from it: what changes nothing is no change of the reader. */
const hasRows = (...results: readonly (readonly object[])[]): boolean => results.some((rows) => rows.length > 0)

/** Follows exactly these; a list that is null stays. */
export async function replaceFollows(
  tx: Tx,
  readerId: string,
  {
    topicIds,
    authorIds,
  }: { readonly topicIds: readonly string[] | null; readonly authorIds: readonly string[] | null },
): Promise<void> {
  await holdTopics(tx)
  const topics = topicIds
    ? await send(
        tx,
        sql`delete from reader_follow where reader_id = ${readerId}::uuid and topic_id is not null and topic_id <> all (${topicIds}::uuid[]) returning id`,
      )
    : []
  const authors = authorIds
    ? await send(
        tx,
        sql`delete from reader_follow where reader_id = ${readerId}::uuid and author_id is not null and author_id <> all (${authorIds}::uuid[]) returning id`,
      )
    : []
  const added = await follow(tx, readerId, { topicIds: topicIds ?? [], authorIds: authorIds ?? [] })
  if (hasRows(topics, authors, added)) await noteChange(tx, readerId)
}

export type ReaderChange = Partial<AskedSettings & { readonly paused: boolean; readonly frequency: FollowFrequency }>

/** The settings after a change. */
export async function saveReader(tx: Tx, reader: LoadedReader, change: ReaderChange): Promise<void> {
  const { frequency, locale, timeZone, paused } = { ...reader, ...change }
  await send(
    tx,
    sql`update reader set changed_at = now(), frequency = ${frequency}::follow_frequency, locale = ${locale}, time_zone = ${timeZone}, paused = ${paused}::boolean
      where id = ${reader.id}::uuid
        and (frequency, locale, time_zone, paused) is distinct from (${frequency}::follow_frequency, ${locale}, ${timeZone}, ${paused}::boolean)`,
  )
}

/** Ends these, followed or asked for. */
export function endFollows(tx: Tx, readerId: string, { topicIds, authorIds }: Followed): Promise<void> {
  return end(tx, readerId, sql`(topic_id = any (${topicIds}::uuid[]) or author_id = any (${authorIds}::uuid[]))`)
}

/** Ends everything. */
export function endAllFollows(tx: Tx, readerId: string): Promise<void> {
  return end(tx, readerId, sql`true`)
}

async function end(tx: Tx, readerId: string, condition: Sql): Promise<void> {
  const followed = await send(
    tx,
    sql`delete from reader_follow where reader_id = ${readerId}::uuid and ${condition} returning id`,
  )
  const asked = await send(
    tx,
    sql`delete from pending_follow where token_hash in (select hash from reader_token where reader_id = ${readerId}::uuid) and ${condition} returning id`,
  )
  if (hasRows(followed, asked)) await noteChange(tx, readerId)
}

async function noteChange(tx: Tx, readerId: string): Promise<void> {
  await send(tx, sql`update reader set changed_at = now() where id = ${readerId}::uuid`)
}

/** With all that belongs to them. */
export async function removeReader(tx: Tx, readerId: string): Promise<void> {
  await send(tx, sql`delete from reader where id = ${readerId}::uuid`)
}
