import { sql } from 'kysely'
import type { Tx } from '../database/database.ts'
import { type Sender, send } from '../database/sender.ts'
import type { FollowFrequency, ReaderStatus } from '../generated/graphql.ts'
import type { Sql } from '../reading/sql.ts'
import { exportOf } from './export.ts'
import { type Purpose, readerTokenHash } from './reader-token.ts'
import type { AskedSettings } from './reader-token.write.ts'

export interface LoadedReader extends AskedSettings {
  readonly id: string
  readonly email: string
  readonly status: ReaderStatus
  readonly paused: boolean
}

const COLUMNS = sql`r.id, r.email, r.status, r.frequency, r.locale, r.time_zone as "timeZone", r.paused`

/** The purposes as PostgreSQL takes them. */
const listed = (purposes: readonly Purpose[]): Sql => sql`${purposes}::text[]`

/** A token that works, with the reader whom it is of. Until the end of the transaction nobody else changes either. */
export async function holdReader(
  tx: Tx,
  token: string,
  purposes: readonly Purpose[],
): Promise<(LoadedReader & { readonly hash: string; readonly isUsed: boolean }) | null> {
  const [found] = await send<LoadedReader & { hash: string; isUsed: boolean }>(
    tx,
    sql`select ${COLUMNS}, t.hash, t.used_at is not null as "isUsed" from reader_token t join reader r on r.id = t.reader_id
      where t.hash = ${readerTokenHash(token)} and t.purpose::text = any (${listed(purposes)}) and t.expires_at > now() for update of r, t`,
  )
  return found ?? null
}

/** The reader with an address, held in the same way. */
export async function holdReaderAt(tx: Tx, email: string): Promise<LoadedReader | null> {
  const [found] = await send<LoadedReader>(tx, sql`select ${COLUMNS} from reader r where email = ${email} for update`)
  return found ?? null
}

/** How many mails somebody had sent to a reader by asking. */
export async function mailsAskedFor(tx: Tx, readerId: string): Promise<{ lately: number; today: number }> {
  const [row] = await send<{ lately: number; today: number }>(
    tx,
    sql`select count(*) filter (where created_at > now() - interval '10 minutes')::int as lately, count(*)::int as today
      from reader_token where reader_id = ${readerId}::uuid and is_requested and created_at > now() - interval '1 day'`,
  )
  return row ?? { lately: 0, today: 0 }
}

export interface Followed {
  readonly topicIds: readonly string[]
  readonly authorIds: readonly string[]
}

/** How many of these a reader does not follow. */
export async function countNew(tx: Tx, readerId: string, { topicIds, authorIds }: Followed): Promise<number> {
  const [row] = await send<{ followed: number }>(
    tx,
    sql`select count(*)::int as followed from reader_follow
      where reader_id = ${readerId}::uuid and (topic_id = any (${topicIds}::uuid[]) or author_id = any (${authorIds}::uuid[]))`,
  )
  return topicIds.length + authorIds.length - (row?.followed ?? 0)
}

/** Of topics and authors, in this language where they have one in it. */
export async function namesOf(tx: Sender, { topicIds, authorIds }: Followed, locale: string): Promise<string[]> {
  const rows = await send<{ name: string }>(
    tx,
    sql`select coalesce((select name from topic_translation where topic_id = t.id and locale = ${locale}), t.name) as name, 1 as kind, t.name as own
        from topic t where t.id = any (${topicIds}::uuid[])
      union all select coalesce((select name from author_translation where author_id = a.id and locale = ${locale}), a.name), 2, a.name
        from author a where a.id = any (${authorIds}::uuid[])
      order by kind, own`,
  )
  return rows.map(({ name }) => name)
}

/** Whether readers can have mails in a language and at the time of a zone: null for what is not asked. */
export async function knownSettings(
  tx: Tx,
  { locale, timeZone }: { readonly locale: string | null; readonly timeZone: string | null },
): Promise<{ isLocale: boolean; isZone: boolean }> {
  const [row] = await send<{ isLocale: boolean; isZone: boolean }>(
    tx,
    sql`select exists (select from live_total where locale = ${locale}::text and articles > 0) as "isLocale", coalesce(is_time_zone(${timeZone}::text), true) as "isZone"`,
  )
  return row ?? { isLocale: false, isZone: false }
}

/** One thing that is followed, or that was asked for. */
export interface NamedFollow {
  readonly type: 'Topic' | 'Author'
  readonly id: string
  readonly name: string
}

/** A reader as the pages show them. */
export interface ShownReader {
  readonly email: string
  readonly locale: string
  readonly status: ReaderStatus
  readonly frequency: FollowFrequency
  readonly paused: boolean
  readonly follows: readonly NamedFollow[]
  /** Of a link to confirm: whether it was used, what it asks for, and how often mails would come */
  readonly isUsed: boolean
  readonly asked: readonly NamedFollow[]
  readonly askedFrequency: FollowFrequency | null
  readonly askedLocale: string | null
}

const named = (table: 'reader_follow' | 'pending_follow', condition: Sql): Sql => sql`(
  select coalesce(json_agg(json_build_object('type', f.type, 'id', f.id, 'name', f.name) order by f.type desc, f.own), '[]'::json) from (
    select 'Topic' as type, o.id, o.name as own,
      coalesce((select n.name from topic_translation n where n.topic_id = o.id and n.locale = coalesce(t.locale, r.locale)), o.name) as name
    from ${sql.table(table)} l join topic o on o.id = l.topic_id where ${condition}
    union all select 'Author', o.id, o.name,
      coalesce((select n.name from author_translation n where n.author_id = o.id and n.locale = coalesce(t.locale, r.locale)), o.name)
    from ${sql.table(table)} l join author o on o.id = l.author_id where ${condition}) f)`

/** Everything that is stored of the reader whose manage link was opened. */
export async function findExport(sender: Sender, token: string): Promise<object | null> {
  const [found] = await send<{ stored: object }>(
    sender,
    sql`select ${exportOf('r')} as stored from reader_token t join reader r on r.id = t.reader_id
      where t.hash = ${readerTokenHash(token)} and t.purpose = 'MANAGE' and t.expires_at > now()`,
  )
  return found?.stored ?? null
}

/** What a page shows of the reader whose link was opened; null if the link does not work. Changes nothing. */
export async function findShownReader(
  sender: Sender,
  token: string,
  purposes: readonly Purpose[],
): Promise<ShownReader | null> {
  const [found] = await send<ShownReader>(
    sender,
    sql`select r.email, r.locale, r.status, r.frequency, r.paused, ${named('reader_follow', sql`l.reader_id = r.id`)} as follows,
        t.used_at is not null as "isUsed", ${named('pending_follow', sql`l.token_hash = t.hash`)} as asked, t.frequency as "askedFrequency", t.locale as "askedLocale"
      from reader_token t join reader r on r.id = t.reader_id
      where t.hash = ${readerTokenHash(token)} and t.purpose::text = any (${listed(purposes)}) and t.expires_at > now()`,
  )
  return found ?? null
}
