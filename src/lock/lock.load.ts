import { sql } from 'kysely'
import type { Tx } from '../database/database.ts'
import { send } from '../database/sender.ts'

/** A lock that has not run out. */
export interface HeldLock {
  readonly lockHolderId: string
  readonly lockHolderName: string
  readonly lockExpiresAt: Date
}

/** The lock of an article, kept as it is until the transaction ends. Null where there is none, or where it has run out. */
export async function findLock(tx: Tx, articleId: string): Promise<HeldLock | null> {
  const [lock] = await send<HeldLock>(
    tx,
    sql`select l.holder_id as "lockHolderId", h.name as "lockHolderName", l.expires_at as "lockExpiresAt"
      from article_lock l join user_account h on h.id = l.holder_id
      where l.article_id = ${articleId}::uuid and l.expires_at > now() for update of l`,
  )
  return lock ?? null
}
