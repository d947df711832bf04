import { sql } from 'kysely'
import { v7 as uuid } from 'uuid'
import type { Tx } from '../database/database.ts'
import { send } from '../database/sender.ts'
import type { ActivityAction } from '../generated/graphql.ts'
import type { Viewer } from '../viewer/viewer.ts'

/** What was done, and with what. */
export interface ActivityEntry {
  /** The subject's GraphQL type */
  readonly type: string
  readonly id: string
  readonly action: ActivityAction
  readonly note?: string | null
  /** The subject's version after it; null where it has none, or is no more */
  readonly version?: number | null
  /** The revision that it is about; null: none in particular */
  readonly revisionId?: string | null
  /** Fields of the type, as "name" or "links" */
  readonly changedPaths?: readonly string[]
}

/** The actor: an account, or something that has none and only a name. */
export type Actor = Viewer | { readonly id: null; readonly name: string }

/**
 * Adds an entry to the audit trail, in the transaction of the change. Articles write their own entries (article.write.ts).
 * @param actor null: the operator
 */
export async function writeActivity(
  tx: Tx,
  actor: Actor | null,
  { type, id, action, note = null, version = null, revisionId = null, changedPaths = [] }: ActivityEntry,
): Promise<void> {
  // The database's clock, as for every date, so that entries of several processes stand in their order.
  await send(
    tx,
    sql`insert into activity (id, subject_type, subject_id, actor_id, actor_name, action, note, version, revision_id, changed_paths)
      values (${uuid()}::uuid, ${type}, ${id}::uuid, ${actor?.id ?? null}::uuid, ${actor?.name ?? null}, ${action}, ${note}, ${version}::int,
        ${revisionId}::uuid, ${[...changedPaths]}::text[])`,
  )
}
