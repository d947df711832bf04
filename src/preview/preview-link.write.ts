import { v7 as uuid } from 'uuid'
import type { Tx } from '../database/database.ts'
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
  creator: Viewer,
  { articleId, revisionId, expiresInHours }: NewPreviewLink,
): Promise<{ id: string; token: string }> {
  const [id, token] = [uuid(), newPreviewToken()]
  await tx.$executeRaw`
    INSERT INTO preview_link (id, article_id, revision_id, hash, expires_at, created_by_id)
    VALUES (${id}::uuid, ${articleId}::uuid, ${revisionId}::uuid, ${previewTokenHash(token)}, now() + make_interval(hours => ${expiresInHours}::int),
      ${creator.id}::uuid)`
  return { id, token }
}

/** False where it was revoked before. */
export async function endPreviewLink(tx: Tx, id: string): Promise<boolean> {
  return (
    (await tx.$executeRaw`UPDATE preview_link SET revoked_at = now() WHERE id = ${id}::uuid AND revoked_at IS NULL`) > 0
  )
}
