import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Database } from '../database/database.ts'
import { send } from '../database/sender.ts'

const known = new WeakMap<Database, Promise<string>>()

/** What tells this database from every other one, also from its own copy on another server: 32 hexadecimal digits. */
export function databaseId(database: Database): Promise<string> {
  const id = known.get(database) ?? loadId(database)
  known.set(database, id)
  return id
}

async function loadId(database: Database): Promise<string> {
  const [row] = await send<{ cluster: string; oid: string }>(
    database,
    sql`select (select system_identifier::text from pg_control_system()) as "cluster",
      (select oid::text from pg_database where datname = current_database()) as "oid"`,
  )
  if (!row) throw new Error('the database does not say which one it is')
  return createHash('sha256').update(`${row.cluster} ${row.oid}`).digest('hex').slice(0, 32)
}
