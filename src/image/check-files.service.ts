import type { Database } from '../database/database.ts'
import type { Incoming } from '../media/store/incoming.ts'
import type { MediaStore } from '../media/store/storage.ts'
import { isOriginal, originalOf } from '../media/store/stored-files.ts'
import { filesAfter, type ImageFile, knownFiles } from './image-file.load.ts'
import { removeUnusedFile } from './image-file.write.ts'
import { isOurs } from './new-image.write.ts'

export interface MediaCheck {
  readonly database: Database
  readonly store: MediaStore
  readonly incoming: Incoming
  /** What is younger may belong to a call that still runs, and is left alone */
  readonly before: Date
  /** Whether to remove what no picture has; else it is only found */
  readonly mend: boolean
}

export interface Findings {
  /** Originals without a row, or what was made of such */
  readonly orphans: string[]
  /** How many files were begun and never finished; counted where they are removed */
  readonly unfinished: number
}

/** As many names as are looked up at once. */
const BATCH = 500

/**
 * Files that no picture has: a process was killed between putting the file and writing the row, or between deleting the row and removing the
 * file. What has not a name of ours is not looked at: a folder or bucket may hold more than pictures. Each is removed under the lock that whoever brings the same bytes in holds too, so that no picture loses its file to this.
 */
export async function findOrphans({ database, store, incoming, before, mend }: MediaCheck): Promise<Findings> {
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
  if (!mend) return { orphans, unfinished: 0 }
  for (const file of new Set(orphans.map(fileOf))) await removeUnusedFile(database, store, file)
  return { orphans, unfinished: (await store.removeUnfinished(before)) + (await incoming.clear(before)) }
}

const fileOf = (name: string): string => (isOriginal(name) ? name : originalOf(name))

async function withoutRow(database: Database, names: readonly string[]): Promise<string[]> {
  const files = [...new Set(names.map(fileOf))]
  const known = await knownFiles(database, files)
  return names.filter((name) => !known.has(fileOf(name)))
}

/** Pictures whose file is not there. No crash makes one; a restored backup may. Bringing the same bytes in again mends it. */
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
