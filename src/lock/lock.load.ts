import type { Tx } from '../database/database.ts'

/** A lock that has not run out. */
export interface HeldLock {
  readonly lockHolderId: string
  readonly lockHolderName: string
  readonly lockExpiresAt: Date
}

/** The lock of an article; its row is locked until the transaction ends. Null if there is none, or it has expired. */
export async function findLock(tx: Tx, articleId: string): Promise<HeldLock | null> {
  const [lock] = await tx.$queryRaw<HeldLock[]>`
    SELECT l.holder_id AS "lockHolderId", h.name AS "lockHolderName", l.expires_at AS "lockExpiresAt"
    FROM article_lock l JOIN user_account h ON h.id = l.holder_id
    WHERE l.article_id = ${articleId}::uuid AND l.expires_at > now() FOR UPDATE OF l`
  return lock ?? null
}
