import { sql } from 'kysely'
import { type Sender, send } from '../database/sender.ts'

/** The database's clock, which decides on all dates. For what is loaded anyway, its statement says it too. */
export async function databaseTime(sender: Sender): Promise<Date> {
  const [row] = await send<{ now: Date }>(sender, sql`select now() as "now"`)
  if (!row) throw new Error('the database did not tell the time')
  return row.now
}
