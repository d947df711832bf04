import { sql } from 'kysely'
import type { Database } from '../database/database.ts'
import { type Sender, send } from '../database/sender.ts'
import { articlePath, type Site } from '../site/site.ts'
import type { EventName } from './events.ts'

/** A committed event. */
export interface PlacedEvent {
  /** Its place in the order of all events. Grows, with gaps */
  readonly position: number
  readonly type: EventName
  /** docs/workflow.md has its fields */
  readonly payload: Readonly<Record<string, unknown>>
  /** What responses depend on that may say something else now (src/reading/tags) */
  readonly tags: readonly string[]
  /** Pages of the public site that show something else now, also at old addresses */
  readonly paths: readonly string[]
  /** A replica that has replayed the write-ahead log up to here has what the event tells of. Null of events from before there was such a number */
  readonly lsn: number | null
}

/** The position of the newest event that has one; 0 if there is none. */
export async function newestPosition(database: Database): Promise<number> {
  const [row] = await send<{ position: number }>(
    database,
    sql`select coalesce(max(position), 0) as position from outbox_event`,
  )
  return row?.position ?? 0
}

/** Which events: those after a position, and how many at most. */
export interface EventRange {
  readonly after: number
  readonly most: number
}

/** Events in their order. What is committed later gets a higher position. */
export async function loadEvents(sender: Sender, { after, most }: EventRange, site: Site): Promise<PlacedEvent[]> {
  const events = await send<PlacedEvent>(
    sender,
    sql`select position, type, payload, tags, paths, lsn from events_after(${after}::bigint, ${most}::int)`,
  )
  return events.map((event) => ({ ...event, paths: event.paths.map((path) => sitePath(path, site)) }))
}

/** The database does not know which language has no locale in its addresses. */
function sitePath(path: string, site: Site): string {
  const [, locale, slug] = /^\/([^/]+)\/article\/([^/]+)$/.exec(path) ?? []
  return locale !== undefined && slug !== undefined ? articlePath({ locale, slug }, site) : path
}
