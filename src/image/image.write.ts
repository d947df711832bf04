import type { Tx } from '../database/database.ts'
import { absent } from '../mutation/user-error.ts'
import { imageConflict, type LoadedImage } from './image.load.ts'
import type { ImageState } from './image.rules.ts'

/**
 * @returns the new version
 * @throws Refusal CONFLICT when it is no longer at the version it was loaded at
 */
export async function updateImageRow(tx: Tx, { id, version }: LoadedImage, image: ImageState): Promise<number> {
  const { altText, description, credit, creator, copyrightHolder, copyrightNotice, usageTerms } = image
  const { rightsExpireAt, focalX, focalY } = image
  const [written] = await tx.$queryRaw<{ version: number }[]>`
    UPDATE image SET alt_text = ${altText}, description = ${description}, credit = ${credit}, creator = ${creator},
      copyright_holder = ${copyrightHolder}, copyright_notice = ${copyrightNotice}, usage_terms = ${usageTerms},
      rights_expire_at = ${rightsExpireAt}::timestamptz, focal_x = ${focalX}::float8, focal_y = ${focalY}::float8,
      version = version + 1, updated_at = now()
    WHERE id = ${id}::uuid AND version = ${version} RETURNING version`
  if (written) return written.version
  const current = await tx.image.findUnique({ where: { id }, select: { id: true, version: true } })
  throw current ? await imageConflict(tx, current, version) : absent('image')
}
