import type { Database } from './database.ts'

/** Whether nothing can be saved: a standby, or a database that an operator made read-only. */
export async function isReadOnly({ query }: Pick<Database, 'query'>): Promise<boolean> {
  const text = "SELECT current_setting('transaction_read_only') = 'on' AS on"
  const [row] = await query<{ on: boolean }>({ text, parameters: [] })
  return row?.on ?? false
}
