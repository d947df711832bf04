import type { Audience } from '../reading/audience.ts'
import { permittedField, permittedFilter } from '../reading/permitted.ts'
import type { Field, Filter, TagsOf } from '../reading/plan.ts'
import type { Permission } from '../viewer/viewer.ts'

/** The permission for everything that schema.graphql marks "desk only". */
export const DESK = 'READ_DRAFTS' satisfies Permission

/** Whether they may. */
export const isDesk = ({ permissions }: Audience): boolean => permissions.has(DESK)

/** FORBIDDEN to readers. */
export const deskField = (field: Field): Field => permittedField(DESK, field)

/** FORBIDDEN to readers. */
export const deskFilter = (filter: Filter): Filter => permittedFilter(DESK, filter)

/** All of an object's fields. */
export function deskFields<Name extends string>(fields: Readonly<Record<Name, Field>>): Record<Name, Field> {
  const wrapped: Record<Name, Field> = { ...fields }
  for (const name in fields) wrapped[name] = deskField(fields[name])
  return wrapped
}

/** The tags of a list that readers never get: none. */
export const deskList: TagsOf = () => []
