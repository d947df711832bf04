import { sql } from 'kysely'
import type { RightsState } from '../../generated/graphql.ts'
import { column, type Expression } from '../../reading/plan.ts'
import { firstThatHolds, type Sql } from '../../reading/sql.ts'

// Whether an image may be shown is asked of the database at the moment of each reading, by its clock: nothing is set when rights end, so
// nothing can be late. Image.rightsState in schema.graphql says what each state means.

/** Of the image that stands under an alias. */
export function isUsable(image: string): Sql {
  return sql`(${sql.ref(`${image}.withheld_at`)} is null
    and (${sql.ref(`${image}.rights_expire_at`)} is null or ${sql.ref(`${image}.rights_expire_at`)} > now()))`
}

/** Whether a live article or an author's page has the image with this id: an image that nothing public shows is for the desk. */
export function isPublic(id: Sql): Sql {
  return sql`(exists (select 1 from caption c join article a on a.live_revision_id = c.revision_id where c.image_id = ${id})
    or exists (select 1 from author where image_id = ${id}))`
}

function stateOf(withheldAt: Sql, expireAt: Sql): Sql {
  return firstThatHolds<RightsState, 'USABLE'>(
    { WITHHELD: sql`${withheldAt} is not null`, EXPIRED: sql`${expireAt} <= now()` },
    'USABLE',
  )
}

/** Of the image that stands under an alias. */
export function rightsStateOf(image: string): Sql {
  return stateOf(sql.ref(`${image}.withheld_at`), sql.ref(`${image}.rights_expire_at`))
}

const withheldAt = column('image', 'withheld_at')
const expireAt = column('image', 'rights_expire_at')

/** Of an image's row, or of one that joins its image. */
export const rightsState: Expression = (row) => stateOf(withheldAt(row), expireAt(row))
