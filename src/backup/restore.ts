import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { databaseFolder, finishRestore, hasDatabase, replaceDatabase } from '../database/embedded/restored-folder.ts'
import { lockFolder } from '../database/folder-lock.ts'
import { migrate } from '../database/migrate.ts'
import { type MediaPlace, withMediaStore } from '../media/store/media-store.ts'
import type { MediaStore } from '../media/store/storage.ts'
import { sumOf } from './file-sum.ts'
import type { Manifest } from './manifest.ts'
import { type UnpackedBackup, unpackBackup } from './read-backup.ts'
import { BackupRefused } from './refused.ts'
import { inFolder, loadDump } from './scratch-database.ts'

export interface RestorePlaces extends MediaPlace {
  readonly dataDir: string
}

export interface Restored {
  readonly manifest: Manifest
  /** Migrations that were applied to it */
  readonly migrations: number
  /** Where the database is that was there before; null if there was none */
  readonly aside: string | null
}

/**
 * Puts an archive in the place of the embedded database. Everything is unpacked, checked, read and migrated beside it first, so that whatever fails until
 * then changes nothing; then one rename decides. Images are added to those that are there: a file with the same name is the same image.
 * @throws BackupRefused, FolderInUse, MigrationFailed
 */
export async function restore(places: RestorePlaces, file: string, { force }: { force: boolean }): Promise<Restored> {
  const { dataDir } = places
  const lock = lockFolder(dataDir)
  try {
    await finishRestore(dataDir)
    if (!force && (await hasDatabase(dataDir))) throw new BackupRefused(hasData(dataDir))
    return await restoreLocked(places, file)
  } finally {
    lock.release()
  }
}

/** In the data folder: it is moved by a rename, which needs the same disk. */
const WORK_FOLDER = 'restoring'

async function restoreLocked(places: RestorePlaces, file: string): Promise<Restored> {
  const { dataDir } = places
  const parent = join(dataDir, WORK_FOLDER)
  await rm(parent, { recursive: true, force: true })
  await mkdir(parent, { recursive: true, mode: 0o700 })
  try {
    const work = await mkdtemp(join(parent, 'of-'))
    const unpacked = await unpackBackup(file, work)
    const made = join(work, 'data')
    await loadDump(made, unpacked.dump, unpacked.manifest.tables)
    const migrations = await inFolder(made, (database) => migrate(database))
    await withMediaStore(places, (store) => putFiles(store, unpacked))
    const aside = await replaceDatabase(dataDir, databaseFolder(made))
    return { manifest: unpacked.manifest, migrations: migrations.length, aside }
  } finally {
    await rm(parent, { recursive: true, force: true })
  }
}

async function putFiles(store: MediaStore, { manifest, media }: UnpackedBackup): Promise<void> {
  if (media === null) return
  for (const [name, { sha256 }] of Object.entries(manifest.media ?? {}))
    if (!(await isThere(store.pathOf(name), sha256))) await store.put(name, join(media, name))
}

/** @param path null: in a bucket, where every file is stored again */
async function isThere(path: string | null, sha256: string): Promise<boolean> {
  if (path === null || !existsSync(path)) return false
  return (await sumOf(path)).sha256 === sha256
}

function hasData(dataDir: string): string {
  return `There is a database in ${dataDir}. To restore over it: npm run db:restore -- FILE --force. It is then moved aside, to a folder before-restore-… in ${dataDir}.`
}
