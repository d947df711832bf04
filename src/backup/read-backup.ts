import { existsSync } from 'node:fs'
import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { extract, type ReadEntry } from 'tar'
import { COPYDESK_VERSION } from '../database/embedded/copydesk-version.ts'
import { migrationNames } from '../database/migrations.ts'
import { isMediaName } from '../media/store/storage.ts'
import { type FileSum, sumOf, sumsIn } from './file-sum.ts'
import {
  anyManifestSchema,
  DUMP_FILE,
  FORMAT,
  MANIFEST_FILE,
  type Manifest,
  MEDIA_FOLDER,
  manifestSchema,
} from './manifest.ts'
import { BackupRefused, reasonOf } from './refused.ts'

export interface UnpackedBackup {
  readonly manifest: Manifest
  /** SQL */
  readonly dump: string
  /** Where the images are; null: the archive has none */
  readonly media: string | null
}

/** Unpacks an archive into an empty folder and checks all of it. @throws BackupRefused */
export async function unpackBackup(file: string, folder: string): Promise<UnpackedBackup> {
  if (!existsSync(file)) throw new BackupRefused(`There is no file ${file}.`)
  await unpack(file, folder)
  const manifest = await readManifest(file, folder)
  await refuseNewer(manifest)
  const media = manifest.media === null ? null : join(folder, MEDIA_FOLDER)
  await checkSums(file, folder, manifest)
  const compressed = await readFile(join(folder, DUMP_FILE))
  return { manifest, media, dump: String(await promisify(gunzip)(compressed)) }
}

async function unpack(file: string, folder: string): Promise<void> {
  const unknown: string[] = []
  const filter = (path: string, entry: ReadEntry | object) => {
    const isOurs = 'type' in entry && isPart(path, String(entry.type))
    if (!isOurs) unknown.push(path)
    return isOurs
  }
  try {
    await mkdir(join(folder, MEDIA_FOLDER), { recursive: true })
    await extract({ file, cwd: folder, strict: true, preserveOwner: false, filter })
  } catch (error) {
    throw new BackupRefused(`${file} is not a backup, or it is damaged or incomplete: ${reasonOf(error)}`)
  }
  if (unknown.length > 0) throw new BackupRefused(`${file} is not a backup of Copydesk: it has ${unknown[0]}.`)
}

/** Files with names of ours and their folders: no links, and nothing outside. */
function isPart(path: string, type: string): boolean {
  const media = `${MEDIA_FOLDER}/`
  if (type === 'Directory') return path.startsWith(media) && isMediaName(path.replace(/\/$/, ''))
  if (type !== 'File') return false
  return (
    path === MANIFEST_FILE || path === DUMP_FILE || (path.startsWith(media) && isMediaName(path.slice(media.length)))
  )
}

async function readManifest(file: string, folder: string): Promise<Manifest> {
  const text = await readFile(join(folder, MANIFEST_FILE), 'utf8').catch(() => null)
  if (text === null) throw new BackupRefused(`${file} is not a backup of Copydesk: it has no ${MANIFEST_FILE}.`)
  try {
    const parsed: unknown = JSON.parse(text)
    const { format, copydesk } = anyManifestSchema.parse(parsed)
    if (format > FORMAT)
      throw new BackupRefused(newer(copydesk, `its format is ${format}, and this version reads ${FORMAT}`))
    return manifestSchema.parse(parsed)
  } catch (error) {
    if (error instanceof BackupRefused) throw error
    throw new BackupRefused(`${file} is damaged: its ${MANIFEST_FILE} cannot be read (${reasonOf(error)}).`)
  }
}

/** An older backup is migrated; a newer one has tables that this version does not know. */
async function refuseNewer({ migration, copydesk }: Manifest): Promise<void> {
  if (migration === null || (await migrationNames()).includes(migration)) return
  throw new BackupRefused(newer(copydesk, `this version does not have the migration ${migration}`))
}

function newer(copydesk: string, why: string): string {
  return `This backup was made by a newer version of Copydesk, ${copydesk}: ${why}. This is ${COPYDESK_VERSION}. Install that version or a newer one, and restore it there.`
}

async function checkSums(file: string, folder: string, { dump, media }: Manifest): Promise<void> {
  const expected: Record<string, FileSum> = { [DUMP_FILE]: dump, ...inMedia(media ?? {}) }
  const found = inMedia(await sumsIn(join(folder, MEDIA_FOLDER)))
  if (existsSync(join(folder, DUMP_FILE))) found[DUMP_FILE] = await sumOf(join(folder, DUMP_FILE))
  const names = [...new Set([...Object.keys(expected), ...Object.keys(found)])]
  const wrong = names.filter((name) => found[name]?.sha256 !== expected[name]?.sha256)
  if (wrong.length === 0) return
  throw new BackupRefused(
    `${file} is damaged or incomplete: ${wrong.length} of ${names.length} files are missing or do not have the checksum of the manifest, such as ${wrong[0]}.`,
  )
}

function inMedia(sums: Readonly<Record<string, FileSum>>): Record<string, FileSum> {
  return Object.fromEntries(Object.entries(sums).map(([name, sum]) => [`${MEDIA_FOLDER}/${name}`, sum]))
}
