import type { Database } from '../../src/database/database.ts'

/** A mail that waits to be sent to a reader. */
export interface WaitingMail {
  readonly text: string
  readonly subject: string
  readonly locale: string
}

/** Those that wait for an address, oldest first. */
export async function mailsTo({ query }: Database, address: string): Promise<WaitingMail[]> {
  return query<WaitingMail & Record<string, unknown>>({
    text: 'SELECT text, subject, locale FROM mail WHERE recipient = $1 ORDER BY created_at, id',
    parameters: [address],
  })
}

/** The token of the link to a page in a mail. */
export function tokenIn({ text }: WaitingMail, page: 'confirm' | 'manage' | 'unsubscribe'): string {
  const [, token] = new RegExp(`/follow/${page}\\?token=(\\S+)`).exec(text) ?? []
  if (token === undefined) throw new Error(`the mail has no link to ${page}`)
  return token
}

/** Every row of every table that has a text somewhere in it, as "table: row". */
export async function rowsWith({ query }: Database, text: string): Promise<string[]> {
  const tables = await query<{ name: string }>({
    text: "SELECT tablename AS name FROM pg_tables WHERE schemaname IN ('public', 'pgboss') AND tablename NOT LIKE '\\_prisma%' ORDER BY 1",
    parameters: [],
  })
  const found: string[] = []
  for (const { name } of tables) {
    const rows = await query<{ row: string }>({
      text: `SELECT t::text AS row FROM "${name}" t WHERE t::text ILIKE '%' || $1 || '%'`,
      parameters: [text],
    }).catch(() => [])
    found.push(...rows.map(({ row }) => `${name}: ${row}`))
  }
  return found
}
