import { sql } from 'kysely'
import type { Database } from '../database/database.ts'
import { compile, type Sql } from '../reading/sql.ts'

/** Which of those that are due: all but a few, or one. */
export type Which = { readonly except: readonly string[] } | { readonly only: string }

/** What the clock does with a thing when its time has come. */
export interface Deed {
  /** What it is done with, as the log calls it */
  readonly subject: 'article' | 'picture'
  /** Does it with a batch of them in one statement, and says with which. Those that another process has in hand are passed over. */
  readonly carryOut: (database: Database, which: Which) => Promise<string[]>
  readonly due: (database: Database, which: Which) => Promise<string[]>
}

/** Things in one statement at most. */
export const BATCH = 100

interface Statements {
  readonly subject: Deed['subject']
  /** Those that are due and meet a condition on their `id`, BATCH at most */
  readonly chosen: (condition: Sql) => Sql
  /** Does it with those that `due`, which is such a statement, gives, and gives their ids */
  readonly act: (due: Sql) => Sql
}

export function deedOf({ subject, chosen, act }: Statements): Deed {
  return {
    subject,
    carryOut: (database, which) => idsOf(database, act(chosen(conditionOf(which)))),
    due: (database, which) => idsOf(database, chosen(conditionOf(which))),
  }
}

function conditionOf(which: Which): Sql {
  return 'only' in which ? sql`id = ${which.only}::uuid` : sql`id <> all(${uuidArray(which.except)}::uuid[])`
}

async function idsOf(database: Database, statement: Sql): Promise<string[]> {
  const rows = await database.query<{ id: string }>(compile(statement))
  return rows.map(({ id }) => id)
}

/** As text, which both drivers take for an array. */
export function uuidArray(ids: readonly string[]): string {
  return `{${ids.join(',')}}`
}
