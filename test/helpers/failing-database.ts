import type { Database } from '../../src/database/database.ts'
import { whyUnavailable } from '../../src/database/faults/unavailable.ts'

/** What the database layer throws where nothing listens at the database's address. */
export function refused() {
  return whyUnavailable(Object.assign(new Error('connect ECONNREFUSED 10.0.0.7:5432'), { code: 'ECONNREFUSED' }))
}

/** A database that refuses the statements for which `isDown` is true. */
export function failing(database: Database, isDown: (text: string) => boolean): Database {
  return {
    ...database,
    query: (statement) => (isDown(statement.text) ? Promise.reject(refused()) : database.query(statement)),
  }
}
