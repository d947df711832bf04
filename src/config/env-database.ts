import type { z } from 'zod'
import { databaseAddress, databaseAddresses, oneOf, wholeNumber } from './env-values.ts'

/** The database and how it is reached. */
export interface DatabaseEnv {
  /** Null: the embedded database in `dataDir` */
  databaseUrl: string | null
  /** The same database without a pooler, for migrations; null: they go through the pooler too */
  directUrl: string | null
  /** Standbys that may answer what every reader may see */
  replicaUrls: string[]
  /** Whether statements are prepared; auto: unless a pooler loses them */
  prepared: 'auto' | 'on' | 'off'
  /** Connections to PostgreSQL at most */
  poolSize: number
}

export const databaseVariables = {
  DATABASE_URL: databaseAddress.optional(),
  DATABASE_DIRECT_URL: databaseAddress.optional(),
  DATABASE_REPLICA_URLS: databaseAddresses.default([]),
  DATABASE_PREPARED: oneOf(['auto', 'on', 'off']).default('auto'),
  DATABASE_POOL_SIZE: wholeNumber(4, 1000).default(10),
}

type Given = z.output<z.ZodObject<typeof databaseVariables>>

export function databaseFrom(given: Given): DatabaseEnv {
  return {
    databaseUrl: given.DATABASE_URL ?? null,
    directUrl: given.DATABASE_DIRECT_URL ?? null,
    replicaUrls: given.DATABASE_REPLICA_URLS,
    prepared: given.DATABASE_PREPARED,
    poolSize: given.DATABASE_POOL_SIZE,
  }
}
