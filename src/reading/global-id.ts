import { sql } from 'kysely'
import type { Row, State } from './plan.ts'
import type { Sql } from './sql.ts'

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** The part before the uuid in the global ids of a type: `node` finds the table by it. */
export function idPrefix(type: string): string {
  return `${type.toLowerCase()}_`
}

/** The uuid in a global id of `type`; null for an id of another type, and for what is no id at all. */
export function uuidOf(type: string, id: unknown): string | null {
  const prefix = idPrefix(type)
  if (typeof id !== 'string' || !id.startsWith(prefix)) return null
  const uuid = id.slice(prefix.length)
  return UUID.test(uuid) ? uuid : null
}

/** The global id of a row of `type`, from its uuid. */
export function globalId(type: string, uuid: Sql): Sql {
  return sql`${sql.lit(idPrefix(type))} || ${uuid}::text`
}

const SEPARATOR = ':'

/** The id that tells apart what is read of one row in different states: as the public has it, it is the global id. */
export function cacheId(type: string, uuid: Sql, row: Row): Sql {
  const id = globalId(type, uuid)
  if (row.state === null) return id
  const { name, mark } = row.state
  if (!mark) return sql`${id} || ${sql.lit(`${SEPARATOR}${name}`)}`
  return sql`${id} || coalesce(${sql.lit(SEPARATOR)} || ${mark(row)}::text, '')`
}

/** A row that a `cacheId` names in a state. */
interface Named {
  readonly uuid: string
  /** The uuid that the state's `mark` must be, if it has one */
  readonly mark: string | null
}

/** What a `cacheId` of `type` names in the state; null for any other. */
export function namedIn(type: string, { name, mark }: State, id: unknown): Named | null {
  if (typeof id !== 'string') return null
  const [head, tail = '', ...more] = id.split(SEPARATOR)
  const uuid = uuidOf(type, head)
  if (uuid === null || more.length > 0) return null
  if (mark) return UUID.test(tail) ? { uuid, mark: tail } : null
  return tail === name ? { uuid, mark: null } : null
}
