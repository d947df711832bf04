import { PrismaPg } from '@prisma/adapter-pg'
import type { SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils'
import { Kysely, PostgresDialect } from 'kysely'
import { Pool, type PoolConfig } from 'pg'
import type { DB } from '../generated/kysely/database.ts'
import { PrismaClient } from '../generated/prisma/client.ts'
import type { Database, SchemaSession, Statement } from './database.ts'
import { DatabaseUnreachable } from './errors.ts'
import { whyUnavailable } from './faults/unavailable.ts'
import { limitPreparedStatements } from './prepared/limit-prepared.ts'
import { MAX_PREPARED_TEXT, StatementNames } from './prepared/statement-names.ts'
import { TRANSACTION_LIMITS } from './transaction-limits.ts'
import { typeParsers } from './values.ts'

export interface PostgresqlOptions {
  /** postgresql://user:password@host:port/database */
  url: string
  /** Connections at most, 10 unless told */
  poolSize?: number
}

const OLDEST_VERSION = 150_000

/** The lock that `prisma migrate deploy` takes: a migration with one waits for a migration with the other. */
const MIGRATION_LOCK = 72_707_369

/** In milliseconds. The defaults wait without limit; on a dead network only query_timeout, which is the client's own, helps. */
const TIMEOUTS = {
  connectionTimeoutMillis: 5_000,
  statement_timeout: 30_000,
  query_timeout: 35_000,
  idle_in_transaction_session_timeout: 60_000,
}

/** @throws DatabaseUnreachable */
export async function openPostgresql({ url, poolSize = 10 }: PostgresqlOptions): Promise<Database> {
  const pool = openPool(url, { ...TIMEOUTS, max: poolSize })
  try {
    await assertUsable(pool)
  } catch (error) {
    await pool.end()
    throw new DatabaseUnreachable(`PostgreSQL at ${withoutPassword(url)} cannot be used: ${reasonOf(error)}`, {
      cause: error,
    })
  }
  return postgresql(pool, url)
}

function openPool(url: string, config: PoolConfig): Pool {
  const pool = new Pool({
    connectionString: withSettings(url),
    application_name: 'copydesk',
    keepAlive: true,
    types: typeParsers,
    ...config,
  })
  // An idle connection that the server ends says so here, and without a listener the process would end with it. The pool has dropped
  // the connection already, and the next query gets a new one or its own error.
  pool.on('error', () => {})
  pool.on('connect', limitPreparedStatements)
  return pool
}

function postgresql(pool: Pool, url: string): Database {
  const names = new StatementNames('prisma')
  const prisma = new PrismaClient({
    // Named by their texts, because one pool serves many clients. Without a name PostgreSQL would plan them at every call.
    adapter: new PrismaPg(pool, { statementNameGenerator: ({ sql }) => names.nameOf(sql) ?? '' }),
    errorFormat: 'minimal',
  })
  let closing: Promise<void> | undefined

  async function query<Row extends object>({ text, parameters, name }: Statement): Promise<Row[]> {
    try {
      const isPrepared = name !== undefined && text.length <= MAX_PREPARED_TEXT
      const { rows } = await pool.query({ text, values: [...parameters], ...(isPrepared && { name }) })
      return rows
    } catch (error) {
      throw whyUnavailable(error)
    }
  }

  async function shut(): Promise<void> {
    await prisma.$disconnect()
    await pool.end()
  }

  return {
    engine: 'postgresql',
    prisma,
    // Never destroyed on its own: that would end the pool under Prisma.
    kysely: new Kysely<DB>({ dialect: new PostgresDialect({ pool }) }),
    query,
    jobs: { executeSql: (text, values) => pool.query(text, values) },
    transaction: (work) =>
      prisma.$transaction(work, TRANSACTION_LIMITS).catch((error: unknown) => Promise.reject(whyUnavailable(error))),
    // Without parameters PostgreSQL takes the whole text as one, in one transaction.
    script: async (sql) => {
      await pool.query(sql)
    },
    ping: async () => {
      await pool.query('SELECT 1')
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
  const session = openPool(url, {
    max: 1,
    connectionTimeoutMillis: TIMEOUTS.connectionTimeoutMillis,
    idleTimeoutMillis: 0,
  })
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

async function assertUsable(pool: Pool): Promise<void> {
  const { rows } = await pool.query("SELECT current_setting('server_version_num')::int AS version")
  const version = Number(rows[0]?.version)
  if (version < OLDEST_VERSION)
    throw new Error(`it is version ${Math.floor(version / 10_000)}, but version 15 or later is required`)
}

/**
 * PostgreSQL JIT-compiles statements that it estimates as expensive, including wide ones that read ten rows: compiling costs hundreds of
 * milliseconds, reading the rows one.
 */
const NO_JIT = '-c jit=off'

/** Every session speaks UTC: Prisma's adapter reads and writes times without looking at their offset. */
function withSettings(url: string): string {
  const address = new URL(url)
  const options = [address.searchParams.get('options'), '-c timezone=UTC', NO_JIT].filter(Boolean).join(' ')
  address.searchParams.set('options', options)
  return address.href
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
