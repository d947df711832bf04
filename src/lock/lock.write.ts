import type { Tx } from '../database/database.ts'
import { LOCK_MINUTES } from '../lifecycle/article.write.ts'
import type { Viewer } from '../viewer/viewer.ts'

interface Taken {
  /** Whether the viewer did not hold it before */
  readonly isNew: boolean
}

/**
 * Takes the lock of an article for 5 minutes by the database's clock, or renews it. One statement: of two that come at once, one finds the
 * other's lock. Null where another holds one that has not run out, unless `force` is given; then nothing is done.
 */
export async function takeLock(tx: Tx, articleId: string, { id }: Viewer, force = false): Promise<Taken | null> {
  const [taken] = await tx.$queryRaw<Taken[]>`
    INSERT INTO article_lock (article_id, holder_id, expires_at)
    VALUES (${articleId}::uuid, ${id}::uuid, now() + make_interval(mins => ${LOCK_MINUTES}::int))
    ON CONFLICT (article_id) DO UPDATE SET holder_id = excluded.holder_id, expires_at = excluded.expires_at,
      acquired_at = CASE WHEN article_lock.holder_id = excluded.holder_id AND article_lock.expires_at > now()
        THEN article_lock.acquired_at ELSE excluded.acquired_at END
    WHERE article_lock.holder_id = excluded.holder_id OR article_lock.expires_at <= now() OR ${force}::boolean
    RETURNING acquired_at = now()::timestamptz(3) AS "isNew"`
  return taken ?? null
}

/** Releases a lock, and deletes an expired one. False if there was no valid lock. */
export async function releaseLock(tx: Tx, articleId: string, holderId: string): Promise<boolean> {
  const released = await tx.$queryRaw<{ wasGood: boolean }[]>`
    DELETE FROM article_lock WHERE article_id = ${articleId}::uuid AND (holder_id = ${holderId}::uuid OR expires_at <= now())
    RETURNING expires_at > now() AS "wasGood"`
  return released.some(({ wasGood }) => wasGood)
}
