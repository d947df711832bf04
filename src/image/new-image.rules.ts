import type { ImportImageInput, UploadImageInput } from '../generated/graphql.ts'
import type { PictureTexts } from '../media/intake/image-texts.ts'
import type { Faults } from '../mutation/faults.ts'
import { type InputsOf, readInput } from '../mutation/input.ts'
import { focalOf, SAID } from './image.rules.ts'

/** Where the picture comes from, which bring-in.service.ts reads. */
interface Place {
  readonly file: unknown
  readonly url: unknown
}

/** What may be said of a new picture, whichever way it comes. */
export type Said = Omit<UploadImageInput & ImportImageInput, keyof Place>

const NEW = SAID satisfies InputsOf<UploadImageInput, Place> & InputsOf<ImportImageInput, Place>

/** What a caller says of a new picture; what is left out is undefined. */
export interface CallersWords extends Partial<PictureTexts> {
  readonly rightsExpireAt: Date | null
  readonly focalX: number | null
  readonly focalY: number | null
}

export function parseCallersWords(input: Said, faults: Faults): CallersWords {
  const { focalPoint, ...said } = readInput(input, NEW, faults)
  return { rightsExpireAt: null, ...said, ...focalOf(focalPoint) }
}

/** What is said of a picture in the end: the caller's words, null too, go before those of the file. */
export function wordsOf(callers: CallersWords, files: PictureTexts): Required<CallersWords> {
  return { ...files, ...callers }
}
