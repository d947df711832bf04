import type { Intake } from './image/bring-in.service.ts'
import type { MediaStore } from './media/store/storage.ts'
import type { Desk } from './mutation/mutate.ts'
import type { Reader } from './reading/reader.ts'
import type { Site } from './site/site.ts'
import type { Viewer } from './viewer/viewer.ts'

/** What every request carries. */
export interface RequestContext {
  /** Who asks; null for a reader */
  viewer: Viewer | null
  reader: Reader
  /** What mutations work with */
  desk: Desk
  /** Where the files of pictures are */
  store: MediaStore
  /** What brings pictures in */
  intake: Intake
  /** Where the readers are */
  site: Site
}
