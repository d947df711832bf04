import { codesOf, messageOf } from './driver-error.ts'

/** By SQLSTATE, what PostgreSQL says of it: each code also stands for other faults. */
const SAID: Readonly<Record<string, string>> = {
  '0A000': 'cached plan must not change result type',
  '42804': 'structure of query does not match function result type',
}

/**
 * A migration changed a table after the statement was planned, because servers of the version before it go on while it is applied. Nothing was done, and
 * the same statement is planned again if it is sent again.
 */
export function isOutdatedPlan(error: unknown): boolean {
  const message = messageOf(error)
  return codesOf(error).some((code) => SAID[code] !== undefined && message.startsWith(SAID[code]))
}
