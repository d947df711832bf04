import { sql } from 'kysely'
import { v7 as uuid } from 'uuid'
import type { Tx } from '../database/database.ts'
import { send } from '../database/sender.ts'
import { newPreviewToken, previewTokenHash } from '../stage/preview-token.ts'
import type { Viewer } from '../viewer/viewer.ts'

export interface NewPreviewLink {
  readonly articleId: string
  /** Null: the latest at any time */
  readonly revisionId: string | null
  readonly expiresInHours: number
}

/** By the database's clock, which also decides when it has expired. */
export async function makePreviewLink(
  tx: Tx,
  maker: Viewer,
  { articleId, revisionId, expiresInHours }: NewPreviewLink,
): Promise<{ id: string; token: string }> {
  const [id, token] = [uuid(), newPreviewToken()]
  await send(
    tx,
    sql`insert into preview_link (id, article_id, revision_id, hash, expires_at, created_by_id)
      values (${id}::uuid, ${articleId}::uuid, ${revisionId}::uuid, ${previewTokenHash(token)}, now() + make_interval(hours => ${expiresInHours}::int),
        ${maker.id}::uuid)`,
  )
  return { id, token }
}

/** False where it was revoked before. */
export async function endPreviewLink(tx: Tx, id: string): Promise<boolean> {
  const ended = await send(
    tx,
    sql`update preview_link set revoked_at = now() where id = ${id}::uuid and revoked_at is null returning id`,
  )
  return ended.length > 0
}
