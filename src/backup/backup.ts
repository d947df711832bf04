import { connect } from '../database/connect.ts'
import type { Database } from '../database/database.ts'
import { hasDatabase } from '../database/embedded/restored-folder.ts'
import { FolderInUse } from '../database/errors.ts'
import type { Manifest } from './manifest.ts'
import { BackupRefused } from './refused.ts'
import { removeOldSnapshots, removeSnapshot, type Snapshot, type SnapshotPlaces, takeSnapshot } from './snapshot.ts'
import { withServersSnapshot } from './snapshot-client.ts'
import { checkTarget, writeBackup } from './write-backup.ts'

/**
 * Writes the embedded database and its images into one archive, also while a server has it open.
 * @throws BackupRefused, DatabaseUnreachable
 */
export async function backup(places: SnapshotPlaces, file: string): Promise<Manifest> {
  await checkTarget(file)
  if (!(await hasDatabase(places.dataDir))) throw new BackupRefused(`There is no database in ${places.dataDir}.`)
  const write = (snapshot: Snapshot) => writeBackup(snapshot, new Date(), file)
  try {
    return await withOwnSnapshot(places, write)
  } catch (error) {
    if (!(error instanceof FolderInUse)) throw error
    return withServersSnapshot(places.dataDir, error, write)
  }
}

/** @throws FolderInUse where a server has it */
async function withOwnSnapshot<T>(places: SnapshotPlaces, work: (snapshot: Snapshot) => Promise<T>): Promise<T> {
  const snapshot = await snapshotOf(await connect({ dataDir: places.dataDir }), places)
  return work(snapshot).finally(() => removeSnapshot(snapshot))
}

async function snapshotOf(database: Database, places: SnapshotPlaces): Promise<Snapshot> {
  try {
    await removeOldSnapshots(places)
    return await takeSnapshot(database, places)
  } finally {
    await database.close()
  }
}
