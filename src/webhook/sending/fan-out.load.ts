import { sql } from 'kysely'
import type { Database } from '../../database/database.ts'
import { send } from '../../database/sender.ts'
import type { EventType } from '../../generated/graphql.ts'

/** The types of events that any enabled webhook receives. */
export async function wantedEvents(database: Database): Promise<ReadonlySet<EventType>> {
  const rows = await send<{ event: EventType }>(
    database,
    sql`select distinct unnest(events) as event from webhook where disabled_reason is null`,
  )
  return new Set(rows.map(({ event }) => event))
}
