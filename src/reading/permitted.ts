import { sql } from 'kysely'
import { Slot } from './argument.ts'
import { demand } from './audience.ts'
import type { Field, Filter } from './plan.ts'
import type { Sql } from './sql.ts'

/** The uuid of the person who asks, null for readers. */
export const audienceId: Sql = sql`${new Slot('id of the viewer', ({ audience }) => audience.id)}::uuid`

/** A field only for those who have the permission. For others it is FORBIDDEN, and the other fields are still read. */
export function permittedField(permission: string, field: Field): Field {
  return (selection, row) => {
    demand(selection.planner.audience, permission)
    return field(selection, row)
  }
}

/** A condition only for those who have the permission: whether something matches reveals as much as the value. */
export function permittedFilter(permission: string, filter: Filter): Filter {
  return (row, argument, planner) => {
    demand(planner.audience, permission)
    return filter(row, argument, planner)
  }
}
