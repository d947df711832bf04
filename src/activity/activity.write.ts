import { sql } from 'kysely'
import { v7 as uuid } from 'uuid'
import type { Tx } from '../database/database.ts'
import { send } from '../database/sender.ts'
import type { ActivityAction } from '../generated/graphql.ts'
import type { Viewer } from '../viewer/viewer.ts'
import type { FieldChange } from './field-change.ts'

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
  /** The uuid of the user whose lock it was, if another took it over or ended it */
  readonly lostById?: string | null
  /** Fields of the type, as "name" or "links" */
  readonly changedPaths?: readonly string[]
  /** What it changed, with the values, for people; empty where nothing has a value: a merge, a deletion */
  readonly changedFields: readonly FieldChange[]
}

/** What the trail calls the operator, who is no user. */
const OPERATOR = 'npm run token'

/** The actor: an account, or something that has none and only a name. */
export type Actor = Viewer | { readonly id: null; readonly name: string }

/**
 * Adds an entry to the audit trail, in the transaction of the change. Articles write their own entries (article.write.ts).
 * @param actor null: the operator
 */
export async function writeActivity(
  tx: Tx,
  actor: Actor | null,
  {
    type,
    id,
    action,
    note = null,
    version = null,
    revisionId = null,
    lostById = null,
    changedPaths = [],
    changedFields,
  }: ActivityEntry,
): Promise<void> {
  // The database's clock, as for every date, so that entries of several processes stand in their order.
  await send(
    tx,
    sql`insert into activity (id, subject_type, subject_id, actor_id, actor_name, action, note, version, revision_id, lost_by_id, changed_paths, changed_fields)
      values (${uuid()}::uuid, ${type}, ${id}::uuid, ${actor?.id ?? null}::uuid, ${actor?.name ?? OPERATOR}, ${action}, ${note}, ${version}::int,
        ${revisionId}::uuid, ${lostById}::uuid, ${[...changedPaths]}::text[], ${JSON.stringify(changedFields)}::jsonb)`,
  )
}
