import { sql } from 'kysely'
import type { Tx } from '../database/database.ts'
import { send } from '../database/sender.ts'
import { eventFields, eventName } from '../outbox/event.write.ts'
import type { EventPayload, OF_IMAGES } from '../outbox/events.ts'
import { idPrefix } from '../reading/global-id.ts'
import { isoTimestamp, type Sql } from '../reading/sql.ts'
import { rightsStateOf } from './display/rights.expressions.ts'

/** What RETURNING gives of an image for `imagePayload`. */
export const eventColumns = sql`image.id, image.version, image.file, image.rights_expire_at, image.withheld_at`

/** What events tell of an image, from the row after the change. */
export function imagePayload(row: string): Sql {
  const at = (name: string) => sql.ref(`${row}.${name}`)
  return eventFields<(typeof OF_IMAGES)[number]>({
    id: sql`${sql.lit(idPrefix('Image'))} || ${at('id')}`,
    version: at('version'),
    file: at('file'),
    rightsState: rightsStateOf(row),
    rightsExpireAt: isoTimestamp(at('rights_expire_at')),
  })
}

/** Of an image that has been added in this transaction. */
export async function writeImageCreated(tx: Tx, id: string): Promise<void> {
  await send(
    tx,
    sql`insert into outbox_event (type, payload) select ${eventName('image.created')}, ${imagePayload('image')} from image where id = ${id}::uuid`,
  )
}

/** Of an image that has been changed in this transaction. */
export async function writeImageUpdated(tx: Tx, id: string, changedFields: readonly string[]): Promise<void> {
  const besides: Omit<EventPayload<'image.updated'>, (typeof OF_IMAGES)[number]> = { changedFields }
  await send(
    tx,
    sql`insert into outbox_event (type, payload)
      select ${eventName('image.updated')}, ${imagePayload('image')} || ${JSON.stringify(besides)}::jsonb from image where id = ${id}::uuid`,
  )
}
