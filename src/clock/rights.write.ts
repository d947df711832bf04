import { sql } from 'kysely'
import { isPublic } from '../image/display/rights.expressions.ts'
import { imagePayload, toldColumns } from '../image/event.write.ts'
import { eventName } from '../outbox/event.write.ts'
import { dueAction } from './due-action.write.ts'

/**
 * Tells the readers' side of pictures whose rights have ended: for readers they are gone without anything being done, but whoever keeps a copy
 * of a page does not know. Of what readers saw nowhere, or not any more, nothing is told. One statement, as for articles: the end is told of
 * once, by whichever process takes the row.
 */
export const reportExpiry = dueAction({
  subject: 'picture',
  table: 'image',
  time: 'rights_expire_at',
  // Index image_expiry_untold.
  waiting: sql`rights_expire_at is not null and rights_expire_at is distinct from expiry_told_for`,
  // No key changes, so that whoever saves an article with the picture does not wait for this, nor this for them.
  act: (due) => sql`with due as (${due} for no key update skip locked),
    i as (update image set expiry_told_for = image.rights_expire_at from due where image.id = due.id returning ${toldColumns}),
    o as (insert into outbox_event (type, payload)
      select ${eventName('image.expired')}, ${imagePayload('i')} from i where withheld_at is null and ${isPublic(sql`i.id`)})
    select id from i`,
})
