import type { PoolConfig } from 'pg'

/** In milliseconds. The defaults wait without limit. */
const CONNECT_MS = 3000

/** A session of a process that is gone, or stands still, must not hold its locks for longer. */
const IDLE_IN_TRANSACTION_MS = 15_000

/** A connection that is idle is asked after this time whether it is still there. */
const KEEP_ALIVE_MS = 5000

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

/** What every session of ours has, whatever the database or the role is set to. */
export function sessionConfig(url: string): PoolConfig {
  return {
    connectionString: withSettings(url),
    application_name: 'copydesk',
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
    connectionTimeoutMillis: CONNECT_MS,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
  }
}
