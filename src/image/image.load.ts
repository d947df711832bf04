import { sql } from 'kysely'
import type { Tx } from '../database/database.ts'
import { send } from '../database/sender.ts'
import { getRow } from '../versioned-row/versioned-row.load.ts'
import type { Versioned } from '../versioned-row/versioned-row.ts'
import type { ImageState } from './image.rules.ts'

/** A picture as a mutation finds it. */
export interface LoadedImage extends ImageState, Versioned {
  /** Below the media store */
  readonly file: string
}

/**
 * The picture of an input, at the version that the input names. Where it names none it is held until the transaction ends: a change on any
 * version must not undo another's.
 * @throws Refusal NOT_FOUND, CONFLICT
 */
export function getImage(
  tx: Tx,
  { id, version = null }: { id: string; version?: number | null },
): Promise<LoadedImage> {
  return getRow(tx, 'Image', { id, version }, version === null ? holdImage : findImage)
}

async function holdImage(tx: Tx, id: string): Promise<LoadedImage | null> {
  await send(tx, sql`select 1 from image where id = ${id}::uuid for update`)
  return findImage(tx, id)
}

async function findImage(tx: Tx, id: string): Promise<LoadedImage | null> {
  const image = await tx.image.findUnique({ where: { id } })
  return image && { ...image, withheld: image.withheldAt !== null }
}
