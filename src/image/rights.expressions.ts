import { sql } from 'kysely'
import { column, type Expression } from '../reading/plan.ts'
import type { Sql } from '../reading/sql.ts'

// Whether a picture may be shown is asked of the database at the moment of each reading, by its clock: nothing is set when rights end, so
// nothing can be late. Image.rightsState in schema.graphql says what each state means.

/** Of the image that stands under an alias. */
export function isUsable(image: string): Sql {
  return sql`(${sql.ref(`${image}.withheld_at`)} is null
    and (${sql.ref(`${image}.rights_expire_at`)} is null or ${sql.ref(`${image}.rights_expire_at`)} > now()))`
}

const withheldAt = column('image', 'withheld_at')
const expireAt = column('image', 'rights_expire_at')

/** Of an image's row, or of one that joins its image. */
export const rightsState: Expression = (row) =>
  sql`case when ${withheldAt(row)} is not null then 'WITHHELD' when ${expireAt(row)} <= now() then 'EXPIRED' else 'USABLE' end`
