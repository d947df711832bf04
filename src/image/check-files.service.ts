import type { Database } from '../database/database.ts'
import { type Claim, otherClaims } from '../media/store/claims.ts'
import type { Incoming } from '../media/store/incoming.ts'
import type { MediaStore } from '../media/store/storage.ts'
import { isOriginal, originalOf } from '../media/store/stored-files.ts'
import { databaseId } from './database-id.load.ts'
import { filesAfter, type ImageFile, knownFiles } from './image-file.load.ts'
import { removeUnusedFile } from './image-file.write.ts'
import { isOurs } from './new-image.write.ts'

export interface MediaCheck {
  readonly database: Database
  readonly store: MediaStore
  readonly incoming: Incoming
  /** Younger files may belong to a call that still runs, and are not touched */
  readonly before: Date
  /** Whether to remove files without an image; otherwise they are only reported */
  readonly isFixing: boolean
}

export interface Findings {
  /** Originals without a row, and files made from them */
  readonly orphans: string[]
  /** How many files were begun and never finished; counted where they are removed */
  readonly unfinished: number
  /** Other databases that use the store. While there is one, nothing is removed: the files may be theirs. */
  readonly others: readonly Claim[]
}

/** As many names as are looked up at once. */
const BATCH = 500

/**
 * Files without an image: a process was killed between putting the file and writing the row, or between deleting the row and removing the
 * file. What has not a name of ours is not looked at: a folder or bucket may hold more than images. Each is removed under the lock that an upload of the same bytes also holds, so that no image loses its file.
 */
export async function findOrphans({ database, store, incoming, before, isFixing }: MediaCheck): Promise<Findings> {
  const orphans: string[] = []
  let batch: string[] = []
  const look = async () => {
    orphans.push(...(await withoutRow(database, batch)))
    batch = []
  }
  for await (const { name, modifiedAt } of store.list()) {
    if (modifiedAt >= before || !isOurs(fileOf(name))) continue
    batch.push(name)
    if (batch.length >= BATCH) await look()
  }
  await look()
  const others = await otherClaims(store, await databaseId(database))
  if (!isFixing || others.length > 0) return { orphans, unfinished: 0, others }
  for (const file of new Set(orphans.map(fileOf))) await removeUnusedFile(database, store, file)
  return { orphans, unfinished: await removeUnfinished(store, incoming, before), others }
}

/** What was begun before then and never became a file. @returns how many */
export async function removeUnfinished(store: MediaStore, incoming: Incoming, before: Date): Promise<number> {
  return (await store.removeUnfinished(before)) + (await incoming.clear(before))
}

const fileOf = (name: string): string => (isOriginal(name) ? name : originalOf(name))

async function withoutRow(database: Database, names: readonly string[]): Promise<string[]> {
  const files = [...new Set(names.map(fileOf))]
  const known = await knownFiles(database, files)
  return names.filter((name) => !known.has(fileOf(name)))
}

/** Images whose file is not there. No crash makes one; a restored backup may. Adding the same bytes again fixes it. */
export async function findLostFiles(database: Database, store: MediaStore): Promise<ImageFile[]> {
  const lost: ImageFile[] = []
  let after: string | undefined
  for (;;) {
    const rows = await filesAfter(database, after, BATCH)
    for (const row of rows) if ((await store.stat(row.file)) === null) lost.push(row)
    after = rows.at(-1)?.id
    if (after === undefined) return lost
  }
}
