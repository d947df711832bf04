import { sql } from 'kysely'
import { type Sender, send } from '../database/sender.ts'
import { isKnownEmbargo, mayShowDrafts } from '../stage/preview-link.expressions.ts'

/** A preview link that opens its article. */
export interface OpenPreview {
  /** Of its token */
  readonly hash: string
  readonly articleId: string
}

/** Those of the links that open now, by the conditions of stage/article.rows.ts. @param hashes of their tokens */
export function loadOpenPreviews(sender: Sender, hashes: readonly string[]): Promise<OpenPreview[]> {
  return send<OpenPreview>(
    sender,
    sql`select l.hash, l.article_id as "articleId" from preview_link l join article a on a.id = l.article_id join user_account c on c.id = l.created_by_id
      where l.hash = any (${[...hashes]}::text[]) and l.revoked_at is null and l.expires_at > now() and a.status <> 'TRASHED'
        and ${mayShowDrafts('c')} and ${isKnownEmbargo('a', 'l', 'c')}`,
  )
}
