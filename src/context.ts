import type { WebhookSettings } from './config/env-webhooks.ts'
import type { ReaderContext } from './follow/reader-context.ts'
import type { Intake } from './image/add-image.service.ts'
import type { MediaStore } from './media/store/storage.ts'
import type { MutationContext } from './mutation/mutate.ts'
import type { Reader } from './reading/reader.ts'
import type { RequestDatabase } from './request-database.ts'
import type { Site } from './site/site.ts'
import type { Viewer } from './viewer/viewer.ts'

/** What every request carries. */
export interface RequestContext {
  /** Who asks; null for a reader */
  viewer: Viewer | null
  /** Called before the operation runs, with its cost. @throws GraphQLError UNAVAILABLE */
  admit: RequestDatabase['admit']
  reader: Reader
  /** What mutations work with */
  desk: MutationContext
  /** What the mutations of readers work with */
  readers: ReaderContext
  /** Where the files of images are */
  store: MediaStore
  /** What brings images in */
  intake: Intake
  /** Where the readers are */
  site: Site
  /** Which addresses webhooks may have */
  webhooks: WebhookSettings
}
