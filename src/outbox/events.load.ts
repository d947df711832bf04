import { sql } from 'kysely'
import type { Database } from '../database/database.ts'
import { type Sender, send } from '../database/sender.ts'
import { parseSitePath, pathOf, type Site } from '../site/site.ts'
import type { EventName } from './events.ts'
import type { EventRange } from './missed-events.load.ts'

/** A committed event. */
export interface PlacedEvent {
  /** Its number in the table. After a restore from a backup, numbers are used a second time, but with another `at` */
  readonly id: string
  /** Its place in the order of all events. Grows, with gaps */
  readonly position: number
  /** When it was written */
  readonly at: Date
  readonly type: EventName
  /** docs/workflow.md has its fields */
  readonly payload: Readonly<Record<string, unknown>>
  /** Tags of the responses that may have changed (src/reading/tags) */
  readonly tags: readonly string[]
  /** Changed pages of the public site, also at old addresses */
  readonly paths: readonly string[]
  /** A replica that has replayed the write-ahead log up to here has the change of the event. Null for events from before this column existed */
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

/** Events in their order. What is committed later gets a higher position. */
export async function loadEvents(sender: Sender, { after, most }: EventRange, site: Site): Promise<PlacedEvent[]> {
  const events = await send<PlacedEvent>(
    sender,
    sql`select id::text, position, at, type, payload, tags, paths, lsn from events_after(${after}::bigint, ${most}::int)`,
  )
  return events.map((event) => ({ ...event, paths: event.paths.map((path) => sitePath(path, site)) }))
}

const PAGE = /^(?:\/[^/]+)?\/(?:article|topic|author)\/([^/]+)$/

/** The database does not know which language has no locale in its addresses, and does not encode them. Paths of redirects stay as they are. */
export function sitePath(path: string, site: Site): string {
  const slug = PAGE.exec(path)?.[1]
  const address = slug === undefined ? null : parseSitePath(path, site)
  return address && address.slug === slug ? pathOf(address, site) : path
}
