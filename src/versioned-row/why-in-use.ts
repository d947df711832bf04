import type { Tx } from '../database/database.ts'
import { isForeignKeyViolation, type Violation } from '../database/violation.ts'
import type { Desk } from '../mutation/mutate.ts'
import { Refusal, userError } from '../mutation/user-error.ts'
import { uuidOf } from '../reading/global-id.ts'
import type { VersionedType } from './versioned-row.ts'

/**
 * Explains that the database has refused to delete: something refers to the row. What that is may have changed since.
 * @param say what refers to it, and what to do
 */
export function whyInUse(
  { database }: Desk,
  type: VersionedType,
  globalId: string,
  say: (database: Tx, id: string) => Promise<string>,
): (violation: Violation) => Promise<Refusal | null> {
  return async (violation) => {
    const id = uuidOf(type, globalId)
    if (id === null || !isForeignKeyViolation(violation)) return null
    return new Refusal([userError('IN_USE', ['input', 'id'], await say(database.prisma, id))])
  }
}
