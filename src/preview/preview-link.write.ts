import { sql } from 'kysely'
import { v7 as uuid } from 'uuid'
import { changedFields } from '../activity/changed-fields.write.ts'
import type { Tx } from '../database/database.ts'
import { send } from '../database/sender.ts'
import type { ActivityAction } from '../generated/graphql.ts'
import { idPrefix } from '../reading/global-id.ts'
import { newPreviewToken, previewTokenHash } from '../stage/preview-token.ts'
import type { Viewer } from '../viewer/viewer.ts'

export interface NewPreviewLink {
  readonly articleId: string
  /** Null: the latest at any time */
  readonly revisionId: string | null
  readonly expiresInHours: number
  /** The end of the embargo that holds now; null if none does */
  readonly embargoedUntil: Date | null
}

/** By the database's clock, which also decides when it has expired. */
export async function makePreviewLink(
  tx: Tx,
  creator: Viewer,
  { articleId, revisionId, expiresInHours, embargoedUntil }: NewPreviewLink,
): Promise<{ id: string; token: string }> {
  const [id, token] = [uuid(), newPreviewToken()]
  await send(
    tx,
    sql`insert into preview_link (id, article_id, revision_id, hash, expires_at, created_by_id, embargoed_until)
      values (${id}::uuid, ${articleId}::uuid, ${revisionId}::uuid, ${previewTokenHash(token)}, now() + make_interval(hours => ${expiresInHours}::int),
        ${creator.id}::uuid, ${embargoedUntil}::timestamptz)`,
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

/** Ends all links of a person that can still be used, with an entry for each. @returns how many */
export async function endPreviewLinksOf(tx: Tx, creatorId: string, actor: Viewer): Promise<number> {
  const [ended] = await send<{ count: number }>(
    tx,
    sql`with ended as (update preview_link set revoked_at = now()
        where created_by_id = ${creatorId}::uuid and revoked_at is null and expires_at > now() returning id, article_id),
      e as (insert into activity (id, subject_type, subject_id, actor_id, actor_name, action, changed_fields)
        select gen_random_uuid(), 'Article', article_id, ${actor.id}::uuid, ${actor.name}::text, ${'PREVIEW_REVOKED' satisfies ActivityAction},
          ${changedFields([{ field: 'previewLinks', before: sql`${sql.lit(idPrefix('PreviewLink'))} || ended.id`, after: sql`null` }])} from ended)
      select count(*)::int as "count" from ended`,
  )
  return ended?.count ?? 0
}
