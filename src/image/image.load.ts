import { sql } from 'kysely'
import type { Tx } from '../database/database.ts'
import { send } from '../database/sender.ts'
import type { Versioned } from '../versioned-row/versioned-row.ts'
import type { ImageState } from './image.rules.ts'

/** An image as a mutation finds it. */
export interface LoadedImage extends ImageState, Versioned {
  /** Below the media store */
  readonly file: string
  /** The user who added it */
  readonly createdById: string | null
}

export async function findImage(tx: Tx, id: string): Promise<LoadedImage | null> {
  const image = await tx.image.findUnique({ where: { id } })
  return image && { ...image, withheld: image.withheldAt !== null }
}

/** The same, held until the transaction ends. */
export async function holdImage(tx: Tx, id: string): Promise<LoadedImage | null> {
  await send(tx, sql`select 1 from image where id = ${id}::uuid for update`)
  return findImage(tx, id)
}
