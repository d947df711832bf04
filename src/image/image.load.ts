import { versionConflict } from '../activity/version-conflict.load.ts'
import type { Tx } from '../database/database.ts'
import { absent, type Refusal } from '../mutation/user-error.ts'
import type { ImageState } from './image.rules.ts'

/** An image as a mutation finds it. */
export interface LoadedImage extends ImageState {
  readonly id: string
  readonly version: number
  /** Below the media store */
  readonly file: string
}

/**
 * The image of an input, at the version that the input names. Where it names none it is held until the transaction ends: a change on any
 * version must not undo another's.
 * @throws Refusal NOT_FOUND, CONFLICT
 */
export async function getImage(tx: Tx, id: string | null, version: number | null): Promise<LoadedImage> {
  if (id !== null && version === null) await tx.$executeRaw`SELECT 1 FROM image WHERE id = ${id}::uuid FOR UPDATE`
  const image = id === null ? null : await tx.image.findUnique({ where: { id } })
  if (!image) throw absent('image')
  if (version !== null && version !== image.version) throw await imageConflict(tx, image, version)
  return { ...image, withheld: image.withheldAt !== null }
}

export function imageConflict(
  tx: Tx,
  { id, version }: { id: string; version: number },
  sent: number,
): Promise<Refusal> {
  return versionConflict(tx, { type: 'Image', id, version }, sent)
}
