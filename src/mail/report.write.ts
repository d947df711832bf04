import { sql } from 'kysely'
import type { Database, Tx } from '../database/database.ts'
import { send } from '../database/sender.ts'
import { addressHash } from './address-hash.ts'
import { loadMailSecret } from './mail-secret.load.ts'
import { suppressHash } from './suppression.write.ts'
import { mailOfVerp } from './verp.ts'

/** A report of another mail server, or of a service that sends for us, about a mail. */
export interface MailReport {
  /** The address does not exist, or its owner reported the mail as spam or asked for no more mails */
  readonly type: 'bounce' | 'complaint' | 'unsubscribe'
  readonly address?: string | undefined
  /** The address to which the bounce was sent, with the mark of the mail */
  readonly returnPath?: string | undefined
}

interface Found {
  readonly hash: string | null
  readonly readerId: string | null
}

/** Ends what the reader follows; an address that bounced or complained gets no mail any more. Does not reveal whether an address is known. */
export async function takeReport(database: Database, { type, address, returnPath }: MailReport): Promise<void> {
  await database.transaction(async (tx) => {
    const secret = await loadMailSecret(tx)
    const mailId = returnPath === undefined ? null : mailOfVerp(returnPath, secret)
    const found = [
      ...(address === undefined ? [] : [await atAddress(tx, address, secret)]),
      ...(mailId === null ? [] : [await ofMail(tx, mailId)]),
    ]
    for (const { hash, readerId } of found) {
      if (hash !== null && type !== 'unsubscribe')
        await suppressHash(tx, hash, type === 'bounce' ? 'BOUNCE' : 'COMPLAINT')
      if (readerId !== null) await endFollows(tx, readerId)
    }
  })
}

async function atAddress(tx: Tx, address: string, secret: string): Promise<Found> {
  const [row] = await send<{ id: string }>(tx, sql`select id from reader where email = ${address.trim().toLowerCase()}`)
  return { hash: addressHash(address, secret), readerId: row?.id ?? null }
}

async function ofMail(tx: Tx, id: string): Promise<Found> {
  const [row] = await send<Found>(
    tx,
    sql`select address_hash as hash, reader_id as "readerId" from mail where id = ${id}::uuid`,
  )
  return row ?? { hash: null, readerId: null }
}

async function endFollows(tx: Tx, readerId: string): Promise<void> {
  await send(tx, sql`delete from reader_follow where reader_id = ${readerId}::uuid`)
  await send(tx, sql`delete from mail where reader_id = ${readerId}::uuid and state = 'WAITING'`)
}
