import { sql } from 'kysely'
import type { Database } from '../../database/database.ts'
import { send } from '../../database/sender.ts'

/** Whether a consumer has not yet processed an event that is older than this. */
export async function isLate(database: Database, name: string, minutes: number): Promise<boolean> {
  const [row] = await send<{ late: boolean }>(
    database,
    sql`select exists (select from event_consumer c join outbox_event e on e.position > c.position
      where c.name = ${name} and e.at < now() - make_interval(mins => ${minutes}::int)) as late`,
  )
  return row?.late ?? false
}
