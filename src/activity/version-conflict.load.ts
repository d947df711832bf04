import type { Tx } from '../database/database.ts'
import { Refusal, userError } from '../mutation/user-error.ts'

interface Versioned {
  /** The GraphQL type */
  readonly type: string
  readonly id: string
  /** That is there */
  readonly version: number
}

/** The refusal of a change of a topic, author or image that was made on another version than the one that is there. */
export async function versionConflict(tx: Tx, { type, id, version }: Versioned, sent: number): Promise<Refusal> {
  const last = await tx.activity.findFirst({
    where: { subjectType: type, subjectId: id, version: { not: null } },
    orderBy: { version: 'desc' },
    select: { actorId: true },
  })
  const message = `This is at version ${version} and the change was made on version ${sent}. Look at what it is now, then send it again on version ${version}.`
  return new Refusal([userError('CONFLICT', ['input', 'version'], message)], {
    currentVersion: version,
    changedBy: last?.actorId ? { id: last.actorId } : null,
  })
}
