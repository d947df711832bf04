import type { Database, Statement, Tx } from './database.ts'
import { StatementNames } from './prepared/statement-names.ts'
import { compile, isSql, type Sql } from './sql.ts'

const names = new StatementNames('sent')

/** What sends statements: a transaction, or the database itself, where each is a transaction of its own. */
export type Sender = Tx | Pick<Database, 'query'>

/**
 * Runs one statement and gives its rows (docs/decisions/011). A text that is the same at every call may come with its parameters, compiled
 * already.
 */
export async function send<Row extends object>(
  sender: Sender,
  statement: Sql | Pick<Statement, 'text' | 'parameters'>,
): Promise<Row[]> {
  const { text, parameters } = isSql(statement) ? compile(statement) : statement
  if (!('query' in sender)) return sender.$queryRawUnsafe<Row[]>(text, ...parameters)
  const name = names.nameOf(text)
  return sender.query<Row>({ text, parameters, ...(name !== undefined && { name }) })
}
