import { sql } from 'kysely'
import type { Tx } from '../database/database.ts'
import { send } from '../database/sender.ts'
import type { Faults } from '../mutation/faults.ts'
import { checkReferences, type Reference, type ReferredType } from './reference.ts'

const TABLES = { Article: 'article', Author: 'author', Image: 'image', Topic: 'topic', User: 'user_account' } as const

/** Notes the references that lead to nothing that is there. */
export async function checkKnown(
  tx: Tx,
  references: readonly Reference[],
  type: ReferredType,
  faults: Faults,
): Promise<void> {
  if (references.length === 0) return
  const ids = references.map(({ id }) => id)
  const rows = await send<{ id: string }>(
    tx,
    sql`select id from ${sql.table(TABLES[type])} where id = any (${ids}::uuid[])`,
  )
  checkReferences(references, type, new Set(rows.map(({ id }) => id)), faults)
}
