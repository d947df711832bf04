import { createHash } from 'node:crypto'
import type { Database, Statement, Tx } from './database.ts'
import { compile, isSql, type Sql } from './sql.ts'

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
  const name = nameOf(text)
  return sender.query<Row>({ text, parameters, ...(name !== undefined && { name }) })
}

/** Beyond this many texts statements go unnamed: each name is memory in every connection. */
const MOST_NAMES = 200

const names = new Map<string, string>()

/** A name under which PostgreSQL keeps the plan. */
function nameOf(text: string): string | undefined {
  const known = names.get(text)
  if (known !== undefined || names.size >= MOST_NAMES) return known
  const name = `sent_${createHash('sha256').update(text).digest('base64url')}`
  names.set(text, name)
  return name
}
