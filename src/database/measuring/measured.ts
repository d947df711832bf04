import type { Database } from '../database.ts'
import type { Use } from '../pool/shares.ts'

/** The same database, of which it is said how long everything took. */
export function measured(database: Database, worked: (use: Use, seconds: number) => void): Database {
  async function timed<T>(use: Use, work: Promise<T>): Promise<T> {
    const began = performance.now()
    try {
      return await work
    } finally {
      worked(use, (performance.now() - began) / 1000)
    }
  }
  return {
    ...database,
    query: (statement, route) => timed(route?.use ?? 'desk', database.query(statement, route)),
    transaction: (work, route, timeoutMs) => timed(route?.use ?? 'desk', database.transaction(work, route, timeoutMs)),
  }
}
