import { LRUCache } from 'lru-cache'
import type { Client } from 'pg'

declare module 'pg' {
  interface Connection {
    /** The statements that pg takes to be prepared on this connection: text by name */
    parsedStatements: Record<string, string>
  }
}

const MAX_STATEMENTS = 300

/**
 * Of the texts of all statements that are prepared on one connection, in characters. As measured, PostgreSQL takes 100 to 160 bytes for each
 * character, in the process of each connection: so this is up to 30 MB.
 */
const MAX_CHARACTERS = 200_000

/**
 * Limits the prepared statements of a connection. When one more is prepared, those that were not used for the longest time are closed. pg
 * itself never closes one.
 */
export function limitPreparedStatements({ connection }: Client): void {
  const prepared = new LRUCache<string, number>({
    max: MAX_STATEMENTS,
    maxSize: MAX_CHARACTERS,
    sizeCalculation: (characters) => Math.min(Math.max(characters, 1), MAX_CHARACTERS),
    dispose: (_characters, name, reason) => {
      if (reason !== 'evict') return
      // Sent in front of the statement that takes its place, in the same message to the server: it costs no round trip.
      connection.close({ type: 'S', name }, true)
      delete connection.parsedStatements[name]
    },
  })
  const parse = connection.parse.bind(connection)
  const bind = connection.bind.bind(connection)
  connection.parse = (query, more) => {
    if (query.name) prepared.set(query.name, query.text.length)
    parse(query, more)
  }
  connection.bind = (config, more) => {
    if (config?.statement) prepared.get(config.statement)
    bind(config, more)
  }
}
