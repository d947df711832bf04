import { setTimeout as delay } from 'node:timers/promises'
import { Client } from 'pg'
import { inject } from 'vitest'
import { atEnd } from '../helpers/at-end.ts'

export interface Held {
  /** The longest time that one statement or transaction had a connection */
  readonly ms: number
  /** The most connections that were in use at once */
  readonly connections: number
}

const ACTIVE = `
  SELECT count(*)::int AS connections,
         coalesce(max(extract(epoch FROM clock_timestamp() - coalesce(xact_start, query_start)) * 1000), 0)::float AS ms
  FROM pg_stat_activity
  WHERE datname = $1 AND backend_type = 'client backend' AND state <> 'idle'`

const EVERY_MS = 50

/** Watches which connections a server has in use at PostgreSQL. Null on the embedded database, which has one for everything. */
export async function watchConnections(databaseUrl: string | undefined) {
  const server = inject('server')
  if (!server || databaseUrl === undefined) return null
  const client = new Client({ connectionString: server.url })
  await client.connect()
  const database = new URL(databaseUrl).pathname.slice(1)
  let most: Held = { ms: 0, connections: 0 }
  let isOver = false

  async function watch(): Promise<void> {
    while (!isOver) {
      const { rows } = await client.query<Held>(ACTIVE, [database])
      for (const { ms, connections } of rows)
        most = { ms: Math.max(most.ms, ms), connections: Math.max(most.connections, connections) }
      await delay(EVERY_MS)
    }
    await client.end()
  }

  const watching = watch()
  atEnd(async () => {
    isOver = true
    await watching
  })

  /** Since the last call. */
  function held(): Held {
    const since = most
    most = { ms: 0, connections: 0 }
    return since
  }

  return { held }
}
