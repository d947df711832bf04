import { sql } from 'kysely'
import { isPublic } from '../image/display/rights.expressions.ts'
import { eventColumns, imagePayload } from '../image/event.write.ts'
import { BATCH, type DueAction, dueActionOf } from './due-action.write.ts'

/** As the index `image_expiry_untold` has it, so that it serves. */
const isUnreported = sql`rights_expire_at is not null and rights_expire_at is distinct from expiry_told_for`

/**
 * Writes events about images whose rights have ended: readers stop seeing them without any job, but a system that stores a copy
 * of a page does not know. There is no event about an image that readers did not see. One statement, as for articles: the event is written
 * once, by whichever process takes the row.
 */
export const reportExpiry: DueAction = dueActionOf({
  subject: 'image',
  chosen: (condition) => sql`select id from image where rights_expire_at <= now() and ${isUnreported} and ${condition}
    order by rights_expire_at, id limit ${sql.lit(BATCH)}`,
  // No key changes, so a transaction that saves an article with the image does not wait for this one, nor this one for it.
  act: (due) => sql`with due as (${due} for no key update skip locked),
    i as (update image set expiry_told_for = rights_expire_at from due where image.id = due.id returning ${eventColumns}),
    o as (insert into outbox_event (type, payload)
      select 'image.expired', ${imagePayload('i')} from i where withheld_at is null and ${isPublic(sql`i.id`)})
    select id from i`,
})
