import type { PoolConfig } from 'pg'
import { typeParsers } from './values.ts'

/** In milliseconds. The defaults wait without limit. */
const CONNECT_MS = 3000

/** A session of a process that is gone, or stands still, must not hold its locks for longer. */
const IDLE_IN_TRANSACTION_MS = 15_000

/** A connection that is idle is asked after this time whether it is still there. */
const KEEP_ALIVE_MS = 5000

/** The drivers rely on these. Poolers know them, and give each client sessions with its own. (pg itself sends client_encoding.) */
const REPORTED = {
  // Prisma's adapter reads and writes times without looking at their offset.
  TimeZone: 'UTC',
  DateStyle: 'ISO, MDY',
  standard_conforming_strings: 'on',
}

/** What our statements rely on, whatever the database or the role is set to. */
const SETTINGS = {
  intervalstyle: 'postgres',
  bytea_output: 'hex',
  default_transaction_isolation: 'read committed',
  // Providers put extensions into a schema of that name.
  search_path: 'public,extensions',
  // PostgreSQL JIT-compiles statements that it estimates as expensive, including wide ones that read ten rows: compiling costs hundreds of
  // milliseconds, reading the rows one.
  jit: 'off',
}

/** What must be done so that all of our transactions run under the same settings. */
export interface SessionNeeds {
  /** Only some roles may set this. */
  readonly englishMessages: boolean
  /** A pooler gives each transaction another session, and takes no settings when a connection is opened: each transaction sets its own. */
  readonly inTransactions: boolean
  /** Other transactions than `read committed` are the default of the database, and it is too late to set another default in a transaction. */
  readonly isolation: boolean
}

export const NO_NEEDS: SessionNeeds = { englishMessages: false, inTransactions: false, isolation: false }

export type Settings = Readonly<Record<string, string>>

/** How the connections of a pool are opened. */
export interface Session {
  readonly needs: SessionNeeds
  readonly config: PoolConfig
  /** Settings that are sent to the pooler for each new connection; null: there is none */
  readonly reported: Settings | null
  /** What each transaction sets first; null: the connection is opened with everything */
  readonly settings: Settings | null
}

/** In milliseconds; 0: none */
export interface SessionTimes {
  readonly statementMs: number
  readonly lockMs?: number
  readonly idleInTransactionMs?: number
}

/** How a session is opened. */
export function sessionOf(url: string, needs: SessionNeeds, times: SessionTimes): Session {
  const { statementMs, lockMs = 0, idleInTransactionMs = IDLE_IN_TRANSACTION_MS } = times
  const limits = {
    statement_timeout: statementMs,
    idle_in_transaction_session_timeout: idleInTransactionMs,
    ...(lockMs > 0 && { lock_timeout: lockMs }),
  }
  const settings = { ...SETTINGS, ...(needs.englishMessages && { lc_messages: 'C' }) }
  if (!needs.inTransactions) {
    const config = { ...configOf(withOptions(url, { ...REPORTED, client_encoding: 'UTF8', ...settings })), ...limits }
    return { needs, config, reported: null, settings: null }
  }
  const given = optionsOf(url)
  return {
    needs,
    config: configOf(given.url),
    reported: REPORTED,
    settings: { ...given.options, ...settings, ...textsOf(limits) },
  }
}

function configOf(connectionString: string): PoolConfig {
  return {
    connectionString,
    application_name: 'copydesk',
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
    connectionTimeoutMillis: CONNECT_MS,
    types: typeParsers,
  }
}

function withOptions(url: string, settings: Settings): string {
  const address = new URL(url)
  const options = Object.entries(settings).map(([name, value]) => `-c ${name}=${value.replaceAll(' ', '\\ ')}`)
  address.searchParams.set('options', [address.searchParams.get('options'), ...options].filter(Boolean).join(' '))
  return address.href
}

/** The settings that an operator has put into the address, as `?options=-c name=value`, and the address without them. */
function optionsOf(url: string): { url: string; options: Settings } {
  const address = new URL(url)
  const given = address.searchParams.get('options') ?? ''
  address.searchParams.delete('options')
  const options = [...given.matchAll(/-c\s*([\w.]+)=((?:\\.|\S)*)/g)].map(([, name = '', value = '']) => [
    name,
    value.replaceAll(/\\(.)/g, '$1'),
  ])
  return { url: address.href, options: Object.fromEntries(options) }
}

function textsOf(limits: Readonly<Record<string, number>>): Settings {
  return Object.fromEntries(Object.entries(limits).map(([name, value]) => [name, String(value)]))
}
