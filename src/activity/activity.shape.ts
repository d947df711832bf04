import { sql } from 'kysely'
import { DESK } from '../desk/desk-only.ts'
import type { Activity } from '../generated/graphql.ts'
import { connection } from '../reading/connection.ts'
import { nodeFields, one, plain, timestamp } from '../reading/field.ts'
import { column, type Expression, type Field, type FieldsOf, type Shape } from '../reading/plan.ts'
import { userBy } from '../user/user.shape.ts'
import type { Permission } from '../viewer/viewer.ts'

const id = column('activity', 'id')
const at = column('activity', 'at')
const actorName: Expression = (row) => sql`coalesce(${sql.ref(`${row.alias}.actor_name`)}, 'The clock')`

export const activityShape: Shape = {
  type: 'Activity',
  table: 'activity',
  permission: DESK,
  // What was done with accounts and tokens is for those who manage them.
  reachable: (row, { permissions }) =>
    permissions.has('MANAGE_USERS' satisfies Permission)
      ? null
      : sql`${sql.ref(`${row.alias}.subject_type`)} not in ('User', 'AccessToken')`,
  fields: {
    ...nodeFields('Activity', id),
    at: timestamp(at),
    actor: userBy('actor_id'),
    actorName: plain(actorName),
    action: plain(column('activity', 'action')),
    note: plain(column('activity', 'note')),
    version: plain(column('activity', 'version')),
    revision: one('Revision', {
      on: (parent, child) => sql`${sql.ref(`${child.alias}.id`)} = ${sql.ref(`${parent.alias}.revision_id`)}`,
    }),
  } satisfies FieldsOf<Activity>,
}

/** The audit trail of a row of `type`, newest first. */
export function activityOf(type: string): Field {
  return connection('Activity', (_selection, row, parent) => {
    row.conditions.push(
      sql`${sql.ref(`${row.alias}.subject_id`)} = ${sql.ref(`${parent.alias}.id`)} and ${sql.ref(`${row.alias}.subject_type`)} = ${sql.lit(type)}`,
    )
    return {
      order: 'at',
      direction: 'DESC',
      by: [
        { value: at(row), type: 'timestamptz' },
        { value: id(row), type: 'uuid' },
      ],
    }
  })
}
