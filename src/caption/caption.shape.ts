import { sql } from 'kysely'
import type { Caption, CaptionWhereInput, ImageUse } from '../generated/graphql.ts'
import { pictureFields } from '../image/picture.fields.ts'
import type { PictureAddresses } from '../media/picture-addresses.ts'
import { globalId, joined, one, plain, same } from '../reading/field.ts'
import { enumFilter, relatedFilter, textFilter } from '../reading/filter.ts'
import { column, type Expression, type FieldsOf, type FiltersOf, type Row, type Shape } from '../reading/plan.ts'
import type { Sql } from '../reading/sql.ts'
import { captionAltText, captionCredit, captionText } from './caption.expressions.ts'

const id = column('caption', 'id')

const filled =
  (expression: (caption: string, image: string) => Sql): Expression =>
  (row) =>
    expression(row.alias, row.joined('image'))

const CROP = [
  column('caption', 'crop_x'),
  column('caption', 'crop_y'),
  column('caption', 'crop_width'),
  column('caption', 'crop_height'),
]

const text = filled(captionText)
const altText = filled(captionAltText)
const credit = filled(captionCredit)

const itsImage = (parent: Row, child: Row): Sql =>
  sql`${sql.ref(`${child.alias}.id`)} = ${sql.ref(`${parent.alias}.image_id`)}`

const joins = {
  image: (row: Row, alias: string): Sql =>
    sql`join image ${sql.ref(alias)} on ${sql.ref(`${alias}.id`)} = ${sql.ref(`${row.alias}.image_id`)}`,
}

/** Whether the revision that the caption stands in is live. */
export function isOnLiveArticle(row: Row): Sql {
  return sql`exists (select 1 from article where live_revision_id = ${sql.ref(`${row.alias}.revision_id`)})`
}

export const captionShape = (addresses: PictureAddresses): Shape => ({
  type: 'Caption',
  table: 'caption',
  joins,
  reachable: isOnLiveArticle,
  fields: {
    id: globalId('Caption', id),
    role: plain(column('caption', 'role')),
    position: plain(column('caption', 'position')),
    text: plain(text),
    altText: plain(altText),
    credit: plain(credit),
    image: joined('Image', 'image'),
    ...pictureFields(addresses, CROP),
  } satisfies FieldsOf<Caption>,
  filters: {
    role: enumFilter(column('caption', 'role'), 'caption_role'),
    text: textFilter(text),
    credit: textFilter(credit),
    image: relatedFilter('Image', itsImage),
  } satisfies FiltersOf<CaptionWhereInput>,
})

/** A caption's row as a use of its image. Reached through `liveUses` alone, which knows the live ones. */
export const imageUseShape: Shape = {
  type: 'ImageUse',
  table: 'caption',
  joins,
  fields: {
    article: one('Article', {
      on: (parent, child) =>
        sql`${sql.ref(`${child.alias}.live_revision_id`)} = ${sql.ref(`${parent.alias}.revision_id`)}`,
    }),
    caption: same('Caption'),
  } satisfies FieldsOf<ImageUse>,
}

/**
 * The captions that show an image on live articles, with `published_at` of each. OFFSET 0 has PostgreSQL find them by the image before it
 * puts them into order: else it walks all articles in order, and for a picture that is used once it walks long.
 */
export function liveUses(image: Sql, alias: string): Sql {
  return sql`(select c.*, a.published_at from caption c join article a on a.live_revision_id = c.revision_id
    where c.image_id = ${image} offset 0) ${sql.ref(alias)}`
}
