import { sql } from 'kysely'
import type { RightsState } from '../../generated/graphql.ts'
import { column, type Expression } from '../../reading/plan.ts'
import { firstThatHolds, type Sql } from '../../reading/sql.ts'

// Whether an image may be shown is asked of the database at the moment of each reading, by its clock: nothing is set when rights end, so
// nothing can be late. Image.rightsState in schema.graphql says what each state means.

/** Of the image that stands under an alias. */
export function isUsable(image: string): Sql {
  return mayBeShown(sql.ref(`${image}.withheld_at`), sql.ref(`${image}.rights_expire_at`))
}

function mayBeShown(withheldAt: Sql, expireAt: Sql): Sql {
  return sql`(${withheldAt} is null and (${expireAt} is null or ${expireAt} > now()))`
}

/**
 * Whether everybody gets the files of the image that stands under an alias. Its rights are not enough: what only a draft shows is not public
 * yet, and what nothing shows any more is not public any longer.
 */
export function isServed(image: string): Sql {
  return sql`(${isUsable(image)} and ${isPublic(sql.ref(`${image}.id`))})`
}

/** Whether a live article, an author's page or the site's settings have the image with this id: an image that nothing public shows is for the desk. */
export function isPublic(id: Sql): Sql {
  return sql`(exists (select 1 from caption c join article a on a.live_revision_id = c.revision_id where c.image_id = ${id})
    or exists (select 1 from author where image_id = ${id}) or ${isOfSite(id)})`
}

/** Whether the site's settings have the image with this id. */
export function isOfSite(id: Sql): Sql {
  return sql`exists (select 1 from site where ${id} in (logo_id, social_image_id, publisher_logo_id))`
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

const imageId = column('image', 'id')

/** `isServed` of such a row. */
export const servedToAll: Expression = (row) =>
  sql`(${mayBeShown(withheldAt(row), expireAt(row))} and ${isPublic(imageId(row))})`
