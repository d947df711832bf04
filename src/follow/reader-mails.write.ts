import { sql } from 'kysely'
import type { Tx } from '../database/database.ts'
import { send } from '../database/sender.ts'

/** What waits to be sent to a reader is not sent any more. That others were sent stays known. */
export async function dropWaitingMails(tx: Tx, readerId: string): Promise<void> {
  await send(tx, sql`delete from mail where reader_id = ${readerId}::uuid and state = 'WAITING'`)
}

/** Of all mails to a reader. */
export async function forgetMails(tx: Tx, readerId: string): Promise<void> {
  await send(tx, sql`delete from mail where reader_id = ${readerId}::uuid`)
}
