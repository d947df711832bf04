import type { Database } from '../../src/database/database.ts'
import { findLostFiles, findOrphans } from '../../src/image/check-files.service.ts'
import { incomingFiles } from '../../src/media/store/incoming.ts'
import { type MediaPlace, openMediaStore } from '../../src/media/store/media-store.ts'
import type { MediaStore } from '../../src/media/store/storage.ts'
import { atEnd } from '../helpers/at-end.ts'
import { temporaryFolder } from '../helpers/database.ts'
import { startS3 } from './s3-server.ts'

/** Where images can be kept. */
export const PLACES = ['folder', 'bucket'] as const

export interface EmptyPlace extends MediaPlace {
  readonly store: MediaStore
  /** What leads a server to it */
  readonly variables: Record<string, string>
}

/** Ends with the test file. */
export async function emptyPlace(kind: (typeof PLACES)[number]): Promise<EmptyPlace> {
  const mediaDir = await temporaryFolder()
  const bucket = kind === 'bucket' ? await startS3() : null
  const store = await openMediaStore({ bucket, mediaDir })
  atEnd(() => store.close())
  const inBucket = bucket && { MEDIA_BUCKET: bucket.name, MEDIA_S3_ENDPOINT: bucket.endpoint ?? '' }
  return { mediaDir, bucket, store, variables: { MEDIA_DIR: mediaDir, ...inBucket } }
}

/** What media:check would tell of, whatever its age. */
export async function wrongFiles(database: Database, { store, mediaDir }: EmptyPlace): Promise<string[]> {
  const incoming = incomingFiles(mediaDir)
  const before = new Date(Date.now() + 60_000)
  const { orphans } = await findOrphans({ database, store, incoming, before, isFixing: false })
  const lost = await findLostFiles(database, store)
  return [...orphans.map((name) => `no image has ${name}`), ...lost.map(({ file }) => `${file} is lost`)]
}
