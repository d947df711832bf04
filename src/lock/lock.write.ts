import { sql } from 'kysely'
import type { Tx } from '../database/database.ts'
import { send } from '../database/sender.ts'
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
  const [taken] = await send<Taken>(
    tx,
    sql`insert into article_lock (article_id, holder_id, expires_at)
      values (${articleId}::uuid, ${id}::uuid, now() + make_interval(mins => ${LOCK_MINUTES}::int))
      on conflict (article_id) do update set holder_id = excluded.holder_id, expires_at = excluded.expires_at,
        acquired_at = case when article_lock.holder_id = excluded.holder_id and article_lock.expires_at > now()
          then article_lock.acquired_at else excluded.acquired_at end
      where article_lock.holder_id = excluded.holder_id or article_lock.expires_at <= now() or ${force}::boolean
      returning acquired_at = now()::timestamptz(3) as "isNew"`,
  )
  return taken ?? null
}

/** Gives back a lock, and clears away one that has run out. False where there was none that had not. */
export async function releaseLock(tx: Tx, articleId: string, holderId: string): Promise<boolean> {
  const released = await send<{ wasGood: boolean }>(
    tx,
    sql`delete from article_lock where article_id = ${articleId}::uuid and (holder_id = ${holderId}::uuid or expires_at <= now())
      returning expires_at > now() as "wasGood"`,
  )
  return released.some(({ wasGood }) => wasGood)
}
