import { sql } from 'kysely'
import { imageOf } from '../../image/display/image-url.fields.ts'
import { isPublic, isUsable } from '../../image/display/rights.expressions.ts'
import { wordsVersion } from '../../image/display/words.expressions.ts'
import { listOf, textOrNull } from '../../lib/json.ts'
import type { Ratio } from '../../media/rendering/crop-region.ts'
import type { Addresses, Image, ImageAddresses } from '../../media/serving/image-addresses.ts'
import type { Sql } from '../../reading/sql.ts'

/** An image as other sites show it. */
export interface SharedImage {
  readonly image: Image
  readonly by: Addresses
  readonly alt: string | null
  readonly provenance: Provenance
}

/** Where it comes from. */
export interface Provenance {
  readonly credit: string | null
  readonly copyrightNotice: string | null
  /** The address of a page */
  readonly webStatement: string | null
  readonly digitalSource: string | null
}

/** A JPEG file of it. */
export interface SharedFile {
  readonly url: string
  readonly width: number
  readonly height: number
  readonly provenance: Provenance
}

const SAID = ['credit', 'copyright_notice', 'web_statement', 'digital_source'] as const

/**
 * The image that stands under an alias, as `sharedImage` reads it; where it may not be shown, the statement finds none.
 * @param crop the row with its crop
 * @param isHidden whether it can be one that not everybody gets
 */
export function imageJson(image: string, alt: Sql, isHidden: boolean, crop: string | null = null): Sql {
  const at = (name: string) => sql.ref(`${image}.${name}`)
  const cropped = ['crop_x', 'crop_y', 'crop_width', 'crop_height'].map((name) =>
    crop === null ? sql`null::float8` : sql.ref(`${crop}.${name}`),
  )
  const isServed = isHidden ? isPublic(at('id')) : sql`true`
  const own = ['file', 'width', 'height', 'focal_x', 'focal_y'].map(at)
  return sql`json_build_array(${alt}, ${isServed}, ${sql.join(SAID.map(at))}, ${wordsVersion(image)}, ${sql.join([...own, ...cropped])})`
}

/** That of an image by its id; null if there is none, or it may not be shown. */
export function imageById(id: Sql, isHidden: boolean): Sql {
  return sql`(select ${imageJson('i', sql`i.alt_text`, isHidden)} from image i where i.id = ${id} and ${isUsable('i')})`
}

export function sharedImage(json: unknown, addresses: ImageAddresses): SharedImage | null {
  if (json === null || json === undefined) return null
  const [alt, isServed, credit, copyrightNotice, webStatement, digitalSource, words, ...image] = listOf(json)
  return {
    image: imageOf(image, words),
    by: isServed === true ? addresses : addresses.ofHidden,
    alt: textOrNull(alt),
    provenance: {
      credit: textOrNull(credit),
      copyrightNotice: textOrNull(copyrightNotice),
      webStatement: textOrNull(webStatement),
      digitalSource: textOrNull(digitalSource),
    },
  }
}

export function sharedFile({ image, by, provenance }: SharedImage, ratio: Ratio | null): SharedFile {
  const { src, width, height } = by.shared(image, ratio)
  return { url: src, width, height, provenance }
}

/** What Google asks for. */
export const RATIOS: readonly Ratio[] = [
  { across: 1, down: 1 },
  { across: 4, down: 3 },
  { across: 16, down: 9 },
]

/** What Facebook and others show. */
export const SOCIAL_RATIO: Ratio = { across: 1.91, down: 1 }
