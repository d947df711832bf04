import type { Bucket } from './bucket.ts'
import { folderStore } from './folder.ts'
import type { MediaStore } from './storage.ts'

/** Where the variables say. What a folder needs is loaded without what a bucket needs. */
export async function openMediaStore({
  bucket,
  mediaDir,
}: {
  bucket: Bucket | null
  mediaDir: string
}): Promise<MediaStore> {
  if (bucket === null) return folderStore(mediaDir)
  const { s3Store } = await import('./s3.ts')
  return s3Store(bucket)
}
