import { sql } from 'kysely'
import type { Parts } from '../versioned-row/parts.ts'
import type { VersionedRow } from '../versioned-row/versioned-row.ts'
import { writeImageUpdated } from './event.write.ts'
import { findImage, holdImage, type LoadedImage } from './image.load.ts'
import type { ImageState } from './image.rules.ts'

const PARTS: Parts<ImageState> = {
  headline: { column: 'headline' },
  altText: { column: 'alt_text' },
  description: { column: 'description' },
  credit: { column: 'credit' },
  creator: { column: 'creator' },
  copyrightHolder: { column: 'copyright_holder' },
  copyrightNotice: { column: 'copyright_notice' },
  usageTerms: { column: 'usage_terms' },
  webStatement: { column: 'web_statement' },
  digitalSource: { column: 'digital_source' },
  city: { column: 'city' },
  country: { column: 'country' },
  sourceName: { column: 'source_name' },
  instructions: { column: 'instructions' },
  captionWriter: { column: 'caption_writer' },
  keywords: { columns: ({ keywords }) => ({ keywords: sql`${[...keywords]}::text[]` }) },
  takenAt: { column: 'taken_at' },
  rightsExpireAt: { columns: endOfRights },
  withheld: {
    columns: ({ withheld }) => ({
      withheld_at: sql`case when ${withheld}::boolean then coalesce(withheld_at, now()) end`,
    }),
  },
  withheldReason: { column: 'withheld_reason' },
  focalX: { column: 'focal_x', field: 'focalPoint' },
  focalY: { column: 'focal_y', field: 'focalPoint' },
}

/** One that is over when it is set is told with this change: the clock has nothing to tell of it. */
function endOfRights({ rightsExpireAt }: ImageState) {
  const end = sql`${rightsExpireAt}::timestamptz`
  const toldFor = sql`case when rights_expire_at is distinct from ${end} and ${end} <= now() then ${end} else expiry_told_for end`
  return { rights_expire_at: end, expiry_told_for: toldFor }
}

/** Where the caller names no version the image is held: a change on any version must not undo another's. */
export function imageAt(version: number | null | undefined): VersionedRow<ImageState, LoadedImage> {
  return {
    type: 'Image',
    find: version === null || version === undefined ? holdImage : findImage,
    parts: PARTS,
    report: (tx, { id }, _state, { changedFields }) => writeImageUpdated(tx, id, changedFields),
  }
}
