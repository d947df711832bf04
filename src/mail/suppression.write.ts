import { sql } from 'kysely'
import { type Sender, send } from '../database/sender.ts'
import { addressHash } from './address-hash.ts'
import { loadMailSecret } from './mail-secret.load.ts'

/** The address does not exist, or its owner reported a mail as spam or asked for no more mails. */
export type SuppressionReason = 'BOUNCE' | 'COMPLAINT' | 'REQUEST'

/** No mail is sent to this address any more. Only its hash is stored. */
export async function suppressAddress(sender: Sender, address: string, reason: SuppressionReason): Promise<void> {
  await suppressHash(sender, addressHash(address, await loadMailSecret(sender)), reason)
}

/** The first reason stays. */
export async function suppressHash(sender: Sender, hash: string, reason: SuppressionReason): Promise<void> {
  await send(
    sender,
    sql`insert into suppressed_address (hash, reason) values (${hash}, ${reason}) on conflict (hash) do nothing`,
  )
}
