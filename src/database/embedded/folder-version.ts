import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { COPYDESK_VERSION } from './copydesk-version.ts'

/** The major version of the PostgreSQL in our PGlite. It reads the files of no other one. */
export const POSTGRESQL_MAJOR = 18

const software = z.object({ copydesk: z.string(), postgresql: z.number(), at: z.iso.datetime() })
const versionFile = z.object({
  /** Null: it was made by a version that left no such file */
  madeBy: software.nullable(),
  openedBy: software,
})

type Software = z.output<typeof software>
type VersionFile = z.output<typeof versionFile>

/** Among PostgreSQL's own files, so that it is where they are moved or copied. PostgreSQL ignores it. */
const fileOf = (folder: string): string => join(folder, 'copydesk.json')

/** Null where there is none, or none that can be read: it only serves messages. */
async function readVersions(folder: string): Promise<VersionFile | null> {
  try {
    return versionFile.parse(JSON.parse(await readFile(fileOf(folder), 'utf8')))
  } catch {
    return null
  }
}

/** Writes into the database's folder that this version has opened it. @param isNew whether this version also made it */
export async function writeVersions(folder: string, { isNew }: { isNew: boolean }): Promise<void> {
  const own: Software = { copydesk: COPYDESK_VERSION, postgresql: POSTGRESQL_MAJOR, at: new Date().toISOString() }
  const known = isNew ? null : await readVersions(folder)
  if (known?.openedBy.copydesk === own.copydesk && known.openedBy.postgresql === own.postgresql) return
  const versions: VersionFile = { madeBy: isNew ? own : (known?.madeBy ?? null), openedBy: own }
  const draft = `${fileOf(folder)}.draft`
  await writeFile(draft, `${JSON.stringify(versions, null, 2)}\n`)
  await rename(draft, fileOf(folder))
}

/** Why PGlite must not be started on a folder that has files: it would make a new database over what it does not know. Null: it may. */
export async function whyUnreadable(folder: string): Promise<string | null> {
  const major = await majorOf(folder)
  if (major === null) return withoutVersion(folder)
  return major === POSTGRESQL_MAJOR ? null : ofOtherMajor(folder, major)
}

/** Why PGlite could not start on files of its own major version, and what to do. */
export async function whyDamaged(folder: string): Promise<string> {
  const last = (await readVersions(folder))?.openedBy.copydesk
  const upgrade =
    last === undefined || last === COPYDESK_VERSION
      ? ''
      : ` It was last opened by Copydesk ${last}, and this is ${COPYDESK_VERSION}: if that version can still open it, use it to make a backup (npm run db:backup).`
  return `The embedded database in ${folder} cannot be opened: its files are damaged or incomplete.${upgrade} Restore a backup (npm run db:restore -- FILE --force), or start with an empty database: npm run db:reset.`
}

/** As PostgreSQL writes it; null where it does not say. */
async function majorOf(folder: string): Promise<number | null> {
  const text = await readFile(join(folder, 'PG_VERSION'), 'utf8').catch(() => '')
  return /^\d+\s*$/.test(text) ? Number(text) : null
}

function withoutVersion(folder: string): string {
  return [
    `The folder ${folder} has files, but PG_VERSION is missing or unreadable, which every PostgreSQL database has. Nothing was changed.`,
    'If it was an embedded database, restore a backup (npm run db:restore -- FILE --force), which moves the folder aside first.',
    'If you do not need the data, run npm run db:reset.',
  ].join('\n')
}

async function ofOtherMajor(folder: string, major: number): Promise<string> {
  const versions = await readVersions(folder)
  const last = versions?.openedBy.copydesk
  const source = last === undefined ? 'an earlier or a newer version of Copydesk' : `Copydesk ${last}`
  const wanted = last === undefined ? 'the version of Copydesk that you used before' : `Copydesk ${last}`
  return [
    `The embedded database in ${folder} is of PostgreSQL ${major}, from ${source}. Copydesk ${COPYDESK_VERSION} has PostgreSQL ${POSTGRESQL_MAJOR}, which cannot read it. Nothing was changed, and the data is not damaged.`,
    `1. Install ${wanted}, and make a backup: npm run db:backup.`,
    `2. Install Copydesk ${COPYDESK_VERSION} again, and restore it: npm run db:restore -- FILE --force. It moves the present folder aside.`,
  ].join('\n')
}
