import { AsyncLocalStorage } from 'node:async_hooks'
import { PrismaPg } from '@prisma/adapter-pg'
import { Kysely, PostgresDialect } from 'kysely'
import type { DB } from '../generated/kysely/database.ts'
import { PrismaClient } from '../generated/prisma/client.ts'
import { inSpan } from '../tracing/tracing.ts'
import { type Database, TRANSACTION_LIMITS, type Tx } from './database.ts'
import { whyUnavailable } from './faults/unavailable.ts'
import { closeAll, openSuitable } from './open-suitable.ts'
import { listenOn } from './pool/listening.ts'
import { RoutedPool } from './pool/routed-pool.ts'
import { NO_NEEDS, type SessionNeeds, sessionOf } from './pool/session-config.ts'
import { limitWaits, type Route, type Shares, type StatementLimits } from './pool/shares.ts'
import { type Prepared, PreparedMode } from './prepared/prepared-mode.ts'
import { StatementNames } from './prepared/statement-names.ts'
import { withDirectSession, withSchemaSession } from './schema-session.ts'
import { tracedAdapter } from './tracing/traced-adapter.ts'

export interface PostgresqlOptions {
  /** postgresql://user:password@host:port/database */
  url: string
  /** Connections at most, 10 by default */
  poolSize?: number
  /** Of a server's requests; scripts have more time */
  limits?: StatementLimits
  /** Until `requestsBegin`, statements wait for a connection as long as those of scripts */
  isStarting?: boolean
  /** To the same database without a pooler, for what needs a session */
  directUrl?: string
  prepared?: Prepared
  /** Called with what the operator should know */
  warn?: (message: string) => void
}

/** @throws DatabaseUnreachable */
export async function openPostgresql(options: PostgresqlOptions): Promise<Database> {
  const { url, poolSize = 10, limits = null, isStarting, prepared = 'auto', warn = () => {} } = options
  const mode = new PreparedMode(prepared, warn)
  const { shares, needs } = await openSuitable({ url, poolSize, limits, isStarting, prepared: mode }, 'primary')
  return postgresql(shares, { ...options, prepared, needs })
}

const DESK: Route = { use: 'desk' }

interface Opened extends PostgresqlOptions {
  readonly needs: SessionNeeds
}

function postgresql(shares: Shares, { url, directUrl, limits, prepared, needs }: Opened): Database {
  // The budget of a request ends it sooner.
  const transactionLimits = { ...TRANSACTION_LIMITS, timeout: TRANSACTION_LIMITS.timeout + (limits?.deskMs ?? 0) }
  // Prisma passes nothing on to its adapter, but it runs in the context of its caller.
  const routes = new AsyncLocalStorage<Route>()
  const routeOf = () => routes.getStore() ?? DESK
  const pool = new RoutedPool(() => {
    const { use, budget } = routeOf()
    return shares[use].lease(budget)
  })
  const names = new StatementNames('prisma')
  // A statement that a pooler loses in a transaction undoes all of it: there `auto` takes no chance.
  const isNamed = prepared === 'on' || (prepared === 'auto' && !needs.inTransactions)
  // Named by their texts, because one pool serves many clients. Without a name PostgreSQL would plan them at every call.
  const adapter = new PrismaPg(pool, { statementNameGenerator: ({ sql }) => (isNamed && names.nameOf(sql)) || '' })
  const prisma = new PrismaClient({
    adapter: tracedAdapter(adapter, () => shares[routeOf().use].place),
    errorFormat: 'minimal',
  })
  let closing: Promise<void> | undefined

  async function transaction<T>(work: (tx: Tx) => Promise<T>, route: Route, timeoutMs?: number): Promise<T> {
    const timeout = timeoutMs ?? transactionLimits.timeout
    try {
      return await inSpan('transaction', {}, () =>
        routes.run(route, () => prisma.$transaction(work, { ...transactionLimits, timeout })),
      )
    } catch (error) {
      throw whyUnavailable(error)
    }
  }

  async function shut(): Promise<void> {
    await prisma.$disconnect()
    await closeAll(shares)
  }

  return {
    engine: 'postgresql',
    prisma,
    // Never destroyed on its own: that would end the pool under Prisma.
    kysely: new Kysely<DB>({ dialect: new PostgresDialect({ pool }) }),
    query: (statement, { use, budget } = DESK) => shares[use].query(statement, budget),
    transaction: (work, route = DESK, timeoutMs) => transaction(work, route, timeoutMs),
    jobs: { executeSql: (text, values) => routes.run({ use: 'clock' }, () => pool.query(text, values)) },
    // Without parameters PostgreSQL takes the whole text as one, in one transaction.
    script: async (sql) => {
      await pool.query(sql)
    },
    listen: (listener) =>
      listenOn({
        ...listener,
        config: sessionOf(directUrl ?? url, directUrl === undefined ? needs : NO_NEEDS, { statementMs: 0 }).config,
        async notify(payload) {
          const parameters = [listener.channel, payload]
          await shares.clock.query({ text: 'SELECT pg_notify($1, $2)', parameters })
        },
      }),
    occupancy: () => ({
      readers: shares.readers.occupancy,
      desk: shares.desk.occupancy,
      clock: shares.clock.occupancy,
      control: shares.control.occupancy,
    }),
    requestsBegin: () => limitWaits(shares, limits ?? null),
    ping: async () => {
      await shares.control.query({ text: 'SELECT 1', parameters: [] })
    },
    schemaSession: (work) =>
      directUrl === undefined ? withSchemaSession(url, needs, work) : withDirectSession(directUrl, work),
    close: () => {
      closing ??= shut()
      return closing
    },
  }
}
