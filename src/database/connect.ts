import type { Database } from './database.ts'
import { type EmbeddedOptions, openEmbedded } from './embedded.ts'
import { openPostgresql, type PostgresqlOptions } from './postgresql.ts'

export type ConnectOptions = PostgresqlOptions | EmbeddedOptions

/** @throws DatabaseUnreachable, FolderInUse */
export function connect(options: ConnectOptions): Promise<Database> {
  return 'url' in options ? openPostgresql(options) : openEmbedded(options)
}
