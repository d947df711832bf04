import { sql } from 'kysely'
import type { Database } from '../database/database.ts'
import { send } from '../database/sender.ts'
import type { Sql } from '../reading/sql.ts'

/** Which of those that are due: all but a few, or one. */
export type Selection = { readonly except: readonly string[] } | { readonly only: string }

/** What the clock does with a thing when its time has come. */
export interface DueAction {
  /** What it is done with, as the log calls it */
  readonly subject: 'article' | 'front' | 'image'
  /** Processes a batch in one statement, and returns the ids. Rows that another process has locked are skipped. */
  readonly carryOut: (database: Database, selection: Selection) => Promise<string[]>
  readonly due: (database: Database, selection: Selection) => Promise<string[]>
  /** The time of the first that waits for it, but for these: an expression */
  readonly next: (except: readonly string[]) => Sql
}

/** Things in one statement at most. */
const BATCH = 100

interface Declaration {
  readonly subject: DueAction['subject']
  readonly table: 'article' | 'front' | 'image'
  /** The column that says when */
  readonly time: 'scheduled_for' | 'unpublish_at' | 'rights_expire_at'
  /** Which rows wait for their time: the condition of the partial index on `time`, in its words, so that it serves */
  readonly waiting: Sql
  /** Does it with those that `due`, a SELECT of whole rows, gives; gives their ids */
  readonly act: (due: Sql) => Sql
}

export function dueAction({ subject, table, time, waiting, act }: Declaration): DueAction {
  const [from, at] = [sql.table(table), sql.ref(time)]
  const chosen = (
    selection: Selection,
  ) => sql`select * from ${from} where ${at} <= now() and ${waiting} and ${conditionOf(selection)}
    order by ${at}, id limit ${sql.lit(BATCH)}`
  return {
    subject,
    carryOut: (database, selection) => idsOf(database, act(chosen(selection))),
    due: (database, selection) => idsOf(database, sql`select id from (${chosen(selection)}) due`),
    next: (except) => sql`(select min(${at}) from ${from} where ${waiting} and ${conditionOf({ except })})`,
  }
}

function conditionOf(selection: Selection): Sql {
  return 'only' in selection
    ? sql`id = ${selection.only}::uuid`
    : sql`id <> all(${uuidArray(selection.except)}::uuid[])`
}

async function idsOf(database: Database, statement: Sql): Promise<string[]> {
  const rows = await send<{ id: string }>(database, statement)
  return rows.map(({ id }) => id)
}

/** As text, which both drivers take for an array. */
function uuidArray(ids: readonly string[]): string {
  return `{${ids.join(',')}}`
}
