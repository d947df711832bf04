import { existsSync } from 'node:fs'
import { mkdir, open, readdir, rename } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** PostgreSQL's own files, beside the lock. */
export function databaseFolder(dataDir: string): string {
  return join(dataDir, 'database')
}

/** A restored database that is complete. It takes the place of the present one, now or at the next start. */
const restoredFolder = (dataDir: string): string => join(dataDir, 'database.restored')

/** Whether there is a database, or what may be one. */
export async function hasDatabase(dataDir: string): Promise<boolean> {
  const names = await readdir(databaseFolder(dataDir)).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  return names.length > 0
}

/**
 * Puts a complete database in the place of the present one, which is moved aside. The first rename decides: a process that ends before it leaves the
 * old database, and after it the next one that opens the folder finishes what is left. The folder must be locked.
 * @param folder on the same disk
 * @returns where the old database is now; null if there was none
 */
export async function replaceDatabase(dataDir: string, folder: string): Promise<string | null> {
  await rename(folder, restoredFolder(dataDir))
  await syncFolder(dataDir)
  return finishRestore(dataDir)
}

/** Finishes a restore that was interrupted; does nothing if there was none. @returns as `replaceDatabase` */
export async function finishRestore(dataDir: string): Promise<string | null> {
  const restored = restoredFolder(dataDir)
  if (!existsSync(restored)) return null
  const aside = existsSync(databaseFolder(dataDir)) ? await moveAside(dataDir) : null
  await rename(restored, databaseFolder(dataDir))
  await syncFolder(dataDir)
  return aside
}

/** Within the folder: that may be a disk of its own, and what is around it read-only. */
async function moveAside(dataDir: string): Promise<string> {
  const time = new Date().toISOString().replaceAll(/[:.]/g, '-')
  const aside = databaseFolder(join(dataDir, `before-restore-${time}`))
  await mkdir(dirname(aside), { recursive: true, mode: 0o700 })
  await rename(databaseFolder(dataDir), aside)
  return aside
}

async function syncFolder(folder: string): Promise<void> {
  // Windows has no such thing, and needs none.
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  await handle.sync().finally(() => handle.close())
}
