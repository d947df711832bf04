import { sql } from 'kysely'
import type { Sql } from '../database/sql.ts'

export { compile, type Sql } from '../database/sql.ts'

export function and(conditions: readonly Sql[]): Sql {
  return conditions.length === 0 ? sql`true` : sql`(${sql.join(conditions, sql` and `)})`
}

export function or(conditions: readonly Sql[]): Sql {
  return conditions.length === 0 ? sql`false` : sql`(${sql.join(conditions, sql` or `)})`
}

/** A timestamp as the API writes it: ISO 8601, UTC, milliseconds. Null stays null. */
export function isoTimestamp(timestamp: Sql): Sql {
  return sql`to_char(${timestamp} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`
}

/** Of the values of an enum the first whose condition holds; `otherwise` where none does. A value without a condition does not compile. */
export function firstThatHolds<Value extends string, Otherwise extends Value>(
  conditions: Readonly<Record<Exclude<Value, Otherwise>, Sql>>,
  otherwise: Otherwise,
): Sql {
  const whens = Object.entries<Sql>(conditions).map(([value, holds]) => sql`when ${holds} then ${sql.lit(value)}`)
  return sql`case ${sql.join(whens, sql` `)} else ${sql.lit<string>(otherwise)} end`
}
