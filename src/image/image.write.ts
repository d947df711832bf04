import { sql } from 'kysely'
import type { Columns } from '../database/columns.ts'
import type { VersionedRow } from '../versioned-row/versioned-row.ts'
import { writeImageUpdated } from './event.write.ts'
import { findImage, holdImage, type LoadedImage } from './image.load.ts'
import { changedFields, type ImageState } from './image.rules.ts'

/** Where the caller names no version the picture is held: a change on any version must not undo another's. */
export function imageAt(version: number | null | undefined): VersionedRow<ImageState, LoadedImage> {
  return {
    type: 'Image',
    find: version === null || version === undefined ? holdImage : findImage,
    columnsOf,
    changedFields,
    report: (tx, { id }, _state, written) => writeImageUpdated(tx, id, written.changedFields),
  }
}

/** An end of rights that is over when it is set is told with this change: the clock has nothing to tell of it. */
function columnsOf(image: ImageState) {
  const { headline, altText, description, credit, creator, copyrightHolder, copyrightNotice, usageTerms } = image
  const { takenAt, withheld, withheldReason, focalX, focalY } = image
  const rightsExpireAt = sql`${image.rightsExpireAt}::timestamptz`
  return {
    headline,
    alt_text: altText,
    description,
    credit,
    creator,
    copyright_holder: copyrightHolder,
    copyright_notice: copyrightNotice,
    usage_terms: usageTerms,
    taken_at: takenAt,
    expiry_told_for: sql`case when rights_expire_at is distinct from ${rightsExpireAt} and ${rightsExpireAt} <= now()
      then ${rightsExpireAt} else expiry_told_for end`,
    rights_expire_at: rightsExpireAt,
    focal_x: focalX,
    focal_y: focalY,
    withheld_at: sql`case when ${withheld}::boolean then coalesce(withheld_at, now()) end`,
    withheld_reason: withheldReason,
  } satisfies Columns<'image'>
}
