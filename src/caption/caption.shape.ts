import { sql } from 'kysely'
import { DESK, deskField } from '../desk/desk-only.ts'
import type { Caption, CaptionWhereInput } from '../generated/graphql.ts'
import { imageFields, shownFields } from '../image/display/image-url.fields.ts'
import { isUsable, rightsState } from '../image/display/rights.expressions.ts'
import { numberOf } from '../lib/json.ts'
import type { ImageAddresses } from '../media/serving/image-addresses.ts'
import type { Audience } from '../reading/audience.ts'
import { computedObject, joined, nodeFields, plain } from '../reading/field.ts'
import { enumFilter, relatedFilter, textFilter } from '../reading/filter.ts'
import { column, type Expression, type FieldsOf, type FiltersOf, type Row, type Shape } from '../reading/plan.ts'
import type { Sql } from '../reading/sql.ts'
import { DRAFT, OF_REVISION } from '../stage/article.rows.ts'
import { captionAltText, captionCredit, captionCreditLine, captionText, ownCaptionText } from './caption.expressions.ts'

const id = column('caption', 'id')

const filled =
  (expression: (caption: string, image: string) => Sql): Expression =>
  (row) =>
    expression(row.alias, row.joined('image'))

const own =
  (column: Parameters<typeof ownCaptionText>[1]): Expression =>
  (row) =>
    ownCaptionText(row.alias, column)

const CROP = [
  column('caption', 'crop_x'),
  column('caption', 'crop_y'),
  column('caption', 'crop_width'),
  column('caption', 'crop_height'),
]

const text = filled(captionText)
const altText = filled(captionAltText)
const credit = filled(captionCredit)
const creditLine = filled(captionCreditLine)

const itsImage = (parent: Row, child: Row): Sql =>
  sql`${sql.ref(`${child.alias}.id`)} = ${sql.ref(`${parent.alias}.image_id`)}`

export const captionJoins = {
  image: (row: Row, alias: string): Sql =>
    sql`join image ${sql.ref(alias)} on ${sql.ref(`${alias}.id`)} = ${sql.ref(`${row.alias}.image_id`)}`,
}

/** Whether the revision that the caption stands in is live. */
function isOnLiveArticle(row: Row): Sql {
  return sql`exists (select 1 from article where live_revision_id = ${sql.ref(`${row.alias}.revision_id`)})`
}

function isOnLatest({ alias }: Row): Sql {
  return sql`exists (select 1 from article where latest_revision_id = ${sql.ref(`${alias}.revision_id`)})`
}

/** Whether the image may be shown, of a caption's row. */
export const showsUsable = (row: Row): Sql => isUsable(row.joined('image'))

/** A caption whose image may not be shown is not there for readers; the desk sees it, and why. */
function isVisible(row: Row, { permissions }: Audience): Sql | null {
  return permissions.has(DESK) ? null : showsUsable(row)
}

/** Its id is the same in all revisions: it means the live one's caption, or as the state says. */
function isMeant(row: Row): Sql | null {
  if (row.state === null) return isOnLiveArticle(row)
  return row.state.name === DRAFT.name ? isOnLatest(row) : null
}

export const captionShape = (addresses: ImageAddresses): Shape => ({
  type: 'Caption',
  table: 'caption',
  tags: { letter: 'i', id: column('caption', 'image_id'), isPart: true, until: column('image', 'rights_expire_at') },
  joins: captionJoins,
  visible: isVisible,
  // Its id is the same in all revisions.
  subject: { and: 'revision_id', state: DRAFT },
  reachable: isMeant,
  foundIn: { permission: DESK, states: [DRAFT, OF_REVISION] },
  fields: {
    ...nodeFields('Caption', id),
    role: plain(column('caption', 'role')),
    position: plain(column('caption', 'position')),
    text: plain(text),
    altText: plain(altText),
    credit: plain(credit),
    ownText: plain(own('text')),
    ownAltText: plain(own('alt_text')),
    ownCredit: plain(own('credit')),
    creditLine: plain(creditLine),
    crop: computedObject(CROP, ([x, y, width, height]) =>
      x === null ? null : { x: numberOf(x), y: numberOf(y), width: numberOf(width), height: numberOf(height) },
    ),
    rightsState: deskField(plain(rightsState)),
    image: joined('Image', 'image'),
    ...imageFields(addresses, CROP),
    ...shownFields(CROP),
  } satisfies FieldsOf<Caption>,
  filters: {
    role: enumFilter(column('caption', 'role'), 'caption_role'),
    text: textFilter(text),
    credit: textFilter(credit),
    image: relatedFilter('Image', itsImage),
  } satisfies FiltersOf<CaptionWhereInput>,
})
