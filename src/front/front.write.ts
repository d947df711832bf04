import { sql } from 'kysely'
import { v7 as uuid } from 'uuid'
import { writeActivity } from '../activity/activity.write.ts'
import { type FieldChange, fieldChange, firstValues, omitted } from '../activity/field-change.ts'
import type { Tx } from '../database/database.ts'
import { send } from '../database/sender.ts'
import type { ActivityAction } from '../generated/graphql.ts'
import type { Made } from '../mutation/made.ts'
import { madeRow, whyNotThere } from '../versioned-row/versioned-row.load.ts'
import type { Viewer } from '../viewer/viewer.ts'
import { differingParts, type FrontContent } from './front.content.ts'
import type { LoadedFront } from './front.load.ts'

/** Where a front is found. */
interface Place {
  readonly slug: string
  readonly locale: string
}

/** A new front with its first revision. */
export async function insertFront(tx: Tx, viewer: Viewer, place: Place, content: FrontContent): Promise<Made> {
  const [id, latestRevisionId] = [uuid(), uuid()]
  await tx.front.create({ data: { id, ...place, latestRevisionId, createdById: viewer.id } })
  await insertRevision(tx, viewer, { id: latestRevisionId, frontId: id, number: 1, restoredFrom: null }, content)
  const { name, slots } = content
  const changedFields = [...firstValues({ ...place, name }), ...(slots.length > 0 ? [omitted('slots')] : [])]
  await writeActivity(tx, viewer, { type: 'Front', id, action: 'CREATED', version: 1, changedFields })
  return madeRow(tx, 'Front', { id, version: 1 })
}

/** What a save is, in addition to the content. */
interface Save {
  readonly action: Extract<ActivityAction, 'SAVED' | 'REVISION_RESTORED'>
  readonly restoredFrom: number | null
}

/**
 * Writes a revision with this content as the latest, and the audit entry. If nothing changes, nothing is written.
 * @throws Refusal CONFLICT when the front is no longer at the version it was loaded at
 */
export async function saveFront(
  tx: Tx,
  viewer: Viewer,
  front: LoadedFront,
  content: FrontContent,
  { action, restoredFrom }: Save,
): Promise<Made> {
  const { id, version } = front
  const changed = differingParts(front.content, content)
  if (changed.length === 0) return madeRow(tx, 'Front', { id, version })
  const revision = { id: uuid(), frontId: id, number: front.latestNumber + 1, restoredFrom }
  const [written] = await send<Made>(
    tx,
    sql`update front f set latest_revision_id = ${revision.id}::uuid, version = f.version + 1, updated_at = now()
      where f.id = ${id}::uuid and f.version = ${version}::int returning f.id, f.version, to_jsonb(f) as "row"`,
  )
  if (!written) throw await whyNotThere(tx, 'Front', id, version)
  await insertRevision(tx, viewer, revision, content)
  await writeActivity(tx, viewer, {
    ...{ type: 'Front', id, action, version: written.version, changedPaths: changed },
    note: restoredFrom === null ? null : `Revision ${restoredFrom}`,
    changedFields: changed.map((part) => told(part, front.content, content)),
  })
  return written
}

function told(part: keyof FrontContent, before: FrontContent, after: FrontContent): FieldChange {
  return part === 'name' ? fieldChange(part, before.name, after.name) : omitted(part)
}

interface Revision {
  readonly id: string
  readonly frontId: string
  readonly number: number
  readonly restoredFrom: number | null
}

/** As many statements as tables, however many slots and pins there are. */
async function insertRevision(
  tx: Tx,
  viewer: Viewer,
  revision: Revision,
  { name, slots }: FrontContent,
): Promise<void> {
  await tx.frontRevision.create({ data: { ...revision, name, createdById: viewer.id } })
  const placed = slots.map((slot, position) => ({ id: uuid(), slot, position }))
  if (placed.length === 0) return
  await tx.frontSlot.createMany({
    data: placed.map(({ id, position, slot: { name: slotName, title, size, allowRepeats, fill } }) => ({
      ...{ id, revisionId: revision.id, position, name: slotName, title, size, allowRepeats },
      fillCount: fill?.count ?? null,
      fillLocales: [...(fill?.locales ?? [])],
      fillTopicIds: [...(fill?.topicIds ?? [])],
      fillWithinIds: [...(fill?.withinIds ?? [])],
      fillAuthorIds: [...(fill?.authorIds ?? [])],
    })),
  })
  const pins = placed.flatMap(({ id: slotId, slot }) =>
    slot.pins.map((pin, position) => ({ id: uuid(), slotId, position, ...pin })),
  )
  if (pins.length > 0) await tx.frontPin.createMany({ data: pins })
}
