import { sql } from 'kysely'
import type { Tx } from '../database/database.ts'
import { send } from '../database/sender.ts'
import type { Faults } from '../mutation/faults.ts'
import { topicLedTo } from './known-as.ts'
import { ledTo, type Reference, type ReferredType } from './reference.ts'

const TABLES = { Article: 'article', Author: 'author', Image: 'image', Topic: 'topic', User: 'user_account' } as const

/**
 * The references as what they lead to: of a topic that was merged, the other one, and that once. Those that lead to nothing are noted, and
 * left as they are.
 */
export async function findKnown(
  tx: Tx,
  references: readonly Reference[],
  type: ReferredType,
  faults: Faults,
): Promise<Reference[]> {
  if (references.length === 0) return []
  const ids = references.map(({ id }) => id)
  const rows = await send<{ asked: string; id: string }>(
    tx,
    sql`select asked, id from unnest(${ids}::uuid[]) sent (asked) join ${sql.table(TABLES[type])} on id = ${type === 'Topic' ? topicLedTo(sql`asked`) : sql`asked`}`,
  )
  return ledTo(references, type, new Map(rows.map(({ asked, id }) => [asked, id])), faults)
}
