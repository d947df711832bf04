import { sql } from 'kysely'
import type { Database } from '../database/database.ts'
import { send } from '../database/sender.ts'

export interface OutboxState {
  /** Of the oldest event that each consumer has not processed */
  readonly oldestSeconds: Readonly<Record<string, number>>
  readonly events: Readonly<Record<string, number>>
  /** Of pg-boss, by state */
  readonly jobs: Readonly<Record<string, number>>
}

/** How far the consumers are, and how many jobs there are. */
export async function outboxState(database: Database): Promise<OutboxState> {
  const [row] = await send<Omit<OutboxState, 'jobs'> & { readonly hasJobs: boolean }>(
    database,
    sql`select
      coalesce((select jsonb_object_agg(c.name, coalesce((
        select extract(epoch from now() - e.at)::float8 from outbox_event e where e.position > c.position order by e.position limit 1), 0))
        from event_consumer c), '{}') as "oldestSeconds",
      jsonb_build_object(
        'placed', (select count(*) from outbox_event where position is not null),
        'unplaced', (select count(*) from outbox_event where position is null)) as events,
      to_regclass('pgboss.job') is not null as "hasJobs"`,
  )
  if (!row) return { oldestSeconds: {}, events: {}, jobs: {} }
  const { hasJobs, ...outbox } = row
  return { ...outbox, jobs: hasJobs ? await jobStates(database) : {} }
}

/** pg-boss makes its tables when the first clock starts. */
async function jobStates(database: Database): Promise<Readonly<Record<string, number>>> {
  const [row] = await send<{ readonly jobs: Readonly<Record<string, number>> }>(
    database,
    sql`select coalesce(jsonb_object_agg(state, count), '{}') as jobs
      from (select state, count(*) as count from pgboss.job group by state) counted`,
  )
  return row?.jobs ?? {}
}
