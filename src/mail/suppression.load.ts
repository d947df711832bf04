import { sql } from 'kysely'
import { type Sender, send } from '../database/sender.ts'
import { addressHash } from './address-hash.ts'
import { loadMailSecret } from './mail-secret.load.ts'

/** Whether an address gets no mail: it bounced, or its owner complained or asked for no more mails. */
export async function isSuppressed(sender: Sender, address: string): Promise<boolean> {
  const hash = addressHash(address, await loadMailSecret(sender))
  return (await suppressedOf(sender, [hash])).has(hash)
}

/** Those of these hashes whose addresses get no mail. */
export async function suppressedOf(sender: Sender, hashes: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await send<{ hash: string }>(
    sender,
    sql`select hash from suppressed_address where hash = any (${`{${hashes.join()}}`}::text[])`,
  )
  return new Set(rows.map(({ hash }) => hash))
}
