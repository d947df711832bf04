import { sql } from 'kysely'
import type { Tx } from '../database/database.ts'
import { send } from '../database/sender.ts'
import { can, lacks, type Viewer } from '../viewer/viewer.ts'
import { isOfSite } from './display/rights.expressions.ts'

/**
 * An image is described by editors, and by the user who added it while nobody else relies on it: its texts show in captions without a
 * revision, so they are as protected as the text that an editor has seen.
 * @throws FORBIDDEN
 */
export async function authorizeForImage(
  tx: Tx,
  viewer: Viewer,
  { id, createdById }: { readonly id: string; readonly createdById: string | null },
  changesRights = false,
): Promise<void> {
  if (can(viewer, 'EDIT_IMAGES')) return
  if (createdById !== viewer.id) throw lacks(viewer, 'EDIT_IMAGES')
  const askAnEditor = 'Ask an editor to change it.'
  if (changesRights)
    throw lacks(viewer, 'EDIT_IMAGES', `Only editors say whether an image may be shown. ${askAnEditor}`)
  if (await isReliedOn(tx, id)) {
    const reason =
      'An article that is scheduled, approved or was live, an author’s page, or the site’s settings show this image.'
    throw lacks(viewer, 'EDIT_IMAGES', `${reason} ${askAnEditor}`)
  }
}

/** Whether an author's page shows it, the site's settings do, or an article that an editor has decided on. */
async function isReliedOn(tx: Tx, id: string): Promise<boolean> {
  const [found] = await send<{ isReliedOn: boolean }>(
    tx,
    sql`select exists (select 1 from author where image_id = ${id}::uuid) or ${isOfSite(sql`${id}::uuid`)}
      or exists (select 1 from caption c join revision r on r.id = c.revision_id join article a on a.id = r.article_id
        where c.image_id = ${id}::uuid and (a.first_published_at is not null or r.id = a.scheduled_revision_id
          or (r.id = a.latest_revision_id and a.workflow_state = 'APPROVED'))) as "isReliedOn"`,
  )
  return found?.isReliedOn === true
}
