import type { ImportImageInput, UploadImageInput } from '../generated/graphql.ts'
import type { ImageTexts } from '../media/intake/image-texts.ts'
import type { Faults } from '../mutation/faults.ts'
import { type InputsOf, readInput } from '../mutation/input.ts'
import { focalOf, SAID } from './image.rules.ts'

/** Where the image comes from, which add-image.service.ts reads. */
interface Place {
  readonly file: unknown
  readonly url: unknown
}

/** What may be said of a new image, whichever way it comes. */
export type ImageMetadataInput = Omit<UploadImageInput & ImportImageInput, keyof Place>

const NEW = SAID satisfies InputsOf<UploadImageInput, Place> & InputsOf<ImportImageInput, Place>

/** The metadata of a new image from the caller; omitted fields are undefined. */
export interface GivenMetadata extends Partial<ImageTexts> {
  readonly rightsExpireAt: Date | null
  readonly focalX: number | null
  readonly focalY: number | null
}

export function parseGivenMetadata(input: ImageMetadataInput, faults: Faults): GivenMetadata {
  const { focalPoint, ...said } = readInput(input, NEW, faults)
  return { rightsExpireAt: null, ...said, ...focalOf(focalPoint) }
}

/** What is said of an image in the end: the caller's words, null too, go before those of the file. */
export function mergedMetadata(callers: GivenMetadata, files: ImageTexts): Required<GivenMetadata> {
  return { ...files, ...callers }
}
