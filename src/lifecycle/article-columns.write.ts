import { sql } from 'kysely'
import { isSql, type Sql } from '../database/sql.ts'
import type { DB } from '../generated/kysely/database.ts'

type Column = keyof DB['article'] & string

/** Columns of the article, by their names in the database; values are parameters, or SQL as now(). */
export type Columns = Partial<Record<Column, string | number | Date | null | Sql>>

/** What an UPDATE of the article sets: these columns, and what every accepted write sets. */
export function assignmentsOf(columns: Columns): Sql {
  const assignments = Object.entries(columns).map(
    ([name, value]) => sql`${sql.ref(name)} = ${isSql(value) ? value : sql`${value}`}`,
  )
  return sql.join([...assignments, sql`version = article.version + 1`, sql`updated_at = now()`])
}
