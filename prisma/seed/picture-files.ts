import { createHash, randomUUID } from 'node:crypto'
import { mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { dominantColorOf, placeholderOf, thumbnailOf } from '../../src/media/placeholder.ts'

export interface PictureFile {
  /** Below the media folder. The bytes are part of the name, so that a file once served never changes. */
  file: string
  /** SHA-256, hexadecimal */
  checksum: string
  sizeBytes: number
  /** What pages show until the picture is there */
  placeholder: string
  dominantColor: string
}

export async function describePng(name: string, bytes: Buffer): Promise<PictureFile> {
  const checksum = createHash('sha256').update(bytes).digest('hex')
  const small = await thumbnailOf(bytes)
  return {
    file: `${name}-${checksum.slice(0, 12)}.png`,
    checksum,
    sizeBytes: bytes.length,
    placeholder: await placeholderOf(small),
    dominantColor: await dominantColorOf(small),
  }
}

/** Under its name stands the whole file or none: a server that runs meanwhile never reads half a picture. */
export async function writePicture(mediaDir: string, file: string, bytes: Buffer): Promise<void> {
  await mkdir(mediaDir, { recursive: true })
  const draft = join(mediaDir, `.${file}.${randomUUID()}`)
  await writeFile(draft, bytes)
  await rename(draft, join(mediaDir, file))
}
