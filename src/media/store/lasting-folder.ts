import { mkdir, stat } from 'node:fs/promises'

/**
 * A folder that is made at the first use when it is not there, and that must not go after that.
 * @returns what to call before the folder is used. It throws where the folder is not there
 */
export function folderThatStays(path: string): () => Promise<void> {
  let hasBeenThere = false
  return async () => {
    if (!hasBeenThere) await mkdir(path, { recursive: true })
    else if (!(await stat(path)).isDirectory()) throw new Error(`${path} is not a folder`)
    hasBeenThere = true
  }
}

export function alreadyThere(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error
}
