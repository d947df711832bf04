import { sql } from 'kysely'
import { type Sender, send } from '../database/sender.ts'

/** What hashes of addresses are made with. The migration made it, so every process over one database has the same. */
export async function loadMailSecret(sender: Sender): Promise<string> {
  const [row] = await send<{ secret: string }>(sender, sql`select secret from mail_secret`)
  if (!row) throw new Error('The table mail_secret has no row')
  return row.secret
}
