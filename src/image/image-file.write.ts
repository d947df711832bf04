import { sql } from 'kysely'
import type { Database, Tx } from '../database/database.ts'
import { send } from '../database/sender.ts'
import type { MediaStore } from '../media/store/storage.ts'
import { removePicture } from '../media/store/stored-files.ts'

/**
 * Whoever puts a picture's file into the store, or takes it out, holds this until their transaction ends: the same bytes are one file, and it
 * must not go while somebody brings it back.
 */
export async function holdFile(tx: Tx, file: string): Promise<void> {
  await send(tx, sql`select 1 from pg_advisory_xact_lock(hashtextextended(${file}, 0))`)
}

/** Takes out of the store what no picture has any more. */
export async function removeUnusedFile(database: Database, store: MediaStore, file: string): Promise<void> {
  await database.transaction(async (tx) => {
    await holdFile(tx, file)
    if ((await tx.image.count({ where: { file } })) === 0) await removePicture(store, file)
  })
}
