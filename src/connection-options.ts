import type { Env } from './config/env.ts'
import type { ConnectOptions } from './database/connect.ts'
import type { StatementLimits } from './database/pool/shares.ts'

export interface Connecting {
  /** Of a server's requests; null: those of scripts */
  readonly limits?: StatementLimits
  /** Whether a server starts: it tells the database when requests begin */
  readonly isStarting?: boolean
  /** Called with what the operator should know */
  readonly warn?: (message: string) => void
}

/** Where the environment says that the database is. */
export function connectionOptions(env: Env, connecting: Connecting = {}): ConnectOptions {
  const { databaseUrl, directUrl, prepared, poolSize, dataDir } = env
  if (databaseUrl === null) return { dataDir }
  return { url: databaseUrl, ...(directUrl !== null && { directUrl }), prepared, poolSize, ...connecting }
}
