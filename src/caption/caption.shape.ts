import { sql } from 'kysely'
import type { Caption, CaptionWhereInput, ImageUse } from '../generated/graphql.ts'
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

const text = filled(captionText)
const altText = filled(captionAltText)
const credit = filled(captionCredit)

const itsImage = (parent: Row, child: Row): Sql =>
  sql`${sql.ref(`${child.alias}.id`)} = ${sql.ref(`${parent.alias}.image_id`)}`

const joins = {
  image: (row: Row, alias: string): Sql =>
    sql`join image ${sql.ref(alias)} on ${sql.ref(`${alias}.id`)} = ${sql.ref(`${row.alias}.image_id`)}`,
  article: (row: Row, alias: string): Sql =>
    sql`join article ${sql.ref(alias)} on ${sql.ref(`${alias}.live_revision_id`)} = ${sql.ref(`${row.alias}.revision_id`)}`,
}

/** Whether the revision that the caption stands in is live. */
export function isOnLiveArticle(row: Row): Sql {
  return sql`exists (select 1 from article where live_revision_id = ${sql.ref(`${row.alias}.revision_id`)})`
}

export const captionShape: Shape = {
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
  } satisfies FieldsOf<Caption>,
  filters: {
    role: enumFilter(column('caption', 'role'), 'caption_role'),
    text: textFilter(text),
    credit: textFilter(credit),
    image: relatedFilter('Image', itsImage),
  } satisfies FiltersOf<CaptionWhereInput>,
}

/** A caption's row as a use of its image: what it is joined to is live. */
export const imageUseShape: Shape = {
  type: 'ImageUse',
  table: 'caption',
  joins,
  visible: (row) => {
    row.joined('article')
    return sql`true`
  },
  fields: {
    article: one('Article', {
      on: (parent, child) =>
        sql`${sql.ref(`${child.alias}.live_revision_id`)} = ${sql.ref(`${parent.alias}.revision_id`)}`,
    }),
    caption: same('Caption'),
  } satisfies FieldsOf<ImageUse>,
}

/** The order of an image's uses: as their articles went live. */
export const useOrder = [
  { value: (row: Row): Sql => sql.ref(`${row.joined('article')}.published_at`), type: 'timestamptz' },
  { value: id, type: 'uuid' },
] as const
