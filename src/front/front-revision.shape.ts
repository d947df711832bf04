import { sql } from 'kysely'
import { DESK, deskList } from '../desk/desk-only.ts'
import type { FrontRevision } from '../generated/graphql.ts'
import { connection } from '../reading/connection.ts'
import { nodeFields, one, plain, timestamp } from '../reading/field.ts'
import { column, type Expression, type Field, type FieldsOf, type Row, type Shape } from '../reading/plan.ts'
import type { Sql } from '../reading/sql.ts'
import { userBy } from '../user/user.shape.ts'
import { slotsOf } from './front-slot.shape.ts'

const id = column('front_revision', 'id')
const number = column('front_revision', 'number')

type Pointer = 'live_revision_id' | 'latest_revision_id' | 'scheduled_revision_id'

/** Whether the front points to the revision. */
const isPointedAt =
  (pointer: Pointer): Expression =>
  (row) =>
    sql`${sql.ref(`${row.joined('front')}.${pointer}`)} is not distinct from ${id(row)}`

export const frontRevisionShape: Shape = {
  type: 'FrontRevision',
  table: 'front_revision',
  tags: 'DESK',
  permission: DESK,
  joins: {
    front: (row, alias) =>
      sql`join front ${sql.ref(alias)} on ${sql.ref(`${alias}.id`)} = ${sql.ref(`${row.alias}.front_id`)}`,
  },
  fields: {
    ...nodeFields('FrontRevision', id),
    number: plain(number),
    createdAt: timestamp(column('front_revision', 'created_at')),
    createdBy: userBy('created_by_id'),
    restoredFrom: plain(column('front_revision', 'restored_from')),
    isLive: plain(isPointedAt('live_revision_id')),
    isLatest: plain(isPointedAt('latest_revision_id')),
    isScheduled: plain(isPointedAt('scheduled_revision_id')),
    name: plain(column('front_revision', 'name')),
    slots: slotsOf(id),
  } satisfies FieldsOf<FrontRevision>,
}

const ofFront = (front: Row, revision: Row): Sql =>
  sql`${sql.ref(`${revision.alias}.front_id`)} = ${sql.ref(`${front.alias}.id`)}`

/** A front's history, newest first. */
export const revisionsOfFront: Field = connection('FrontRevision', deskList, (_selection, row, front) => {
  row.conditions.push(ofFront(front, row))
  return { order: 'number', direction: 'DESC', by: [{ value: number(row), type: 'int4' }] }
})

/** The revision that the front points to. */
export const pointedRevision = (pointer: Pointer): Field =>
  one('FrontRevision', { on: (front, row) => sql`${id(row)} = ${sql.ref(`${front.alias}.${pointer}`)}` })

export const frontRevisionByNumber: Field = one('FrontRevision', {
  on: (front, row, selection) =>
    sql`${ofFront(front, row)} and ${number(row)} = ${selection.argument('number').bind('int4')}`,
})
