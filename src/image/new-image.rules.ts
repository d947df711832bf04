import type { ImportImageInput, UploadImageInput } from '../generated/graphql.ts'
import type { PictureTexts } from '../media/intake/image-texts.ts'
import type { Faults } from '../mutation/faults.ts'
import { parseDates, parseFocalPoint, parseTexts } from './image.rules.ts'

/** What may be said of a new picture, whichever way it comes. */
export type Said = Omit<UploadImageInput & ImportImageInput, 'file' | 'url'>

/** What a caller says of a new picture; what is left out is undefined. */
export interface CallersWords extends Partial<PictureTexts> {
  readonly rightsExpireAt: Date | null
  readonly focalX: number | null
  readonly focalY: number | null
}

export function parseCallersWords(input: Said, faults: Faults): CallersWords {
  return {
    ...parseTexts(input, faults),
    rightsExpireAt: null,
    ...parseDates(input, faults),
    ...parseFocalPoint(input.focalPoint, faults),
  }
}

/** What is said of a picture in the end: the caller's words, null too, go before those of the file. */
export function wordsOf(callers: CallersWords, files: PictureTexts): Required<CallersWords> {
  return { ...files, ...callers }
}
