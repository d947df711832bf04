import { sql } from 'kysely'
import type { Tx } from '../database/database.ts'
import { type Sender, send } from '../database/sender.ts'
import { otherVersion } from '../mutation/common-errors.ts'
import type { RowInput } from '../mutation/input.ts'
import type { Made } from '../mutation/made.ts'
import { absent, Refusal } from '../mutation/user-error.ts'
import { uuidOf } from '../reading/global-id.ts'
import { tableOf, type Versioned, type VersionedRow, type VersionedType } from './versioned-row.ts'

/**
 * The row of an input, at the version that the input names, if it names one.
 * @throws Refusal NOT_FOUND, CONFLICT
 */
export async function getRow<Row extends Versioned>(
  tx: Tx,
  { type, find, whyGone }: Pick<VersionedRow<never, Row>, 'type' | 'find' | 'whyGone'>,
  { id, version }: RowInput,
): Promise<Row> {
  const uuid = uuidOf(type, id)
  const row = uuid === null ? null : await find(tx, uuid)
  if (!row) {
    const reason = uuid === null ? null : await whyGone?.(tx, uuid)
    throw reason ? new Refusal([reason]) : absent(tableOf(type))
  }
  if (version !== null && version !== undefined && version !== row.version) {
    throw await versionConflict(tx, type, row, version)
  }
  return row
}

/**
 * The row as this transaction leaves it, for the answer: as it was written, or as it was compared with where nothing was to be written.
 * @param version null: whatever it is
 * @throws Refusal CONFLICT if another has changed it since
 */
export async function madeRow(
  tx: Tx,
  type: VersionedType,
  { id, version }: { readonly id: string; readonly version: number | null },
): Promise<Made> {
  const [made] = await send<Made>(
    tx,
    sql`select t.id, t.version, to_jsonb(t) as "row" from ${sql.table(tableOf(type))} t where t.id = ${id}::uuid and (${version}::int is null or t.version = ${version}::int)`,
  )
  if (!made) throw await whyNotThere(tx, type, id, version)
  return made
}

/** Why nothing was written: the row is at another version by now, or gone. @param sent null: any version would have done */
export async function whyNotThere(
  sender: Sender,
  type: VersionedType,
  id: string,
  sent: number | null,
): Promise<Refusal> {
  const [current] = await send<Versioned>(
    sender,
    sql`select id, version from ${sql.table(tableOf(type))} where id = ${id}::uuid`,
  )
  return current && sent !== null ? versionConflict(sender, type, current, sent) : absent(tableOf(type))
}

/** The refusal of a change that was made on another version than the one that is there. */
async function versionConflict(
  sender: Sender,
  type: VersionedType,
  { id, version }: Versioned,
  sent: number,
): Promise<Refusal> {
  const [last] = await send<{ actorId: string | null }>(
    sender,
    sql`select actor_id as "actorId" from activity where subject_type = ${type}::text and subject_id = ${id}::uuid and version is not null
      order by version desc limit 1`,
  )
  return new Refusal([otherVersion(sent, version)], {
    currentVersion: version,
    changedBy: last?.actorId ? { id: last.actorId } : null,
  })
}
