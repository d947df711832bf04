import { AsyncLocalStorage } from 'node:async_hooks'
import { PrismaPg } from '@prisma/adapter-pg'
import type { SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils'
import { Kysely, PostgresDialect } from 'kysely'
import { Pool, type PoolConfig } from 'pg'
import { Unavailable } from '../errors/unavailable.ts'
import type { DB } from '../generated/kysely/database.ts'
import { PrismaClient } from '../generated/prisma/client.ts'
import type { Database, SchemaSession } from './database.ts'
import { DatabaseUnreachable } from './errors.ts'
import { whyUnavailable } from './faults/unavailable.ts'
import { RoutedPool } from './pool/routed-pool.ts'
import { checkServer } from './pool/server-check.ts'
import { type SessionOptions, sessionConfig } from './pool/session-config.ts'
import { openShares, type Route, type Shares, type StatementLimits } from './pool/shares.ts'
import { StatementNames } from './prepared/statement-names.ts'
import { TRANSACTION_LIMITS } from './transaction-limits.ts'
import { typeParsers } from './values.ts'

export interface PostgresqlOptions {
  /** postgresql://user:password@host:port/database */
  url: string
  /** Connections at most, 10 by default */
  poolSize?: number
  /** Of a server's requests; scripts have more time */
  limits?: StatementLimits
}

/** The lock that `prisma migrate deploy` takes: a migration with one waits for a migration with the other. */
const MIGRATION_LOCK = 72_707_369

const configOf = (url: string, options?: SessionOptions): PoolConfig => ({
  ...sessionConfig(url, options),
  types: typeParsers,
})

/** @throws DatabaseUnreachable */
export async function openPostgresql(options: PostgresqlOptions): Promise<Database> {
  const { url, poolSize = 10, limits } = options
  const shares = openShares(configOf(url), poolSize, limits)
  try {
    if (!(await checkServer(shares.control))) return postgresql(shares, options)
  } catch (error) {
    await closeAll(shares)
    const reason = reasonOf(error instanceof Unavailable ? error.cause : error)
    throw new DatabaseUnreachable(`PostgreSQL at ${withoutPassword(url)} cannot be used: ${reason}`, { cause: error })
  }
  await closeAll(shares)
  return postgresql(openShares(configOf(url, { englishMessages: true }), poolSize, limits), options)
}

async function closeAll(shares: Shares): Promise<void> {
  await Promise.all(Object.values(shares).map((share) => share.close()))
}

const DESK: Route = { use: 'desk' }

function postgresql(shares: Shares, { url, limits }: PostgresqlOptions): Database {
  // The budget of a request ends it sooner.
  const transactionLimits = { ...TRANSACTION_LIMITS, timeout: TRANSACTION_LIMITS.timeout + (limits?.deskMs ?? 0) }
  // Prisma passes nothing on to its adapter, but it runs in the context of its caller.
  const routes = new AsyncLocalStorage<Route>()
  const pool = new RoutedPool(() => {
    const { use, budget } = routes.getStore() ?? DESK
    return shares[use].lease(budget)
  })
  const names = new StatementNames('prisma')
  const prisma = new PrismaClient({
    // Named by their texts, because one pool serves many clients. Without a name PostgreSQL would plan them at every call.
    adapter: new PrismaPg(pool, { statementNameGenerator: ({ sql }) => names.nameOf(sql) ?? '' }),
    errorFormat: 'minimal',
  })
  let closing: Promise<void> | undefined

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
    transaction: async (work, route = DESK) => {
      try {
        return await routes.run(route, () => prisma.$transaction(work, transactionLimits))
      } catch (error) {
        throw whyUnavailable(error)
      }
    },
    jobs: { executeSql: (text, values) => routes.run({ use: 'clock' }, () => pool.query(text, values)) },
    // Without parameters PostgreSQL takes the whole text as one, in one transaction.
    script: async (sql) => {
      await pool.query(sql)
    },
    ping: async () => {
      await shares.control.query({ text: 'SELECT 1', parameters: [] })
    },
    schemaSession: (work) => withSchemaSession(url, work),
    close: () => {
      closing ??= shut()
      return closing
    },
  }
}

/** A pool of one, so that all of it happens in the session that holds the lock; ending it frees the lock. */
async function withSchemaSession<T>(url: string, work: (session: SchemaSession) => Promise<T>): Promise<T> {
  const session = new Pool({
    ...configOf(url),
    idle_in_transaction_session_timeout: 0,
    max: 1,
    idleTimeoutMillis: 0,
  })
  session.on('error', () => {})
  // Prisma's engine makes an adapter for each migration, and all of them listen to the pool until it ends.
  session.setMaxListeners(0)
  const script = async (sql: string) => {
    await session.query(sql)
  }
  try {
    await session.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK])
    return await work({ adapter: wholeScripts(new PrismaPg(session), script), script })
  } finally {
    await session.end()
  }
}

/** Prisma's adapter cuts a script at every semicolon, also at those inside function bodies. */
function wholeScripts(
  factory: SqlMigrationAwareDriverAdapterFactory,
  executeScript: (script: string) => Promise<void>,
): SqlMigrationAwareDriverAdapterFactory {
  return {
    provider: factory.provider,
    adapterName: factory.adapterName,
    connect: async () => Object.assign(await factory.connect(), { executeScript }),
    connectToShadowDb: () => factory.connectToShadowDb(),
  }
}

function withoutPassword(url: string): string {
  const { username, host, pathname } = new URL(url)
  return `${username && `${username}@`}${host}${pathname}`
}

/** A host with several addresses (localhost: IPv6 and IPv4) fails with an AggregateError, whose own message is empty. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join('; ')
  return error instanceof Error ? error.message : String(error)
}
