import { sql } from 'kysely'
import type { Database } from '../database/database.ts'
import { send } from '../database/sender.ts'
import type { Sql } from '../reading/sql.ts'

interface Outdated {
  readonly table: 'idempotent_call' | 'article_lock' | 'preview_link'
  readonly key: Sql
  readonly condition: Sql
}

/** What nobody asks for any more. Idempotency keys are kept as long as the schema promises; links for a month, for whoever wonders why one ended. */
const OUTDATED: readonly Outdated[] = [
  { table: 'idempotent_call', key: sql`caller_id, key`, condition: sql`at < now() - interval '7 days'` },
  { table: 'article_lock', key: sql`article_id`, condition: sql`expires_at < now()` },
  { table: 'preview_link', key: sql`id`, condition: sql`expires_at < now() - interval '30 days'` },
]

/** A part at a time, so that nobody waits for it. */
const PART = 5000

export async function clearUp(database: Database): Promise<void> {
  for (const outdated of OUTDATED) {
    let rows = PART
    while (rows === PART) rows = await clearPart(database, outdated)
  }
}

async function clearPart(database: Database, { table, key, condition }: Outdated): Promise<number> {
  const from = sql.table(table)
  const gone = await send(
    database,
    sql`delete from ${from} where (${key}) in (select ${key} from ${from} where ${condition} limit ${sql.lit(PART)}) and ${condition} returning 1`,
  )
  return gone.length
}
