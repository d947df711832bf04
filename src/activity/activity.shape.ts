import { sql } from 'kysely'
import { DESK, deskList } from '../desk/desk-only.ts'
import type { Activity, ActivitySubjectType, ActivityWhereInput, FieldChange, Query } from '../generated/graphql.ts'
import { connection } from '../reading/connection.ts'
import { computedObject, nodeFields, one, plain, timestamp } from '../reading/field.ts'
import { enumFilter, idFilter, timestampFilter, whereOf } from '../reading/filter.ts'
import { idPrefix, uuidOf } from '../reading/global-id.ts'
import type { ListSource } from '../reading/list-source.ts'
import { permittedField } from '../reading/permitted.ts'
import {
  column,
  type Expression,
  type Field,
  type FieldsOf,
  type FiltersOf,
  type Row,
  type Shape,
} from '../reading/plan.ts'
import type { Permission } from '../viewer/viewer.ts'

/** The types that entries are about, by their names in the API. */
const SUBJECTS = {
  ARTICLE: 'Article',
  TOPIC: 'Topic',
  AUTHOR: 'Author',
  IMAGE: 'Image',
  FRONT: 'Front',
  USER: 'User',
  ACCESS_TOKEN: 'AccessToken',
  SITE_REDIRECT: 'SiteRedirect',
  SITE: 'Site',
  WEBHOOK: 'Webhook',
} as const satisfies Record<ActivitySubjectType, string>

export type SubjectType = (typeof SUBJECTS)[ActivitySubjectType]

/** Who may read the entries about a type, if not all who may read the trail. */
const MANAGED = {
  User: 'MANAGE_USERS',
  AccessToken: 'MANAGE_USERS',
  Webhook: 'MANAGE_SITE',
} as const satisfies Partial<Record<SubjectType, Permission>>

const id = column('activity', 'id')
const at = column('activity', 'at')
const action = column('activity', 'action')
const actorId = column('activity', 'actor_id')
const subjectId = column('activity', 'subject_id')
const actorName: Expression = (row) => sql`coalesce(${sql.ref(`${row.alias}.actor_name`)}, 'The clock')`

/** A value for each type of a subject. */
function bySubject(row: Row, value: (name: string, type: string) => string) {
  const cases = Object.entries(SUBJECTS).map(
    ([name, type]) => sql`when ${sql.lit(type)} then ${sql.lit(value(name, type))}`,
  )
  return sql`case ${sql.ref(`${row.alias}.subject_type`)} ${sql.join(cases, sql` `)} end`
}

const subjectType: Expression = (row) => bySubject(row, (name) => name)
const subject: Expression = (row) => sql`${bySubject(row, (_name, type) => idPrefix(type))} || ${subjectId(row)}`

/** The uuid of an id of any type that entries are about. */
function subjectUuid(globalId: unknown): string | null {
  return Object.values(SUBJECTS).reduce<string | null>((found, type) => found ?? uuidOf(type, globalId), null)
}

/** One field as it is stored. */
const isOmitted = (change: object): boolean => 'isOmitted' in change && change.isOmitted === true
const textIn = (change: object, name: 'field' | 'before' | 'after'): string | null => {
  const value = new Map<string, unknown>(Object.entries(change)).get(name)
  return typeof value === 'string' ? value : null
}

function changesIn(stored: unknown): FieldChange[] {
  if (!Array.isArray(stored)) return []
  return stored.flatMap((change: unknown) =>
    typeof change === 'object' && change !== null
      ? [
          {
            field: textIn(change, 'field') ?? '',
            before: textIn(change, 'before'),
            after: textIn(change, 'after'),
            isOmitted: isOmitted(change),
          },
        ]
      : [],
  )
}

export const activityShape: Shape = {
  type: 'Activity',
  table: 'activity',
  tags: 'DESK',
  permission: DESK,
  // What was done with accounts, tokens and webhooks is for those who manage them.
  reachable: (row, { permissions }) => {
    const hidden = Object.entries(MANAGED).flatMap(([type, permission]) => (permissions.has(permission) ? [] : [type]))
    if (hidden.length === 0) return null
    return sql`${sql.ref(`${row.alias}.subject_type`)} not in (${sql.join(hidden.map((type) => sql.lit(type)))})`
  },
  fields: {
    ...nodeFields('Activity', id),
    at: timestamp(at),
    actor: one('User', { on: (parent, child) => sql`${sql.ref(`${child.alias}.id`)} = ${actorId(parent)}` }),
    actorName: plain(actorName),
    action: plain(action),
    note: plain(column('activity', 'note')),
    version: plain(column('activity', 'version')),
    revision: one('Revision', {
      on: (parent, child) => sql`${sql.ref(`${child.alias}.id`)} = ${sql.ref(`${parent.alias}.revision_id`)}`,
    }),
    subjectType: plain(subjectType),
    subjectId: plain(subject),
    changedFields: computedObject([column('activity', 'changed_fields')], ([stored]) => changesIn(stored)),
  } satisfies FieldsOf<Activity>,
  filters: {
    subjectId: idFilter(subjectId, subjectUuid),
    subjectType: enumFilter(subjectType, 'text'),
    actorId: idFilter(actorId, (value) => uuidOf('User', value)),
    action: enumFilter(action, 'text'),
    at: timestampFilter(at),
  } satisfies FiltersOf<ActivityWhereInput>,
}

const newestFirst = (row: Row): ListSource => ({
  order: 'at',
  direction: 'DESC',
  by: [
    { value: at(row), type: 'timestamptz' },
    { value: id(row), type: 'uuid' },
  ],
})

/** The audit trail of a row of `type`, newest first. */
export function activityOf(type: SubjectType): Field {
  return connection('Activity', deskList, (_selection, row, parent) => {
    row.conditions.push(
      sql`${subjectId(row)} = ${sql.ref(`${parent.alias}.id`)} and ${sql.ref(`${row.alias}.subject_type`)} = ${sql.lit(type)}`,
    )
    return newestFirst(row)
  })
}

/** The audit trail of everything: of those who may see a part of it, that part. */
const everything = connection('Activity', deskList, (selection, row) => {
  const condition = activityShape.reachable?.(row, selection.planner.audience)
  if (condition) row.conditions.push(condition)
  const where = selection.argument('where')
  if (where.isGiven) row.conditions.push(whereOf(row, where, selection.planner))
  return newestFirst(row)
})

export const activityRoots: FieldsOf<Pick<Query, 'activity'>> = {
  activity: permittedField('READ_ACTIVITY' satisfies Permission, everything),
}
