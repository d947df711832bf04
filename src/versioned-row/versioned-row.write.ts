import { sql } from 'kysely'
import { writeActivity } from '../activity/activity.write.ts'
import { type AnyColumns, assignmentsOf } from '../database/columns.ts'
import type { Tx } from '../database/database.ts'
import { send } from '../database/sender.ts'
import type { Made } from '../mutation/made.ts'
import { idPrefix } from '../reading/global-id.ts'
import type { Viewer } from '../viewer/viewer.ts'
import { changedParts, columnsOf, fieldChangesOf, fieldsOf, replaceRows } from './parts.ts'
import { madeRow, whyNotThere } from './versioned-row.load.ts'
import { tableOf, type Versioned, type VersionedRow, type VersionedType } from './versioned-row.ts'

/**
 * Writes the new values, with everything that belongs to the row, the audit entry and the event. If nothing changes, nothing is written.
 * @throws Refusal CONFLICT when it is no longer at the version it was loaded at
 */
export async function saveRow<State extends object, Loaded extends State & Versioned>(
  tx: Tx,
  viewer: Viewer,
  row: VersionedRow<State, Loaded>,
  loaded: Loaded,
  state: State,
): Promise<Made> {
  const { type, parts, hold, report } = row
  const { id } = loaded
  const changed = changedParts(parts, loaded, state)
  if (changed.length === 0) return madeRow(tx, type, loaded)
  await hold?.(tx, id)
  const version = await updateRow(tx, type, loaded, columnsOf(parts, state))
  await replaceRows(changed, tx, id, state)
  const changedFields = fieldsOf(changed)
  await writeActivity(tx, viewer, {
    type,
    id,
    action: 'SAVED',
    version,
    changedPaths: changedFields,
    changedFields: fieldChangesOf(changed, parts, loaded, state),
  })
  await report(tx, loaded, state, { version, changedFields })
  return madeRow(tx, type, { id, version })
}

/** @returns the new version */
async function updateRow(
  tx: Tx,
  type: VersionedType,
  { id, version }: Versioned,
  columns: AnyColumns,
): Promise<number> {
  const table = tableOf(type)
  const [written] = await send<{ version: number }>(
    tx,
    sql`update ${sql.table(table)} set ${assignmentsOf(table, columns)} where id = ${id}::uuid and version = ${version}::int returning version`,
  )
  if (!written) throw await whyNotThere(tx, type, id, version)
  return written.version
}

/** What is known of a row that is no more. */
export interface Gone {
  /** For the audit trail */
  readonly note: string
  /** Writes the event for the readers' systems */
  readonly report: (tx: Tx, id: string) => Promise<void>
}

/**
 * Deletes it. The database refuses (RESTRICT) if anything refers to it; the caller says what.
 * @param version null: any
 * @throws Refusal NOT_FOUND, CONFLICT when it is at another version by now
 */
export async function removeRow(
  tx: Tx,
  viewer: Viewer,
  { type, hold }: Pick<VersionedRow<never, never>, 'type' | 'hold'>,
  { id, version }: { readonly id: string; readonly version: number | null },
  { note, report }: Gone,
): Promise<{ deletedId: string }> {
  await hold?.(tx, id)
  const deleted = await send(
    tx,
    sql`delete from ${sql.table(tableOf(type))} where id = ${id}::uuid and (${version}::int is null or version = ${version}::int) returning id`,
  )
  if (deleted.length === 0) throw await whyNotThere(tx, type, id, version)
  await writeActivity(tx, viewer, { type, id, action: 'DELETED', note, changedFields: [] })
  await report(tx, id)
  return { deletedId: `${idPrefix(type)}${id}` }
}
