import { badUserInput } from '../errors/errors.ts'
import { isStorableDate } from '../lib/date.ts'

/** The PostgreSQL types that a list can be ordered by. */
export type OrderType = 'timestamptz' | 'text' | 'int4' | 'int8' | 'float8' | 'uuid'

// As PostgreSQL writes it into JSON.
const TIMESTAMP = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?[+-]\d\d:\d\d$/

/** What PostgreSQL takes as a value of the type: anybody can write a cursor. */
const isOfType: Record<OrderType, (value: unknown) => boolean> = {
  timestamptz: (value) => typeof value === 'string' && TIMESTAMP.test(value) && isStorableDate(new Date(value)),
  text: (value) => typeof value === 'string' && !value.includes('\0'),
  int4: (value) => typeof value === 'number' && (value | 0) === value,
  int8: (value) => Number.isSafeInteger(value),
  float8: (value) => typeof value === 'number' && Number.isFinite(value),
  uuid: (value) => typeof value === 'string' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value),
}

/** A place in a list: the values that the list is ordered by, with a name of the list that they belong to. Opaque to clients. */
export function encodeCursor(list: string, position: readonly unknown[]): string {
  return Buffer.from(JSON.stringify([list, ...position])).toString('base64url')
}

function parse(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString())
  } catch {
    return null
  }
}

/** The position that a cursor of `list` names. Throws BAD_USER_INPUT for anything else. */
export function decodeCursor(
  list: string,
  types: readonly OrderType[],
  argument: string,
  cursor: unknown,
): readonly unknown[] {
  const parsed = typeof cursor === 'string' ? parse(cursor) : null
  if (!Array.isArray(parsed)) {
    throw badUserInput(`\`${argument}\` is not a cursor.`, { argument, allowed: 'a cursor of this list' })
  }
  const [origin, ...position]: unknown[] = parsed
  if (origin !== list) {
    throw badUserInput(`\`${argument}\` is a cursor of another list, or of the same list in another order.`, {
      argument,
      allowed: 'a cursor of this list in the same order',
    })
  }
  if (position.length !== types.length || !types.every((type, index) => isOfType[type](position[index]))) {
    throw badUserInput(`\`${argument}\` is not a cursor.`, { argument, allowed: 'a cursor of this list' })
  }
  // JavaScript reads a 30th of February, PostgreSQL does not.
  return position.map((value, index) =>
    types[index] === 'timestamptz' ? new Date(String(value)).toISOString() : value,
  )
}
