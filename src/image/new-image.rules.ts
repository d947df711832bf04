import type { ImportImageInput, UploadImageInput } from '../generated/graphql.ts'
import type { ImageTexts } from '../media/intake/image-texts.ts'
import type { Faults } from '../mutation/faults.ts'
import { parseDates, parseFocalPoint, parseTexts } from './image.rules.ts'

/** What may be said of a new image, whichever way it comes. */
export type ImageMetadataInput = Omit<UploadImageInput & ImportImageInput, 'file' | 'url'>

/** The metadata of a new image from the caller; omitted fields are undefined. */
export interface GivenMetadata extends Partial<ImageTexts> {
  readonly rightsExpireAt: Date | null
  readonly focalX: number | null
  readonly focalY: number | null
}

export function parseGivenMetadata(input: ImageMetadataInput, faults: Faults): GivenMetadata {
  return {
    ...parseTexts(input, faults),
    rightsExpireAt: null,
    ...parseDates(input, faults),
    ...parseFocalPoint(input.focalPoint, faults),
  }
}

/** What is said of an image in the end: the caller's words, null too, go before those of the file. */
export function mergedMetadata(callers: GivenMetadata, files: ImageTexts): Required<GivenMetadata> {
  return { ...files, ...callers }
}
