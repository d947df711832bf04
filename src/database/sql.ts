import {
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type RawBuilder,
} from 'kysely'
import type { DB } from '../generated/kysely/database.ts'
import type { Statement } from './database.ts'

/** A piece of SQL text with its parameters, or a whole statement. */
export type Sql = RawBuilder<unknown>

export const isSql = (value: unknown): value is Sql =>
  typeof value === 'object' && value !== null && 'toOperationNode' in value

// Only composes text, which is the same for both engines.
const composer = new Kysely<DB>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
})

/** The text of a statement and its parameters, slots included, in the order of their placeholders. */
export function compile(statement: Sql): Pick<Statement, 'text' | 'parameters'> {
  const { sql: text, parameters } = statement.compile(composer)
  return { text, parameters }
}
