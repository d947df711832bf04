import { createHash, randomUUID } from 'node:crypto'
import { mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

export interface PictureFile {
  /** Below the media folder. The bytes are part of the name, so that a file once served never changes. */
  file: string
  /** SHA-256, hexadecimal */
  checksum: string
  sizeBytes: number
}

export function describePng(name: string, bytes: Buffer): PictureFile {
  const checksum = createHash('sha256').update(bytes).digest('hex')
  return { file: `${name}-${checksum.slice(0, 12)}.png`, checksum, sizeBytes: bytes.length }
}

/** Under its name stands the whole file or none: a server that runs meanwhile never reads half a picture. */
export async function writePicture(mediaDir: string, file: string, bytes: Buffer): Promise<void> {
  await mkdir(mediaDir, { recursive: true })
  const draft = join(mediaDir, `.${file}.${randomUUID()}`)
  await writeFile(draft, bytes)
  await rename(draft, join(mediaDir, file))
}
