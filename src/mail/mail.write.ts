import { sql } from 'kysely'
import { v7 as uuid } from 'uuid'
import type { Tx } from '../database/database.ts'
import { send } from '../database/sender.ts'
import type { NewMail } from './mail.ts'

/** Unless there is one with its key. Somebody waits for it, so it is due since a day: before all alerts and digests. */
export async function insertMail(tx: Tx, mail: NewMail): Promise<void> {
  const { kind, to, locale, subject, text, html, dedupeKey, unsubscribeUrl, readerId } = mail
  await send(
    tx,
    sql`insert into mail (id, kind, dedupe_key, recipient, locale, subject, text, html, unsubscribe_url, reader_id, next_attempt_at)
      values (${uuid()}::uuid, ${kind}, ${dedupeKey}, ${to}, ${locale}, ${subject}, ${text}, ${html}, ${unsubscribeUrl}, ${readerId}::uuid, now() - interval '1 day')
      on conflict (dedupe_key) do nothing`,
  )
}
