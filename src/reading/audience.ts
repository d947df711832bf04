import { sql } from 'kysely'
import { forbidden } from '../errors.ts'
import { Slot } from './argument.ts'
import type { Field, Filter } from './plan.ts'
import type { Sql } from './sql.ts'

/** Whom a statement is made for. */
export interface Audience {
  /** People of one group may all do the same, and share their plans: what a statement says depends on nobody's person. */
  readonly group: string
  /** What the group may do, by the names that shapes ask for. */
  readonly permissions: ReadonlySet<string>
  /** The person's uuid, for statements to take as a parameter. Null for readers. */
  readonly id: string | null
}

/** Everybody who has not signed in. */
export const READERS: Audience = { group: 'READER', permissions: new Set(), id: null }

/** The uuid of the person who asks, null for readers. */
export const audienceId: Sql = sql`${new Slot(({ audience }) => audience.id)}::uuid`

/** @throws FORBIDDEN for a group without the permission, readers among them; it tells nothing of what is there */
export function demand({ permissions }: Audience, permission: string): void {
  if (!permissions.has(permission)) throw forbidden(`This needs the permission ${permission}.`)
}

/** A field for those alone who have the permission. For others it is FORBIDDEN, and the fields beside it are read all the same. */
export function permittedField(permission: string, field: Field): Field {
  return (selection, row) => {
    demand(selection.planner.audience, permission)
    return field(selection, row)
  }
}

/** A condition for those alone who have the permission: whether something matches tells as much as the value. */
export function permittedFilter(permission: string, filter: Filter): Filter {
  return (row, argument, planner) => {
    demand(planner.audience, permission)
    return filter(row, argument, planner)
  }
}
