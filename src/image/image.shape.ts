import { sql } from 'kysely'
import { activityOf } from '../activity/activity.shape.ts'
import { stateOfUses, usesOf } from '../caption/image-use.shape.ts'
import { DESK, deskField, deskFilter } from '../desk/desk-only.ts'
import type { Image, ImageOrderByInput, ImageWhereInput, Orientation, Query } from '../generated/graphql.ts'
import { numberOf, textOf } from '../lib/json.ts'
import type { ImageAddresses } from '../media/serving/image-addresses.ts'
import type { Audience } from '../reading/audience.ts'
import { connection } from '../reading/connection.ts'
import { computed, computedObject, nodeFields, plain, timestamp } from '../reading/field.ts'
import { enumFilter, idFilter, intFilter, textFilter, timestampFilter, whereOf } from '../reading/filter.ts'
import { uuidOf } from '../reading/global-id.ts'
import { chosenOrder, type OrdersOf } from '../reading/list-source.ts'
import {
  column,
  type Expression,
  type Field,
  type FieldsOf,
  type Filter,
  type FiltersOf,
  type Row,
  type Shape,
  type TagsOf,
} from '../reading/plan.ts'
import { find, idTag } from '../reading/root.ts'
import { firstThatHolds, type Sql } from '../reading/sql.ts'
import { nextExpiry } from '../tags/expiry.ts'
import { anyOf, IMAGES } from '../tags/lists.ts'
import { userBy } from '../user/user.shape.ts'
import { imageFields } from './display/image-url.fields.ts'
import { isOfSite, isPublic, isUsable, rightsState } from './display/rights.expressions.ts'
import { isFound } from './image-search.ts'

const id = column('image', 'id')
const createdAt = column('image', 'created_at')
const width = column('image', 'width')
const height = column('image', 'height')
const sizeBytes = column('image', 'size_bytes')

const orientation: Expression = (row) =>
  firstThatHolds<Orientation, 'SQUARE'>(
    { LANDSCAPE: sql`${width(row)} > ${height(row)}`, PORTRAIT: sql`${width(row)} < ${height(row)}` },
    'SQUARE',
  )

/** An image that nothing public shows may belong to a story that is not out yet: it is for the desk. */
function isShown(row: Row, { permissions }: Audience): Sql | null {
  return permissions.has(DESK) ? null : isPublic(id(row))
}

/** One that may not be shown is not there for readers. */
function isVisible({ alias }: Row, { permissions }: Audience): Sql | null {
  return permissions.has(DESK) ? null : isUsable(alias)
}

/** `unused: true`: no revision shows it, no author's page, and not the site's settings. */
const isUnused: Filter = (row, { value }) => {
  const isUsed = sql`(exists (select 1 from caption where image_id = ${id(row)}) or exists (select 1 from author where image_id = ${id(row)}) or ${isOfSite(id(row))})`
  return value === true ? sql`not ${isUsed}` : isUsed
}

const uses: Field = connection(
  'ImageUse',
  () => [anyOf('a')],
  (selection, row, parent) => {
    row.from = usesOf(id(parent), row.alias, selection.planner.audience)
    return {
      order: 'publishedAt',
      direction: 'DESC',
      by: [
        { value: sql.ref(`${row.alias}.published_at`), type: 'timestamptz' },
        { value: sql.ref(`${row.alias}.id`), type: 'uuid' },
      ],
    }
  },
  stateOfUses,
)

