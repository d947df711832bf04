import { sql } from 'kysely'
import { Slot } from './argument.ts'
import { demand } from './audience.ts'
import type { Field, Filter } from './plan.ts'
import type { Sql } from './sql.ts'

/** The uuid of the person who asks, null for readers. */
export const audienceId: Sql = sql`${new Slot('id of the viewer', ({ audience }) => audience.id)}::uuid`

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
