import { sql } from 'kysely'
import { captionAltText, captionText } from '../caption/caption.expressions.ts'
import type { Tx } from '../database/database.ts'
import { send } from '../database/sender.ts'
import { idPrefix } from '../reading/global-id.ts'
import type { Sql } from '../reading/sql.ts'
import type { ShownImage } from './image-rights.rules.ts'

/** What a revision would show, in its order. */
export function imagesOf(tx: Tx, revisionId: string): Promise<ShownImage[]> {
  return send<ShownImage>(tx, shownImages(sql`${revisionId}::uuid`))
}

/** The same as a SELECT. */
export function shownImages(revisionId: Sql): Sql {
  return sql`select c.role::text as "role", c.position, ${captionText('c', 'i')} as "text", ${captionAltText('c', 'i')} as "altText",
        ${sql.lit(idPrefix('Image'))} || i.id as "imageId", json_build_object('id', i.id) as "image", coalesce(nullif(i.headline, ''), nullif(i.description, ''), nullif(i.alt_text, ''), i.file) as "name",
        i.withheld_at is not null as "isWithheld", i.rights_expire_at as "rightsExpireAt"
      from caption c join image i on i.id = c.image_id where c.revision_id = ${revisionId} order by c.position`
}
