import { sql } from 'kysely'
import { type Sender, send } from '../database/sender.ts'

/** Events in the order of their positions: those after one, and how many at most. */
export interface EventRange {
  readonly after: number
  readonly most: number
}

/** Which events a client missed that stopped after one position. */
export interface Missed extends EventRange {
  readonly until: number
  /** Older events are not replayed */
  readonly hours: number
}

/** Null if not all of them are there any more, if they are older than `hours`, or if there are more than `most`: the client may have missed something. */
export async function loadMissed<Event extends { readonly position: number }>(
  sender: Sender,
  table: 'outbox_event' | 'desk_event',
  { after, until, most, hours }: Missed,
  load: (range: EventRange) => Promise<readonly Event[]>,
): Promise<Event[] | null> {
  const events = sql.table(table)
  const [state] = await send<{ isWhole: boolean }>(
    sender,
    sql`select (${after}::bigint = 0 or exists (select from ${events} where position = ${after}::bigint)) and coalesce(
        (select at > now() - make_interval(hours => ${hours}::int) from ${events} where position > ${after}::bigint order by position limit 1), true) as "isWhole"`,
  )
  if (!state?.isWhole) return null
  const loaded = await load({ after, most: most + 1 })
  const missed = loaded.filter(({ position }) => position <= until)
  return missed.length > most ? null : missed
}
