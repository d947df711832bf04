import { constants, existsSync } from 'node:fs'
import { access, mkdir, mkdtemp, open, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { create, replace } from 'tar'
import { COPYDESK_VERSION } from '../database/embedded/copydesk-version.ts'
import { POSTGRESQL_MAJOR } from '../database/embedded/folder-version.ts'
import { dumpEmbedded } from '../database/embedded.ts'
import { sumOf, sumsIn } from './file-sum.ts'
import { DUMP_FILE, FORMAT, MANIFEST_FILE, type Manifest, MEDIA_FOLDER } from './manifest.ts'
import { newestMigration } from './migrations.load.ts'
import { BackupRefused } from './refused.ts'
import { inFolder, loadDump } from './scratch-database.ts'
import type { Snapshot } from './snapshot.ts'
import { tableDigests } from './table-digests.load.ts'

/** An archive has unpublished texts and the addresses of readers: only its owner may read it. */
const PRIVATE_FILE = 0o600

/** Before anything is copied. @throws BackupRefused */
export async function checkTarget(file: string): Promise<void> {
  if (existsSync(file)) throw new BackupRefused(`${file} exists. Give another name.`)
  await mkdir(dirname(resolve(file)), { recursive: true })
  await access(dirname(resolve(file)), constants.W_OK)
}

/**
 * Writes a snapshot into an archive. The dump is read back into a database of its own, whose tables are compared with those of the snapshot. The
 * archive has its name only when it is complete.
 */
export async function writeBackup(snapshot: Snapshot, at: Date, file: string): Promise<Manifest> {
  const parts = await mkdtemp(join(dirname(resolve(file)), '.backup-'))
  try {
    const manifest = await writeParts(snapshot, at, parts)
    const draft = join(parts, 'archive')
    await create({ file: draft, cwd: parts, portable: true, mode: PRIVATE_FILE }, [MANIFEST_FILE, DUMP_FILE])
    if (snapshot.mediaParent !== null)
      await replace({ file: draft, cwd: snapshot.mediaParent, portable: true }, [MEDIA_FOLDER])
    await sync(draft)
    await rename(draft, file)
    return manifest
  } finally {
    await rm(parts, { recursive: true, force: true })
  }
}

async function writeParts({ dataDir, mediaParent }: Snapshot, at: Date, parts: string): Promise<Manifest> {
  const { tables, migration } = await inFolder(dataDir, async (database) => ({
    tables: await tableDigests(database),
    migration: await newestMigration(database),
  }))
  const dump = await dumpEmbedded({ dataDir })
  await loadDump(join(parts, 'read-back'), dump, tables)
  const dumpFile = join(parts, DUMP_FILE)
  await writeFile(dumpFile, await promisify(gzip)(dump))
  const manifest: Manifest = {
    format: FORMAT,
    copydesk: COPYDESK_VERSION,
    postgresql: POSTGRESQL_MAJOR,
    migration,
    at: at.toISOString(),
    dump: await sumOf(dumpFile),
    media: mediaParent === null ? null : await sumsIn(join(mediaParent, MEDIA_FOLDER)),
    tables,
  }
  await writeFile(join(parts, MANIFEST_FILE), JSON.stringify(manifest, null, 2))
  return manifest
}

async function sync(file: string): Promise<void> {
  const handle = await open(file, 'r+')
  await handle.sync().finally(() => handle.close())
}