export function imageShape(addresses: ImageAddresses): Shape {
  return {
    type: 'Image',
    table: 'image',
    tags: { letter: 'i', id, until: column('image', 'rights_expire_at') },
    visible: isVisible,
    reachable: isShown,
    fields: {
      ...nodeFields('Image', id),
      ...imageFields(addresses),
      originalUrl: deskField(computed([column('image', 'file')], ([file]) => addresses.download(textOf(file)))),
      placeholder: plain(column('image', 'placeholder')),
      dominantColor: plain(column('image', 'dominant_color')),
      width: plain(width),
      height: plain(height),
      mimeType: plain(column('image', 'mime_type')),
      orientation: plain(orientation),
      sizeBytes: plain(sizeBytes),
      headline: plain((row) => sql`coalesce(${column('image', 'headline')(row)}, '')`),
      altText: plain(column('image', 'alt_text')),
      description: plain(column('image', 'description')),
      credit: plain(column('image', 'credit')),
      creator: plain(column('image', 'creator')),
      copyrightHolder: plain(column('image', 'copyright_holder')),
      copyrightNotice: plain(column('image', 'copyright_notice')),
      usageTerms: plain(column('image', 'usage_terms')),
      webStatement: plain(column('image', 'web_statement')),
      digitalSource: plain(column('image', 'digital_source')),
      keywords: plain(column('image', 'keywords')),
      city: plain(column('image', 'city')),
      country: plain(column('image', 'country')),
      sourceName: plain(column('image', 'source_name')),
      instructions: deskField(plain(column('image', 'instructions'))),
      captionWriter: deskField(plain(column('image', 'caption_writer'))),
      rightsExpireAt: timestamp(column('image', 'rights_expire_at')),
      rightsState: plain(rightsState),
      withheldReason: deskField(plain(column('image', 'withheld_reason'))),
      focalPoint: computedObject([column('image', 'focal_x'), column('image', 'focal_y')], ([x, y]) =>
        x === null ? null : { x: numberOf(x), y: numberOf(y) },
      ),
      takenAt: timestamp(column('image', 'taken_at')),
      sourceUrl: deskField(plain(column('image', 'source_url'))),
      createdAt: timestamp(createdAt),
      createdBy: deskField(userBy('created_by_id')),
      uses,
      version: deskField(plain(column('image', 'version'))),
      activity: deskField(activityOf('Image')),
    } satisfies FieldsOf<Image>,
    filters: {
      id: idFilter(id, (value) => uuidOf('Image', value)),
      mimeType: textFilter(column('image', 'mime_type')),
      width: intFilter(width),
      height: intFilter(height),
      orientation: enumFilter(orientation, 'text'),
      sizeBytes: intFilter(sizeBytes),
      altText: textFilter(column('image', 'alt_text')),
      headline: textFilter(column('image', 'headline')),
      description: textFilter(column('image', 'description')),
      credit: textFilter(column('image', 'credit')),
      creator: textFilter(column('image', 'creator')),
      copyrightHolder: textFilter(column('image', 'copyright_holder')),
      digitalSource: enumFilter(column('image', 'digital_source'), 'text'),
      rightsExpireAt: timestampFilter(column('image', 'rights_expire_at')),
      rightsState: enumFilter(rightsState, 'text'),
      unused: deskFilter(isUnused),
      takenAt: timestampFilter(column('image', 'taken_at')),
      createdAt: timestampFilter(createdAt),
    } satisfies FiltersOf<ImageWhereInput>,
  }
}

const imageOrders = {
  createdAt: { value: createdAt, type: 'timestamptz' },
  width: { value: width, type: 'int4' },
  id: { value: id, type: 'uuid' },
} as const satisfies OrdersOf<ImageOrderByInput>

/** Which images are public depends on all articles and authors, and on the time. */
const tagsOfImages: TagsOf = (selection) => [
  IMAGES,
  anyOf('a'),
  anyOf('u'),
  nextExpiry,
  ...(['where', 'search'].some((name) => selection.argument(name).isGiven) ? [anyOf('i')] : []),
]

export const imageRoots: FieldsOf<Pick<Query, 'image' | 'images'>> = {
  image: find('Image', {
    tags: (selection) => [idTag(selection, 'Image', 'id')],
    where: (row, selection) =>
      sql`${id(row)} = ${selection.argument('id').bind('uuid', (value) => uuidOf('Image', value))}`,
  }),
  images: connection('Image', tagsOfImages, (selection, row) => {
    const shown = isShown(row, selection.planner.audience)
    if (shown) row.conditions.push(shown)
    const words = selection.argument('search')
    if (words.isGiven) row.conditions.push(isFound(row, words))
    const where = selection.argument('where')
    if (where.isGiven) row.conditions.push(whereOf(row, where, selection.planner))
    return chosenOrder(selection, row, imageOrders, { name: 'createdAt', direction: 'DESC' })
  }),
}
