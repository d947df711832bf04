import { randomUUID } from 'node:crypto'
import { mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { alreadyThere, folderThatStays } from './lasting-folder.ts'
import { orUnavailable } from './storage-unavailable.ts'

/** Where files are while they come in, until they are looked at: on the disk of this machine, beside the store where that is a folder. */
export interface Incoming {
  /** For a new file. @throws StorageUnavailable */
  path(): Promise<string>
  /** @throws StorageUnavailable where no file of some size can be written */
  check(): Promise<void>
  remove(path: string): Promise<void>
  /** Removes what a killed process left before then. @returns how many */
  clear(before: Date): Promise<number>
}

/** The store's folder has no names with a dot in front, so this is never taken for an image. */
const FOLDER = '.incoming'

const PROBE_BYTES = 256 * 1024

export function incomingFiles(mediaDir: string): Incoming {
  const folder = resolve(mediaDir, FOLDER)
  const isThere = folderThatStays(resolve(mediaDir))

  async function path(): Promise<string> {
    await isThere()
    await mkdir(folder).catch(alreadyThere)
    return join(folder, randomUUID())
  }

  return {
    path: () => orUnavailable(path),
    check: () =>
      orUnavailable(async () => {
        const probe = await path()
        await writeFile(probe, Buffer.alloc(PROBE_BYTES), { flag: 'wx' }).finally(() => rm(probe, { force: true }))
      }),
    // What cannot be removed now is removed as old, later; the request has its answer.
    remove: (path) => rm(path, { force: true }).catch(() => {}),
    async clear(before) {
      const names = await readdir(folder).catch(() => [])
      let cleared = 0
      for (const name of names) {
        const found = await stat(join(folder, name)).catch(() => null)
        if (!found || found.mtime >= before) continue
        await rm(join(folder, name), { force: true })
        cleared += 1
      }
      return cleared
    },
  }
}
