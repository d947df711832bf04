import type { Tx } from '../database/database.ts'
import { absent } from '../mutation/user-error.ts'
import { imageConflict, type LoadedImage } from './image.load.ts'
import type { ImageState } from './image.rules.ts'

/**
 * An end of rights that is already past when it is set is reported with this change; the clock does not report it again.
 * @returns the new version
 * @throws Refusal CONFLICT when it is no longer at the version it was loaded at
 */
export async function updateImageRow(tx: Tx, { id, version }: LoadedImage, image: ImageState): Promise<number> {
  const { altText, description, credit, creator, copyrightHolder, copyrightNotice, usageTerms } = image
  const { headline, takenAt, rightsExpireAt, withheld, withheldReason, focalX, focalY } = image
  const [written] = await tx.$queryRaw<{ version: number }[]>`
    UPDATE image SET headline = ${headline}, alt_text = ${altText}, description = ${description}, credit = ${credit}, creator = ${creator},
      copyright_holder = ${copyrightHolder}, copyright_notice = ${copyrightNotice}, usage_terms = ${usageTerms}, taken_at = ${takenAt}::timestamptz,
      expiry_told_for = CASE WHEN rights_expire_at IS DISTINCT FROM ${rightsExpireAt}::timestamptz AND ${rightsExpireAt}::timestamptz <= now()
        THEN ${rightsExpireAt}::timestamptz ELSE expiry_told_for END,
      rights_expire_at = ${rightsExpireAt}::timestamptz, focal_x = ${focalX}::float8, focal_y = ${focalY}::float8,
      withheld_at = CASE WHEN ${withheld}::boolean THEN coalesce(withheld_at, now()) END, withheld_reason = ${withheldReason},
      version = version + 1, updated_at = now()
    WHERE id = ${id}::uuid AND version = ${version} RETURNING version`
  if (written) return written.version
  const current = await tx.image.findUnique({ where: { id }, select: { id: true, version: true } })
  throw current ? await imageConflict(tx, current, version) : absent('image')
}

/**
 * The database refuses (RESTRICT) if anything shows the image; the caller says what.
 * @throws Refusal CONFLICT when it is no longer at the version it was loaded at
 */
export async function deleteImageRow(tx: Tx, { id, version }: LoadedImage): Promise<void> {
  const { count } = await tx.image.deleteMany({ where: { id, version } })
  if (count > 0) return
  const current = await tx.image.findUnique({ where: { id }, select: { id: true, version: true } })
  throw current ? await imageConflict(tx, current, version) : absent('image')
}
