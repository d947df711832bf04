import { randomUUID } from 'node:crypto'
import { constants } from 'node:fs'
import { copyFile, cp, link, mkdir, readdir, rm, stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import type { Database } from '../database/database.ts'
import { databaseFolder } from '../database/embedded/restored-folder.ts'
import { isClaim } from '../media/store/claims.ts'
import { folderStore } from '../media/store/folder.ts'
import { isOriginal } from '../media/store/stored-files.ts'
import { MEDIA_FOLDER } from './manifest.ts'

/** Where the parts of a snapshot are. */
export interface Snapshot {
  /** As DATA_DIR: with the copy of the database in it */
  readonly dataDir: string
  /** With a folder `media`; null: the images are in a bucket */
  readonly mediaParent: string | null
}

export interface SnapshotPlaces {
  readonly dataDir: string
  /** Null: the images are in a bucket */
  readonly mediaDir: string | null
}

/** The longest time that writers wait for the copy. Less than 0.2 s are usual. */
const MOST_MS = 10 * 60_000

const ofDatabase = (dataDir: string) => resolve(dataDir, 'snapshots')
/** No media file has a name with a dot in front: the store does not list what is here. */
const ofMedia = (mediaDir: string) => resolve(mediaDir, '.snapshots')

/**
 * Copies the database of this process, and links its image files, as they are at one moment: all statements wait meanwhile, in the transaction that
 * the copy is made in. Files of deleted images are removed in a transaction too (image-file.write.ts), so that none goes between the two, and after
 * that the links keep them. What PostgreSQL has not written to its tables yet is in its log, which is copied.
 */
export async function takeSnapshot(database: Database, { dataDir, mediaDir }: SnapshotPlaces): Promise<Snapshot> {
  const id = randomUUID()
  const snapshot: Snapshot = {
    dataDir: join(ofDatabase(dataDir), id),
    mediaParent: mediaDir === null ? null : join(ofMedia(mediaDir), id),
  }
  const copy = async () => {
    await mkdir(snapshot.dataDir, { recursive: true, mode: 0o700 })
    await cp(databaseFolder(dataDir), databaseFolder(snapshot.dataDir), {
      recursive: true,
      mode: constants.COPYFILE_FICLONE,
    })
    if (mediaDir !== null && snapshot.mediaParent !== null) await linkOriginals(mediaDir, snapshot.mediaParent)
  }
  try {
    await database.transaction(copy, undefined, MOST_MS)
    return snapshot
  } catch (error) {
    await removeSnapshot(snapshot)
    throw error
  }
}

export async function removeSnapshot({ dataDir, mediaParent }: Snapshot): Promise<void> {
  if (mediaParent !== null) await rm(mediaParent, { recursive: true, force: true })
  await rm(dataDir, { recursive: true, force: true })
}

/** A backup takes seconds, or minutes. */
const AN_HOUR = 60 * 60_000

/** Removes what a killed process left. A backup may be reading a younger one, also while a server starts. */
export async function removeOldSnapshots({ dataDir, mediaDir }: SnapshotPlaces): Promise<void> {
  const parent = ofDatabase(dataDir)
  for (const id of await readdir(parent).catch(() => [])) {
    if (Date.now() - (await stat(join(parent, id))).mtimeMs < AN_HOUR) continue
    const mediaParent = mediaDir === null ? null : join(ofMedia(mediaDir), id)
    await removeSnapshot({ dataDir: join(parent, id), mediaParent })
  }
}

/** Neither files that are made from others, which can be made again, nor claims: a restored database is another one. */
const isBackedUp = (name: string): boolean => isOriginal(name) && !isClaim(name)

/** Files of the store never change, so that a link is a copy. */
async function linkOriginals(mediaDir: string, parent: string): Promise<void> {
  const store = folderStore(mediaDir)
  const folder = join(parent, MEDIA_FOLDER)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  for await (const { name } of store.list()) {
    if (!isBackedUp(name)) continue
    const [from, to] = [join(mediaDir, name), join(folder, name)]
    if (name.includes('/')) await mkdir(dirname(to), { recursive: true })
    // Not all file systems have links.
    await link(from, to).catch(() => copyFile(from, to))
  }
}
