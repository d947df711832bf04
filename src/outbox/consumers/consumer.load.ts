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

/** About when a consumer was last at work, as ISO 8601; null if it never was. */
export async function lastAtWork(database: Database, name: string): Promise<string | null> {
  const [row] = await send<{ at: Date | null }>(
    database,
    sql`select leased_until as at from event_consumer where name = ${name}`,
  )
  return row?.at?.toISOString() ?? null
}

interface Gap {
  /** The last event that was processed */
  readonly after: number
  /** The oldest event that comes after it */
  readonly before: number
}

/**
 * When the oldest event after a gap was written, as ISO 8601, if events in the gap were deleted before they were processed; null if not. Events are deleted in
 * the order of their age: if the last one that was processed is still there, so are those after it, and the gap is of positions that no event has got.
 */
export async function endOfLost(database: Database, { after, before }: Gap): Promise<string | null> {
  if (before === after + 1) return null
  const [row] = await send<{ at: Date }>(
    database,
    sql`select at from outbox_event where position = ${before}::bigint
      and not exists (select from outbox_event where position = ${after}::bigint)`,
  )
  return row?.at.toISOString() ?? null
}
