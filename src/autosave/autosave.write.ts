import { sql } from 'kysely'
import { type Sender, send } from '../database/sender.ts'
import { LOCK_MINUTES } from '../lifecycle/article.write.ts'
import { isOwnArticle } from '../lifecycle/own-article.load.ts'
import { TRANSITIONS } from '../lifecycle/transitions.ts'
import { isoTimestamp } from '../reading/sql.ts'
import { can, type Viewer } from '../viewer/viewer.ts'
import type { FromSession } from './autosave.rules.ts'

export interface NewAutosave extends FromSession {
  readonly articleId: string
  readonly baseVersion: number
  /** JSON */
  readonly content: string
}

/** The article, as far as it is looked at, and what was done. */
interface Written {
  readonly isOwn: boolean
  readonly version: number
  /** Null: something newer is stored, or the viewer may not */
  readonly savedAt: string | null
}

/**
 * Stores what the viewer has on the screen, in place of what they had before, and renews their lock, in one statement. Within a session what is
 * newer stays: what was sent before, and what was on the screen before a save that has been made, arrives too late. Nobody's article but
 * the viewer's own is written to, where they may do no more; who calls this must refuse. Null where there is no article.
 */
export async function writeAutosave(
  sender: Sender,
  { articleId, baseVersion, session, sequence, content }: NewAutosave,
  viewer: Viewer,
): Promise<Written | null> {
  const mayEditAll = can(viewer, TRANSITIONS.UPDATE.needs)
  const [written] = await send<Written>(
    sender,
    sql`with a as (select a.id, a.version, ${isOwnArticle('a', viewer)} as is_own from article a where a.id = ${articleId}::uuid),
      s as (insert into autosave as old (article_id, user_id, base_version, session, sequence, content)
        select id, ${viewer.id}::uuid, ${baseVersion}::int, ${session}::text, ${sequence}::int, ${content}::text
        from a where ${mayEditAll}::boolean or is_own
        on conflict (article_id, user_id) do update set base_version = excluded.base_version, session = excluded.session,
          sequence = excluded.sequence, content = excluded.content, ended_version = null, saved_at = excluded.saved_at,
          started_at = case when old.content is null then excluded.saved_at else old.started_at end
        where excluded.session is null or old.session is distinct from excluded.session
          or (coalesce(excluded.sequence >= old.sequence, true) and coalesce(excluded.base_version >= old.ended_version, true))
        returning saved_at),
      l as (update article_lock set expires_at = now() + make_interval(mins => ${sql.lit(LOCK_MINUTES)})
        from s where article_id = ${articleId}::uuid and holder_id = ${viewer.id}::uuid and expires_at > now())
      select a.is_own as "isOwn", a.version, (select ${isoTimestamp(sql`saved_at`)} from s) as "savedAt" from a`,
  )
  return written ?? null
}

/** Discards what the viewer has not saved. The row stays for a while, so that calls of the session that come late are known. */
export async function discard(
  sender: Sender,
  articleId: string,
  { session, sequence }: FromSession,
  viewer: Viewer,
): Promise<boolean> {
  const discarded = await send(
    sender,
    sql`update autosave as new set content = null, session = coalesce(${session}::text, new.session),
        sequence = case when ${session}::text is null then new.sequence else ${sequence}::int end, saved_at = now()
      from autosave old where old.article_id = new.article_id and old.user_id = new.user_id
        and new.article_id = ${articleId}::uuid and new.user_id = ${viewer.id}::uuid and old.content is not null returning 1`,
  )
  return discarded.length > 0
}
