import type { Tx } from '../database/database.ts'
import type { NewMail } from './mail.ts'
import { insertMail } from './mail.write.ts'

/**
 * Has a mail sent when the transaction commits, by whichever process sends mails. A mail whose `dedupeKey` was used is not added. Nobody waits for a mail
 * server, and an address that is suppressed gets nothing.
 */
export async function enqueueMail(tx: Tx, mail: NewMail): Promise<void> {
  await insertMail(tx, mail)
}
