import { createHmac } from 'node:crypto'
import { sql } from 'kysely'
import { type Sender, send } from '../database/sender.ts'

/** The key of the hashes of addresses and networks. The migration made it, so every process over one database has the same. */
export async function loadReaderSecret(sender: Sender): Promise<string> {
  const [row] = await send<{ secret: string }>(sender, sql`select secret from reader_secret`)
  if (!row) throw new Error('The table reader_secret has no row')
  return row.secret
}

/** By which something personal is recognised, and from which it cannot be found without the key. */
export function keyedHash(what: 'address' | 'network' | 'caller', value: string, secret: string): string {
  return createHmac('sha256', secret).update(`${what} ${value}`).digest('hex')
}
