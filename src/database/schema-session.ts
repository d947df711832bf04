import { PrismaPg } from '@prisma/adapter-pg'
import type { SqlMigrationAwareDriverAdapterFactory, SqlQuery } from '@prisma/driver-adapter-utils'
import type { Pool } from 'pg'
import type { SchemaSession } from './database.ts'
import { DatabaseUnreachable } from './errors.ts'
import { closeAll, openSuitable } from './open-suitable.ts'
import { openPool } from './pool/open-pool.ts'
import { type SessionNeeds, sessionOf } from './pool/session-config.ts'
import { PreparedMode } from './prepared/prepared-mode.ts'

/** The lock that `prisma migrate deploy` takes: a migration with one waits for a migration with the other. */
const MIGRATION_LOCK = 72_707_369

const NO_LIMITS = { statementMs: 0, idleInTransactionMs: 0 }

/** One session without time limits, or through a pooler one connection, while nobody else has one. */
export async function withSchemaSession<T>(
  url: string,
  needs: SessionNeeds,
  work: (session: SchemaSession) => Promise<T>,
): Promise<T> {
  const session = sessionOf(url, needs, NO_LIMITS)
  // One, so that all of it happens in the session that holds the lock.
  const open = () => openPool(session, { max: 1, idleTimeoutMillis: 0 })
  const pool = open()
  // Prisma's engine makes an adapter for each migration, and all of them listen to the pool until it ends.
  pool.setMaxListeners(0)
  const script = async (sql: string) => {
    await pool.query(sql)
  }
  const lock = needs.inTransactions ? await lockByTransaction(open()) : await lockBySession(pool)
  try {
    return await work({ adapter: wholeScripts(new PrismaPg(pool), script), script })
  } finally {
    await pool.end()
    await lock.release()
  }
}

/** @throws DatabaseUnreachable when it is no direct connection */
export async function withDirectSession<T>(url: string, work: (session: SchemaSession) => Promise<T>): Promise<T> {
  const prepared = new PreparedMode('off', () => {})
  const { shares, needs } = await openSuitable({ url, poolSize: 1, limits: null, prepared }, 'primary')
  await closeAll(shares)
  if (needs.inTransactions)
    throw new DatabaseUnreachable(
      'DATABASE_DIRECT_URL leads to a pooler. Set it to PostgreSQL itself, or leave it out: migrations then also go through the pooler of DATABASE_URL.',
    )
  return withSchemaSession(url, needs, work)
}

interface Lock {
  release(): Promise<void>
}

/** Ending the session frees it. */
async function lockBySession(session: Pool): Promise<Lock> {
  try {
    await session.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK])
  } catch (error) {
    await session.end()
    throw error
  }
  return { release: async () => {} }
}

/** A pooler takes the session away after each transaction, and with it what the session had locked: so this transaction lasts until the end. */
async function lockByTransaction(holder: Pool): Promise<Lock> {
  try {
    await holder.query('BEGIN')
    await holder.query('SELECT pg_advisory_xact_lock($1)', [MIGRATION_LOCK])
  } catch (error) {
    await holder.end()
    throw error
  }
  return {
    async release() {
      await holder.query('COMMIT').finally(() => holder.end())
    },
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
    connect: async () => {
      const adapter = await factory.connect()
      const queryRaw = adapter.queryRaw.bind(adapter)
      const executeRaw = adapter.executeRaw.bind(adapter)
      return Object.assign(adapter, {
        executeScript,
        queryRaw: (query: SqlQuery) => queryRaw(withoutLock(query)),
        executeRaw: (query: SqlQuery) => executeRaw(withoutLock(query)),
      })
    },
    connectToShadowDb: () => factory.connectToShadowDb(),
  }
}

/** The engine takes our lock too, as a lock of the session: through a pooler it would wait for us, and never unlock. */
function withoutLock(query: SqlQuery): SqlQuery {
  return query.sql.includes(`pg_advisory_lock(${MIGRATION_LOCK})`) ? { ...query, sql: 'SELECT 1' } : query
}
