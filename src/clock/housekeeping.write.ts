import { sql } from 'kysely'
import type { Database } from '../database/database.ts'
import { send } from '../database/sender.ts'
import type { Sql } from '../reading/sql.ts'

interface Outdated {
  readonly table: 'idempotent_call' | 'article_lock' | 'preview_link' | 'autosave'
  readonly key: Sql
  readonly condition: Sql
}

/**
 * Deletes what is no longer needed. Idempotency keys are kept as long as the schema promises; links for a month, so that users can see why one
 * ended; of autosaves those that have ended, once no call that was sent before can still arrive.
 */
const OUTDATED: readonly Outdated[] = [
  { table: 'idempotent_call', key: sql`caller_id, key`, condition: sql`at < now() - interval '7 days'` },
  { table: 'article_lock', key: sql`article_id`, condition: sql`expires_at < now()` },
  {
    table: 'autosave',
    key: sql`article_id, user_id`,
    condition: sql`content is null and saved_at < now() - interval '1 day'`,
  },
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
