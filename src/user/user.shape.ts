import { sql } from 'kysely'
import { activityOf } from '../activity/activity.shape.ts'
import { DESK, deskField, deskList } from '../desk/desk-only.ts'
import type { AccessToken, Query, User, UserOrderByInput, UserWhereInput, Viewer } from '../generated/graphql.ts'
import { connection } from '../reading/connection.ts'
import { computed, many, nodeFields, one, plain, timestamp } from '../reading/field.ts'
import { conditionFilter, enumFilter, idFilter, textFilter, timestampFilter, whereOf } from '../reading/filter.ts'
import { uuidOf } from '../reading/global-id.ts'
import { chosenOrder, type OrdersOf } from '../reading/list-source.ts'
import { audienceId, permittedField } from '../reading/permitted.ts'
import {
  column,
  type Expression,
  type Field,
  type FieldsOf,
  type FiltersOf,
  type Row,
  type Selection,
  type Shape,
} from '../reading/plan.ts'
import { find } from '../reading/root.ts'
import type { Sql } from '../reading/sql.ts'
import type { Permission } from '../viewer/viewer.ts'

const MANAGE_USERS = 'MANAGE_USERS' satisfies Permission

const id = column('user_account', 'id')
const name = column('user_account', 'name')
const email = column('user_account', 'email')

/** The user whom a column of the row names. */
export function userBy(columnName: string): Field {
  return one('User', { on: (parent, child) => sql`${id(child)} = ${sql.ref(`${parent.alias}.${columnName}`)}` })
}

export const userShape: Shape = {
  type: 'User',
  table: 'user_account',
  tags: 'DESK',
  permission: DESK,
  fields: {
    ...nodeFields('User', id),
    name: plain(name),
    email: deskField(plain(email)),
    role: deskField(plain(column('user_account', 'role'))),
    suspendedAt: deskField(timestamp(column('user_account', 'suspended_at'))),
    createdAt: timestamp(column('user_account', 'created_at')),
    activity: permittedField(MANAGE_USERS, activityOf('User')),
    accessTokens: permittedField(
      MANAGE_USERS,
      many('AccessToken', {
        on: (parent, child) => sql`${sql.ref(`${child.alias}.user_id`)} = ${id(parent)}`,
        orderBy: (child) => sql`${sql.ref(`${child.alias}.created_at`)} desc, ${sql.ref(`${child.alias}.id`)} desc`,
      }),
    ),
    createdPreviewLinks: deskField(
      connection('PreviewLink', deskList, (_selection, row, parent) => {
        const at = (name: string) => sql.ref(`${row.alias}.${name}`)
        row.conditions.push(sql`${at('created_by_id')} = ${id(parent)}`)
        return {
          order: 'createdAt',
          direction: 'DESC',
          by: [
            { value: at('created_at'), type: 'timestamptz' },
            { value: at('id'), type: 'uuid' },
          ],
        }
      }),
    ),
  } satisfies FieldsOf<User>,
  filters: {
    id: idFilter(id, (global) => uuidOf('User', global)),
    name: textFilter(name),
    email: textFilter(email),
    role: enumFilter(column('user_account', 'role'), 'user_role'),
    isSuspended: conditionFilter(isSuspended),
    createdAt: timestampFilter(column('user_account', 'created_at')),
  } satisfies FiltersOf<UserWhereInput>,
}

function isSuspended(row: Row): Sql {
  return sql`${sql.ref(`${row.alias}.suspended_at`)} is not null`
}

/** The viewer's account. The role and permissions are those of the request: a token may have fewer than the account. */
export const viewerShape: Shape = {
  type: 'Viewer',
  table: 'user_account',
  tags: 'DESK',
  permission: DESK,
  reachable: isViewer,
  fields: {
    ...nodeFields('Viewer', id),
    name: plain(name),
    email: plain(email),
    role: computed([], (_values, _args, { group }) => group),
    permissions: computed([], (_values, _args, { permissions }) => [...permissions]),
    user: userBy('id'),
  } satisfies FieldsOf<Viewer>,
}

function isViewer(row: Row): Sql {
  return sql`${id(row)} = ${audienceId}`
}

/** The lesser of the token's role and its user's, as when somebody signs in with it. */
const role: Expression = (row) =>
  sql`least(${sql.ref(`${row.alias}.role`)}, ${sql.ref(`${row.joined('user_account')}.role`)})`

export const accessTokenShape: Shape = {
  type: 'AccessToken',
  table: 'access_token',
  tags: 'DESK',
  permission: MANAGE_USERS,
  joins: {
    user_account: (row, alias) =>
      sql`join user_account ${sql.ref(alias)} on ${sql.ref(`${alias}.id`)} = ${sql.ref(`${row.alias}.user_id`)}`,
  },
  fields: {
    ...nodeFields('AccessToken', column('access_token', 'id')),
    name: plain(column('access_token', 'name')),
    role: plain(role),
    hint: plain(column('access_token', 'hint')),
    expiresAt: timestamp(column('access_token', 'expires_at')),
    lastUsedAt: timestamp(column('access_token', 'last_used_at')),
    revokedAt: timestamp(column('access_token', 'revoked_at')),
    createdAt: timestamp(column('access_token', 'created_at')),
    activity: activityOf('AccessToken'),
    user: userBy('user_id'),
  } satisfies FieldsOf<AccessToken>,
}

const self: Field = find('Viewer', { tags: () => [], where: isViewer })

const userOrders = {
  name: { value: name, type: 'text' },
  createdAt: { value: column('user_account', 'created_at'), type: 'timestamptz' },
  id: { value: id, type: 'uuid' },
} as const satisfies OrdersOf<UserOrderByInput>

const byName = { name: 'name', direction: 'ASC' } as const

function filterUsers(selection: Selection, row: Row): void {
  const where = selection.argument('where')
  if (where.isGiven) row.conditions.push(whereOf(row, where, selection.planner))
}

export const userRoots: FieldsOf<Pick<Query, 'viewer' | 'users' | 'colleagues'>> = {
  viewer: (selection, row) =>
    selection.planner.audience.permissions.has(DESK) ? self(selection, row) : { needs: [], finish: () => null },
  users: permittedField(
    MANAGE_USERS,
    connection('User', deskList, (selection, row) => {
      filterUsers(selection, row)
      return chosenOrder(selection, row, userOrders, byName)
    }),
  ),
  colleagues: permittedField(
    DESK,
    connection('User', deskList, (selection, row) => {
      filterUsers(selection, row)
      row.conditions.push(sql`not (${isSuspended(row)})`)
      return chosenOrder(selection, row, userOrders, byName)
    }),
  ),
}
