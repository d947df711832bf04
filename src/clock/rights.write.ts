import { sql } from 'kysely'
import { isPublic } from '../image/display/rights.expressions.ts'
import { eventColumns, imagePayload } from '../image/event.write.ts'
import { eventName } from '../outbox/event.write.ts'
import { dueAction } from './due-action.write.ts'

/**
 * Writes events about images whose rights have ended: readers stop seeing them without any job, but a system that stores a copy
 * of a page does not know. There is no event about an image that readers did not see. One statement, as for articles: the event is written
 * once, by whichever process takes the row.
 */
export const reportExpiry = dueAction({
  subject: 'image',
  table: 'image',
  time: 'rights_expire_at',
  // Index image_expiry_untold.
  waiting: sql`rights_expire_at is not null and rights_expire_at is distinct from expiry_told_for`,
  // No key changes, so a transaction that saves an article with the image does not wait for this one, nor this one for it.
  act: (due) => sql`with due as (${due} for no key update skip locked),
    i as (update image set expiry_told_for = image.rights_expire_at from due where image.id = due.id returning ${eventColumns}),
    o as (insert into outbox_event (type, payload)
      select ${eventName('image.expired')}, ${imagePayload('i')} from i where withheld_at is null and ${isPublic(sql`i.id`)})
    select id from i`,
})
