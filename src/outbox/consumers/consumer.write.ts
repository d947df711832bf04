import { sql } from 'kysely'
import type { Database } from '../../database/database.ts'
import { send } from '../../database/sender.ts'

/** A process that reads for a consumer. */
export interface Holder {
  /** The consumer's */
  readonly name: string
  /** The process's own, a uuid */
  readonly id: string
}

/** A consumer without an entry starts behind the newest event. */
export async function registerConsumer(database: Database, name: string): Promise<void> {
  await send(
    database,
    sql`insert into event_consumer (name, position) select ${name}, coalesce(max(position), 0) from outbox_event
      on conflict do nothing`,
  )
}

/** Takes the lease, or makes it longer. @returns the position of the last event that was processed; null if another process has the lease */
export async function takeLease(database: Database, { name, id }: Holder, seconds: number): Promise<number | null> {
  const [row] = await send<{ position: number }>(
    database,
    sql`update event_consumer set holder = ${id}::uuid, leased_until = now() + make_interval(secs => ${seconds}::int)
      where name = ${name} and (holder is null or holder = ${id}::uuid or leased_until < now())
      returning position::float8 as position`,
  )
  return row?.position ?? null
}

/** All up to a position was processed. Nothing happens if another process has taken the lease: it processes the same once more. */
export async function advance(database: Database, { name, id }: Holder, position: number): Promise<void> {
  await send(
    database,
    sql`update event_consumer set position = ${position}::bigint
      where name = ${name} and holder = ${id}::uuid`,
  )
}

/** So that another process need not wait for the end of the lease. When it ended is kept: the consumer was at work until then. */
export async function giveUpLease(database: Database, { name, id }: Holder): Promise<void> {
  await send(
    database,
    sql`update event_consumer set holder = null, leased_until = now() where name = ${name} and holder = ${id}::uuid`,
  )
}
