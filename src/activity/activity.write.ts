import type { Tx } from '../database/database.ts'
import type { ActivityAction } from '../generated/graphql.ts'
import type { Viewer } from '../viewer.ts'

/** What was done, and with what. */
export interface ActivityEntry {
  /** The subject's GraphQL type */
  readonly type: string
  readonly id: string
  readonly action: ActivityAction
  readonly note?: string | null
  /** The subject's version after it; null where it has none, or is no more */
  readonly version?: number | null
  /** Fields of the type, as "name" or "links" */
  readonly changedPaths?: readonly string[]
}

/**
 * Adds to the audit trail, in the transaction of what it tells of. Articles write their own entries (article.write.ts).
 * @param actor null: the operator
 */
export async function writeActivity(
  tx: Tx,
  actor: Viewer | null,
  { type, id, action, note = null, version = null, changedPaths = [] }: ActivityEntry,
): Promise<void> {
  await tx.activity.create({
    data: {
      subjectType: type,
      subjectId: id,
      actorId: actor?.id ?? null,
      actorName: actor?.name ?? null,
      action,
      note,
      version,
      changedPaths: [...changedPaths],
    },
    select: { id: true },
  })
}
