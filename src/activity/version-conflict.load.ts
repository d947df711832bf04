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
  const message = `The current version is ${version}, but the change is based on version ${sent}. Read the current version, then send the change with version ${version}.`
  return new Refusal([userError('CONFLICT', ['input', 'version'], message)], {
    currentVersion: version,
    changedBy: last?.actorId ? { id: last.actorId } : null,
  })
}
