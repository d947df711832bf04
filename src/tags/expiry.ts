import { sql } from 'kysely'
import type { Tag } from '../reading/plan.ts'
import { untilOnly } from '../reading/tags/tag-set.ts'

/** The next instant at which the rights of any image end. With the conditions of the index `image_expiry_untold`, which the clock goes by. */
export const nextExpiry: Tag = {
  letter: 'i',
  row: null,
  sql: untilOnly(sql`(select min(rights_expire_at) from image
    where rights_expire_at is not null and rights_expire_at is distinct from expiry_told_for and rights_expire_at > now())`),
}
