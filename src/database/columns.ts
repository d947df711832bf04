import { sql } from 'kysely'
import type { DB } from '../generated/kysely/database.ts'
import { isSql, type Sql } from './sql.ts'

/** Columns of a table, by their names in the database; values are parameters, or SQL as now(). */
export type Columns<Table extends keyof DB> = Partial<Record<keyof DB[Table] & string, Value>>

/** The same of any table. */
export type AnyColumns = Readonly<Record<string, Value>>

type Value = string | number | boolean | Date | null | Sql

/** @throws when it is no value of a column */
export function columnValue(value: unknown): Value {
  const isPlain =
    typeof value === 'string' ||
    typeof value === 'number' ||
    typeof value === 'boolean' ||
    value === null ||
    value instanceof Date
  if (isPlain || isSql(value)) return value
  throw new TypeError(`${typeof value} cannot be stored in a column`)
}

const sqlOf = (value: Value): Sql => (isSql(value) ? value : sql`${value}`)

/** What an UPDATE sets in a row that has a version: these columns, and what every accepted write sets. */
export function assignmentsOf(table: keyof DB, columns: AnyColumns): Sql {
  const assignments = Object.entries(columns).map(([name, value]) => sql`${sql.ref(name)} = ${sqlOf(value)}`)
  return sql.join([...assignments, sql`version = ${sql.ref(`${table}.version`)} + 1`, sql`updated_at = now()`])
}

/** "(slug, name) values ($1, $2)" */
export function insertedColumns(columns: AnyColumns): Sql {
  const names = Object.keys(columns).map((name) => sql.ref(name))
  return sql`(${sql.join(names)}) values (${sql.join(Object.values(columns).map(sqlOf))})`
}
