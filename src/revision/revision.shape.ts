import { sql } from 'kysely'
import { contentFields } from '../content/content.fields.ts'
import { DESK, deskList } from '../desk/desk-only.ts'
import type { Revision, RevisionWhereInput } from '../generated/graphql.ts'
import type { ImageAddresses } from '../media/serving/image-addresses.ts'
import { connection } from '../reading/connection.ts'
import { nodeFields, one, plain, timestamp } from '../reading/field.ts'
import { isoText, whereOf } from '../reading/filter.ts'
import { uuidOf } from '../reading/global-id.ts'
import {
  column,
  type Expression,
  type Field,
  type FieldsOf,
  type FiltersOf,
  type Row,
  type Shape,
} from '../reading/plan.ts'
import type { Sql } from '../reading/sql.ts'
import { userBy } from '../user/user.shape.ts'

const id = column('revision', 'id')
const number = column('revision', 'number')
const name = column('revision', 'name')

const revisionFilters: FiltersOf<RevisionWhereInput> = {
  named: (row, { value }) => sql`(${name(row)} is not null) = ${sql.lit(value === true)}`,
  by: (row, argument) =>
    sql`${sql.ref(`${row.alias}.created_by_id`)} = ${argument.bind('uuid', (id) => uuidOf('User', id))}`,
  since: (row, argument) => sql`${sql.ref(`${row.alias}.created_at`)} >= ${argument.bind('timestamptz', isoText)}`,
}

/** Whether the article points to the revision. */
const isPointedAt =
  (pointer: 'live_revision_id' | 'latest_revision_id' | 'scheduled_revision_id'): Expression =>
  (row) =>
    sql`${sql.ref(`${row.joined('article')}.${pointer}`)} is not distinct from ${id(row)}`

const summary: Expression = (row) =>
  sql`coalesce(${sql.ref(`${row.alias}.summary`)}, case ${number(row)} when 1 then 'first version' else 'not noted' end)`

export function revisionShape(images: ImageAddresses): Shape {
  return {
    type: 'Revision',
    table: 'revision',
    tags: 'DESK',
    permission: DESK,
    joins: {
      article: (row, alias) =>
        sql`join article ${sql.ref(alias)} on ${sql.ref(`${alias}.id`)} = ${sql.ref(`${row.alias}.article_id`)}`,
    },
    fields: {
      ...nodeFields('Revision', id),
      number: plain(number),
      createdAt: timestamp(column('revision', 'created_at')),
      createdBy: userBy('created_by_id'),
      name: plain((row) => sql`coalesce(${name(row)}, '')`),
      restoredFrom: plain(column('revision', 'restored_from')),
      summary: plain(summary),
      isLive: plain(isPointedAt('live_revision_id')),
      isLatest: plain(isPointedAt('latest_revision_id')),
      isScheduled: plain(isPointedAt('scheduled_revision_id')),
      ...contentFields(images),
    } satisfies FieldsOf<Revision>,
    filters: revisionFilters,
  }
}

const ofArticle = (article: Row, revision: Row): Sql =>
  sql`${sql.ref(`${revision.alias}.article_id`)} = ${sql.ref(`${article.alias}.id`)}`

/** An article's history, newest first. */
export const revisionsOfArticle: Field = connection('Revision', deskList, (selection, row, article) => {
  row.conditions.push(ofArticle(article, row))
  const where = selection.argument('where')
  if (where.isGiven) row.conditions.push(whereOf(row, where, selection.planner))
  return { order: 'number', direction: 'DESC', by: [{ value: number(row), type: 'int4' }] }
})

/** What goes live at the scheduled time. */
export const scheduledRevision: Field = one('Revision', {
  on: (article, row) => sql`${id(row)} = ${sql.ref(`${article.alias}.scheduled_revision_id`)}`,
})

export const revisionByNumber: Field = one('Revision', {
  on: (article, row, selection) =>
    sql`${ofArticle(article, row)} and ${number(row)} = ${selection.argument('number').bind('int4')}`,
})
