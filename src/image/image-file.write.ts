import { sql } from 'kysely'
import type { Database, Tx } from '../database/database.ts'
import { send } from '../database/sender.ts'
import { otherClaims } from '../media/store/claims.ts'
import type { MediaStore } from '../media/store/storage.ts'
import { removeImage } from '../media/store/stored-files.ts'
import { databaseId } from './database-id.load.ts'

/**
 * A transaction that adds an image's file to the store, or removes it, holds this lock until it ends: equal bytes are one file, and it must
 * not be removed while another upload adds it again.
 */
export async function holdFile(tx: Tx, file: string): Promise<void> {
  await send(tx, sql`select 1 from pg_advisory_xact_lock(hashtextextended(${file}, 0))`)
}

/** Removes files from the store that no image has any more, unless another database uses the store too. */
export async function removeUnusedFile(database: Database, store: MediaStore, file: string): Promise<void> {
  if ((await otherClaims(store, await databaseId(database))).length > 0) return
  await database.transaction(async (tx) => {
    await holdFile(tx, file)
    if ((await tx.image.count({ where: { file } })) === 0) await removeImage(store, file)
  })
}
