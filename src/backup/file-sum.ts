import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { pipeline } from 'node:stream/promises'

export interface FileSum {
  readonly bytes: number
  readonly sha256: string
}

export async function sumOf(path: string): Promise<FileSum> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  return { bytes: (await stat(path)).size, sha256: hash.digest('hex') }
}

/** Of all files of a folder, by their names as in the media store. */
export async function sumsIn(folder: string): Promise<Record<string, FileSum>> {
  const sums: Record<string, FileSum> = {}
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name)
    if (entry.isFile()) sums[relative(folder, path).replaceAll(sep, '/')] = await sumOf(path)
  }
  return sums
}
