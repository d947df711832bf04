import { sql } from 'kysely'
import type { Database } from '../database/database.ts'
import { send } from '../database/sender.ts'
import type { ShareChannel } from '../generated/graphql.ts'

/** How often one short address was followed on one day. */
export interface ShareCount {
  readonly code: string
  readonly channel: ShareChannel
  /** In UTC, as 2016-03-12 */
  readonly day: string
  people: number
  machines: number
}

/** Adds these. In the order of the key, so that two servers that add to the same rows never wait for each other in a circle. */
export async function addShareCounts(database: Database, counts: readonly ShareCount[]): Promise<void> {
  await send(
    database,
    sql`insert into share_count (code, channel, day, people, machines)
      select code, channel::share_channel, day, people, machines
      from jsonb_to_recordset(${JSON.stringify(counts)}::text::jsonb) as c (code text, channel text, day date, people int, machines int)
      order by code, day, channel
      on conflict (code, day, channel) do update
        set people = share_count.people + excluded.people, machines = share_count.machines + excluded.machines`,
  )
}
