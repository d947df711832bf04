import { codesOf } from '../faults/driver-error.ts'

/** Values and constraints, conflicts with other transactions, errors raised by triggers; cancelled, locked, read-only. */
const OF_STATEMENT = /^(?:22...|23...|40...|P0...|57014|55P03|25006)$/

/**
 * Whether the session can go on: the server has answered, and what was wrong was this one run of the statement. After any other error a new session is
 * safer, e.g. if a prepared statement no longer fits its tables.
 */
export function isFaultOfStatement(error: unknown): boolean {
  const [code = ''] = codesOf(error)
  return OF_STATEMENT.test(code)
}
