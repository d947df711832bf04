import { randomUUID } from 'node:crypto'
import { mkdir, readdir, rm, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'

/** Where files are while they come in, until they are looked at: on the disk of this machine, beside the store where that is a folder. */
export interface Incoming {
  /** For a new file */
  path(): Promise<string>
  remove(path: string): Promise<void>
  /** Removes what a killed process left before then. @returns how many */
  clear(before: Date): Promise<number>
}

/** The store's folder has no names with a dot in front, so this is never taken for an image. */
const FOLDER = '.incoming'

export function incomingFiles(mediaDir: string): Incoming {
  const folder = resolve(mediaDir, FOLDER)
  return {
    async path() {
      await mkdir(folder, { recursive: true })
      return join(folder, randomUUID())
    },
    remove: (path) => rm(path, { force: true }),
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
