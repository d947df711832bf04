import { createHmac } from 'node:crypto'
import { v7 as uuid } from 'uuid'
import { writeActivity } from '../activity/activity.write.ts'
import type { Tx } from '../database/database.ts'
import type { Prisma } from '../generated/prisma/client.ts'
import type { Inspected } from '../media/intake/inspect.ts'
import type { MediaStore } from '../media/store/storage.ts'
import type { Made } from '../mutation/made.ts'
import { madeRow } from '../versioned-row/versioned-row.load.ts'
import type { Viewer } from '../viewer/viewer.ts'
import { writeImageCreated } from './event.write.ts'
import { holdFile } from './image-file.write.ts'
import { type GivenMetadata, mergedMetadata } from './new-image.rules.ts'

/** An inspected image, with its metadata. */
export interface NewImage {
  readonly inspected: Inspected
  readonly given: GivenMetadata
  /** Where it was fetched; null for an upload */
  readonly sourceUrl: string | null
  /** Where its bytes are until the call ends */
  readonly path: string
}

/**
 * Named by its bytes and the secret of the database: the same bytes are one file, what is served under a name never changes, and nobody who has
 * the bytes can tell the name. Files from before the secret was part of the name keep theirs; the row has it.
 */
export async function newFileName(
  tx: Tx,
  { checksum, extension }: Pick<Inspected, 'checksum' | 'extension'>,
): Promise<string> {
  const { secret } = await tx.mediaSecret.findUniqueOrThrow({ where: { id: 1 } })
  return `${createHmac('sha256', secret).update(`file ${checksum}`).digest('hex').slice(0, 32)}.${extension}`
}

const FILE = /^[0-9a-f]{32}\.[a-z]{3,4}$/

/** Whether a file has a name as `newFileName` makes it: other files in the store are not ours. */
export const isOurs = (file: string): boolean => FILE.test(file)

/**
 * Puts the bytes where they are to stay, before any row speaks of them. If the library already has them, nothing is done, except for a file that was
 * lost: it is there again.
 */
export async function putFile(tx: Tx, store: MediaStore, { inspected, path }: NewImage): Promise<void> {
  const known = await tx.image.findUnique({ where: { checksum: inspected.checksum }, select: { file: true } })
  const file = known?.file ?? (await newFileName(tx, inspected))
  if ((await store.stat(file)) === null || !known) await store.put(file, path)
}

/** Adds the row with its activity, unless the same bytes have one: then that is left as it is. */
export async function insertImage(
  tx: Tx,
  store: MediaStore,
  viewer: Viewer,
  image: NewImage,
): Promise<{ made: Made; isNew: boolean }> {
  const added = await addImage(tx, store, image, { id: uuid(), createdById: viewer.id })
  if (added.isNew)
    await writeActivity(tx, viewer, { type: 'Image', id: added.id, action: 'CREATED', version: 1, changedFields: [] })
  return { made: await madeRow(tx, 'Image', { id: added.id, version: null }), isNew: added.isNew }
}

/** The values of a row that come neither from its file nor from its metadata. */
type Origin = Pick<Prisma.ImageUncheckedCreateInput, 'createdById' | 'createdAt' | 'updatedAt'> & { id: string }

/** Adds the row, unless the same bytes have one. The file is there when this is called, and here it is made sure that it still is. */
export async function addImage(
  tx: Tx,
  store: MediaStore,
  { inspected, given, sourceUrl, path }: NewImage,
  origin: Origin,
): Promise<{ id: string; isNew: boolean }> {
  const file = await newFileName(tx, inspected)
  await holdFile(tx, file)
  const { mimeType, width, height, sizeBytes, checksum, placeholder, dominantColor, metadata } = inspected
  const known = await tx.image.findUnique({ where: { checksum }, select: { id: true } })
  if (known) return { id: known.id, isNew: false }
  // Somebody deleted the same image, or a check cleared up, after the file was put there.
  if ((await store.stat(file)) === null) await store.put(file, path)
  const made = { placeholder, dominantColor, sourceUrl }
  const { keywords, ...said } = mergedMetadata(given, metadata)
  await tx.image.create({
    data: {
      ...origin,
      file,
      mimeType,
      width,
      height,
      sizeBytes,
      checksum,
      ...made,
      ...said,
      keywords: [...keywords],
    },
    select: { id: true },
  })
  await writeImageCreated(tx, origin.id)
  return { id: origin.id, isNew: true }
}
