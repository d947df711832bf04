import type { Bucket } from '../../config/bucket.ts'
import { folderStore } from './folder.ts'
import type { MediaStore } from './storage.ts'
import { reportUnavailable } from './storage-unavailable.ts'

/** The media store that the variables configure. */
export interface MediaPlace {
  /** Null: they are in `mediaDir` */
  readonly bucket: Bucket | null
  /** Files that are being brought in are there in any case */
  readonly mediaDir: string
}

/** Its faults are StorageUnavailable. What a folder needs is loaded without what a bucket needs. */
export async function openMediaStore({ bucket, mediaDir }: MediaPlace): Promise<MediaStore> {
  if (bucket === null) return reportUnavailable(folderStore(mediaDir))
  const { s3Store } = await import('./s3.ts')
  return reportUnavailable(s3Store(bucket))
}

/** Opens the store for one piece of work. */
export async function withMediaStore<T>(place: MediaPlace, work: (store: MediaStore) => Promise<T>): Promise<T> {
  const store = await openMediaStore(place)
  return work(store).finally(() => store.close())
}
