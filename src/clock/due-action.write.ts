import { sql } from 'kysely'
import type { Database } from '../database/database.ts'
import { compile, type Sql } from '../reading/sql.ts'

/** Which of those that are due: all but a few, or one. */
export type DueFilter = { readonly except: readonly string[] } | { readonly only: string }

/** What the clock does with a thing when its time has come. */
export interface DueAction {
  /** What it is done with, as the log calls it */
  readonly subject: 'article' | 'image'
  /** Processes a batch in one statement, and returns the ids. Rows that another process has locked are skipped. */
  readonly carryOut: (database: Database, filter: DueFilter) => Promise<string[]>
  readonly due: (database: Database, filter: DueFilter) => Promise<string[]>
}

/** Things in one statement at most. */
export const BATCH = 100

interface Statements {
  readonly subject: DueAction['subject']
  /** Those that are due and meet a condition on their `id`, BATCH at most */
  readonly chosen: (condition: Sql) => Sql
  /** Processes the rows that the statement `due` returns, and returns their ids */
  readonly act: (due: Sql) => Sql
}

export function dueActionOf({ subject, chosen, act }: Statements): DueAction {
  return {
    subject,
    carryOut: (database, filter) => idsOf(database, act(chosen(conditionOf(filter)))),
    due: (database, filter) => idsOf(database, chosen(conditionOf(filter))),
  }
}

function conditionOf(filter: DueFilter): Sql {
  return 'only' in filter ? sql`id = ${filter.only}::uuid` : sql`id <> all(${uuidArray(filter.except)}::uuid[])`
}

async function idsOf(database: Database, statement: Sql): Promise<string[]> {
  const rows = await database.query<{ id: string }>(compile(statement))
  return rows.map(({ id }) => id)
}

/** As text, which both drivers take for an array. */
export function uuidArray(ids: readonly string[]): string {
  return `{${ids.join(',')}}`
}
