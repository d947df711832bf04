import { sql } from 'kysely'
import type { Database } from '../database/database.ts'
import { send } from '../database/sender.ts'
import type { EventName } from './events.ts'

/** A committed event. */
export interface PlacedEvent {
  /** Its place in the order of all events. Grows, with gaps */
  readonly position: number
  readonly type: EventName
  /** docs/workflow.md has its fields */
  readonly payload: Readonly<Record<string, unknown>>
}

/** The position of the newest event that has one; 0 if there is none. */
export async function newestPosition(database: Database): Promise<number> {
  const [row] = await send<{ position: number }>(
    database,
    sql`select coalesce(max(position), 0) as position from outbox_event`,
  )
  return row?.position ?? 0
}

/** The events after a position, in their order. What is committed later gets a higher one. */
export function loadEvents(database: Database, after: number, most: number): Promise<PlacedEvent[]> {
  return send<PlacedEvent>(
    database,
    sql`select position, type, payload from events_after(${after}::bigint, ${most}::int)`,
  )
}
