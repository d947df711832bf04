import { existsSync } from 'node:fs'
import { mkdtemp, readdir, rm, statfs } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { FolderInUse } from '../../src/database/errors.ts'
import { lockFolder } from '../../src/database/folder-lock.ts'

/** Where Linux keeps files in memory: an embedded database of 40 MB is copied there in a tenth of the time that a disk takes. */
const IN_MEMORY = '/dev/shm'
const ENOUGH_BYTES = 2 * 2 ** 30

const PREFIX = 'copydesk-run-'

/** A folder for one run of the tests, locked while it lives. What a run that was killed left behind is cleared away at the next start. */
export async function runFolder() {
  const parent = (await hasRoom(IN_MEMORY)) ? IN_MEMORY : tmpdir()
  await clearAbandoned(parent)
  const path = await mkdtemp(join(parent, PREFIX))
  const lock = lockFolder(path)

  async function close(): Promise<void> {
    lock.release()
    // A process that is just ending may still write what it compiled.
    await rm(path, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })
  }

  return { path, close }
}

/** A container may have no more than 64 MB there, and other systems have none. */
async function hasRoom(folder: string): Promise<boolean> {
  const free = await statfs(folder).catch(() => null)
  return free !== null && free.bavail * free.bsize >= ENOUGH_BYTES
}

async function clearAbandoned(parent: string): Promise<void> {
  const names = (await readdir(parent)).filter((name) => name.startsWith(PREFIX))
  for (const path of names.map((name) => join(parent, name)))
    if (isAbandoned(path)) await rm(path, { recursive: true, force: true })
}

/** A run that begins at this moment may have no lock yet. */
function isAbandoned(path: string): boolean {
  if (!existsSync(join(path, 'lock'))) return false
  try {
    lockFolder(path).release()
    return true
  } catch (error) {
    if (error instanceof FolderInUse) return false
    throw error
  }
}
