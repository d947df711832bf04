import type { SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils'
import type { Kysely } from 'kysely'
import type { Db as JobConnection } from 'pg-boss'
import type { DB } from '../generated/kysely/database.ts'
import type { Prisma, PrismaClient } from '../generated/prisma/client.ts'
import type { Budget } from './pool/budget.ts'
import type { Occupancy } from './pool/gate.ts'
import type { Listener, Listening } from './pool/listening.ts'
import type { Route, Use } from './pool/shares.ts'
import type { Statement } from './pool/statement.ts'

export type { Statement } from './pool/statement.ts'

/** The connection of an interactive transaction. */
export type Tx = Prisma.TransactionClient

/** Of an interactive transaction, in milliseconds: how long it may wait for a connection, and how long it may run. */
export const TRANSACTION_LIMITS = { maxWait: 10_000, timeout: 20_000 }

/** The one door to the database: an embedded PGlite or a PostgreSQL, with Prisma and Kysely on the same connection or pool. */
export interface Database {
  readonly engine: 'pglite' | 'postgresql'
  readonly prisma: PrismaClient
  readonly kysely: Kysely<DB>
  /**
   * Runs one statement. Rows are objects, their values the same from both databases (values.ts).
   * Never awaited inside a transaction's work: the embedded database has one connection, and would wait for itself permanently.
   */
  query<Row extends object = Record<string, unknown>>(statement: Statement, route?: Route): Promise<Row[]>
  /** Through which pg-boss speaks: a statement with parameters, or a script whose rows come together. Inside a transaction as `query`. */
  readonly jobs: JobConnection
  /**
   * Everything in `work` or nothing. What `work` throws is thrown. Deferred constraints are checked before it resolves.
   * @param timeoutMs of a command that may take longer than a request
   */
  transaction<T>(work: (tx: Tx) => Promise<T>, route?: Route, timeoutMs?: number): Promise<T>
  /** Runs a script of many statements whole, function bodies included: all of it or nothing. */
  script(sql: string): Promise<void>
  /** Hears the notifications of a channel, over a connection of its own. Null for the embedded database, which has one process. */
  listen(listener: Listener): Listening | null
  /** The connections of each use at this moment; empty of the embedded database, whose one connection is for all. */
  occupancy(): Readonly<Partial<Record<Use, Occupancy>>>
  /** A server takes requests from now on: nobody waits longer for a connection than a client should. A start waits longer. */
  requestsBegin(): void
  /** Throws when the database does not answer. */
  ping(): Promise<void>
  /** A session that changes the schema, while no other process on this database has one: the rest wait. */
  schemaSession<T>(work: (session: SchemaSession) => Promise<T>): Promise<T>
  /** Waits for what runs and lets go of the connections and the folder. Twice is once. */
  close(): Promise<void>
}

/**
 * The same database through the connections that are reserved for this use, and within this time. Without it statements use those of the desk, and have
 * no budget. The embedded database has one connection for all, and a statement that runs cannot be cancelled there.
 */
export function within(database: Database, use: Use, budget?: Budget): Database {
  const route: Route = { use, budget }
  return {
    ...database,
    query: (statement) => database.query(statement, route),
    transaction: (work, _route, timeoutMs) => database.transaction(work, route, timeoutMs),
  }
}

/** One session without time limits, under the advisory lock that Prisma's own command line takes for migrations. */
export interface SchemaSession {
  readonly adapter: SqlMigrationAwareDriverAdapterFactory
  script(sql: string): Promise<void>
}
