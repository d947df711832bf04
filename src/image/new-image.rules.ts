import type { ImportImageInput, UploadImageInput } from '../generated/graphql.ts'
import { type PictureTexts, TEXT_FORMS, TEXT_NAMES, type TextName } from '../media/picture-texts.ts'
import type { Faults } from '../mutation/faults.ts'
import { parseText } from '../mutation/plain-text.ts'
import { parseDates, parseFocalPoint } from './image.rules.ts'

/** What may be said of a new picture, whichever way it comes. */
export type Said = Omit<UploadImageInput & ImportImageInput, 'file' | 'url'>

/** What a caller says of a new picture; what is left out is undefined. */
export interface CallersWords extends Partial<PictureTexts> {
  readonly rightsExpireAt: Date | null
  readonly focalX: number | null
  readonly focalY: number | null
}

export function parseCallersWords(input: Said, faults: Faults): CallersWords {
  const texts: Partial<Record<TextName, string | null>> = {}
  for (const name of TEXT_NAMES) {
    if (input[name] !== undefined) texts[name] = parseText(input[name], ['input', name], TEXT_FORMS[name], faults)
  }
  return {
    ...texts,
    rightsExpireAt: null,
    ...parseDates(input, faults),
    ...parseFocalPoint(input.focalPoint, faults),
  }
}

/** What is said of a picture in the end: the caller's words, null too, go before those of the file. */
export function wordsOf(callers: CallersWords, files: PictureTexts): Required<CallersWords> {
  return { ...files, ...callers }
}
