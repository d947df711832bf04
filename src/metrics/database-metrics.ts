import { Gauge, type Registry } from 'prom-client'
import type { Database } from '../database/database.ts'
import { type OutboxState, outboxState } from './outbox-state.load.ts'

/** Values by the label of a gauge. */
type Values = Readonly<Record<string, number>>

interface Described {
  readonly name: string
  readonly help: string
  readonly label: string
  /** max where all processes report the same value; sum if omitted */
  readonly aggregator?: 'max'
}

/** Reports the connections, the outbox and the jobs of this database, as they are when somebody asks. */
export function describeDatabase(registry: Registry, database: Database): void {
  const gauge = ({ label, ...described }: Described, read: () => Values | Promise<Values>) =>
    new Gauge({
      ...described,
      labelNames: [label],
      registers: [registry],
      async collect() {
        const values = await read()
        this.reset()
        for (const [key, value] of Object.entries(values)) this.set({ [label]: key }, value)
      },
    })

  const connections = (name: string, help: string, pick: 'size' | 'busy' | 'waiting') =>
    gauge({ name, help, label: 'use' }, () =>
      Object.fromEntries(Object.entries(database.occupancy()).map(([use, state]) => [use, state[pick]])),
    )
  connections('copydesk_database_connections_max', 'Connections that are reserved for each use.', 'size')
  connections('copydesk_database_connections_busy', 'Connections that are in use.', 'busy')
  connections('copydesk_database_waiting', 'Requests that wait for a connection.', 'waiting')

  const state = cachedOutboxState(database)
  const outbox = (name: string, help: string, label: string, pick: (state: OutboxState) => Values) =>
    gauge({ name, help, label, aggregator: 'max' }, () => state().then(pick, () => ({})))
  outbox(
    'copydesk_outbox_oldest_seconds',
    'Age of the oldest event that a consumer has not processed; 0 if it has processed all.',
    'consumer',
    ({ oldestSeconds }) => oldestSeconds,
  )
  outbox('copydesk_outbox_events', 'Stored events by whether they have a position.', 'state', ({ events }) => events)
  outbox('copydesk_jobs', 'Jobs of pg-boss by state.', 'state', ({ jobs }) => jobs)
}

/** How long the state of the outbox is cached, so that the number of requests for metrics does not matter to the database. */
const CACHED_MS = 5000

/** Rejects without the database: then these metrics have no values, and /readyz reports that the database is away. */
function cachedOutboxState(database: Database): () => Promise<OutboxState> {
  let known: { readonly at: number; readonly state: Promise<OutboxState> } | null = null
  return () => {
    if (known && performance.now() - known.at < CACHED_MS) return known.state
    known = { at: performance.now(), state: outboxState(database) }
    return known.state
  }
}
