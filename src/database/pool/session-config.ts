import type { PoolConfig } from 'pg'

/** In milliseconds. The defaults wait without limit. */
const CONNECT_MS = 3000

/** A session of a process that is gone, or stands still, must not hold its locks for longer. */
const IDLE_IN_TRANSACTION_MS = 15_000

/** A connection that is idle is asked after this time whether it is still there. */
const KEEP_ALIVE_MS = 5000

/** What the drivers and our statements rely on, whatever the database or the role is set to. */
const SETTINGS = {
  // Prisma's adapter reads and writes times without looking at their offset.
  timezone: 'UTC',
  datestyle: 'ISO, MDY',
  intervalstyle: 'postgres',
  bytea_output: 'hex',
  client_encoding: 'UTF8',
  standard_conforming_strings: 'on',
  default_transaction_isolation: 'read committed',
  // Providers put extensions into a schema of that name.
  search_path: 'public,extensions',
  // PostgreSQL JIT-compiles statements that it estimates as expensive, including wide ones that read ten rows: compiling costs hundreds of
  // milliseconds, reading the rows one.
  jit: 'off',
}

export interface SessionOptions {
  /** Only some roles may set this. */
  readonly englishMessages: boolean
}

function withSettings(url: string, { englishMessages }: SessionOptions): string {
  const address = new URL(url)
  const settings = { ...SETTINGS, ...(englishMessages && { lc_messages: 'C' }) }
  const options = Object.entries(settings).map(([name, value]) => `-c ${name}=${value.replaceAll(' ', '\\ ')}`)
  address.searchParams.set('options', [address.searchParams.get('options'), ...options].filter(Boolean).join(' '))
  return address.href
}

/** How a session is opened. */
export function sessionConfig(url: string, options: SessionOptions = { englishMessages: false }): PoolConfig {
  return {
    connectionString: withSettings(url, options),
    application_name: 'copydesk',
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
    connectionTimeoutMillis: CONNECT_MS,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
  }
}
