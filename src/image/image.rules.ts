import { IMAGE_TEXTS, KEYWORD, KEYWORDS, NOTE } from '../contract/limits.ts'
import type { FocalPointInput, UpdateImageInput } from '../generated/graphql.ts'
import type { TextName } from '../media/intake/image-texts.ts'
import { outOfRange, tooManyCharacters } from '../mutation/common-errors.ts'
import { date } from '../mutation/date.ts'
import type { Faults } from '../mutation/faults.ts'
import { asSent, type InputsOf, listOf, type Reader, type RowInput, readInput } from '../mutation/input.ts'
import { requiredText, text } from '../mutation/plain-text.ts'
import { parseAddress } from '../mutation/web-address.ts'

type Texts = Record<TextName, string | null>

/** All that is said of an image. */
export interface ImageState extends Readonly<Texts> {
  readonly keywords: readonly string[]
  readonly takenAt: Date | null
  readonly digitalSource: string | null
  readonly rightsExpireAt: Date | null
  /** From everybody but the desk, whatever its rights say */
  readonly withheld: boolean
  readonly withheldReason: string | null
  /** 0..1 from the left, and from the top; null together */
  readonly focalX: number | null
  readonly focalY: number | null
}

const axis: Reader<number, number> = (sent, path, faults) => {
  if (sent >= 0 && sent <= 1) return sent
  faults.take(
    outOfRange(path, sent, { min: 0, max: 1 }, ({ number, min, max }) => {
      return `${number} is outside the image. Send a number from ${min} to ${max}.`
    }),
  )
  return sent
}

const POINT = { x: axis, y: axis } satisfies InputsOf<FocalPointInput>

const focalPoint: Reader<FocalPointInput | null, FocalPointInput | null> = (sent, path, faults) =>
  sent && readInput(sent, POINT, faults, path)

/** Of a page on the web. */
const webStatement: Reader<string | null, string | null> = (sent, path, faults) => {
  const address = sent === null || sent.trim() === '' ? null : parseAddress(sent, path, faults)
  if (!address) return null
  const { most } = IMAGE_TEXTS.webStatement
  if (!['https:', 'http:'].includes(address.protocol)) {
    faults.add('INVALID', path, 'The address must begin with https:// or http://. Send the full address of a page.')
  } else if (address.href.length > most) {
    faults.take(tooManyCharacters(path, { actual: address.href.length, limit: most }))
  }
  return address.href
}

/** Each once, in the order of the first. */
const keywords: Reader<readonly string[] | null, readonly string[]> = (sent, path, faults) => [
  ...new Set(listOf(KEYWORDS, requiredText(KEYWORD))(sent, path, faults)),
]

/** What is said of an image that is new or changes. */
export const SAID = {
  headline: text(IMAGE_TEXTS.headline),
  altText: text(IMAGE_TEXTS.altText),
  description: text(IMAGE_TEXTS.description),
  credit: text(IMAGE_TEXTS.credit),
  creator: text(IMAGE_TEXTS.creator),
  copyrightHolder: text(IMAGE_TEXTS.copyrightHolder),
  copyrightNotice: text(IMAGE_TEXTS.copyrightNotice),
  usageTerms: text(IMAGE_TEXTS.usageTerms),
  webStatement,
  digitalSource: asSent,
  city: text(IMAGE_TEXTS.city),
  country: text(IMAGE_TEXTS.country),
  sourceName: text(IMAGE_TEXTS.sourceName),
  instructions: text(IMAGE_TEXTS.instructions),
  captionWriter: text(IMAGE_TEXTS.captionWriter),
  keywords,
  takenAt: date,
  rightsExpireAt: date,
  focalPoint,
}

const withheld: Reader<boolean | null, boolean | null> = (sent, path, faults) => {
  if (sent === null) faults.add('REQUIRED', path, 'Send true or false, or omit the field.')
  return sent
}

const CHANGE = {
  ...SAID,
  withheld,
  withheldReason: text(NOTE),
} satisfies InputsOf<UpdateImageInput, RowInput>

/** What is said of an image after a change; what the input leaves out stays. */
export function changedImage(state: ImageState, input: UpdateImageInput, faults: Faults): ImageState {
  const { focalPoint, withheld, withheldReason, ...said } = readInput(input, CHANGE, faults)
  return {
    ...state,
    ...said,
    ...(focalPoint !== undefined && focalOf(focalPoint)),
    ...withholding(state, { withheld, withheldReason }, faults),
  }
}

/** Who may be shown an image, and until when, is for editors to say; the rest describes it. */
export function changesRights(before: ImageState, after: ImageState): boolean {
  return (
    before.withheld !== after.withheld ||
    before.withheldReason !== after.withheldReason ||
    before.rightsExpireAt?.getTime() !== after.rightsExpireAt?.getTime()
  )
}

export function focalOf(point: FocalPointInput | null | undefined): Pick<ImageState, 'focalX' | 'focalY'> {
  return { focalX: point?.x ?? null, focalY: point?.y ?? null }
}

/** A reason is one for withholding: it goes when the image is shown again. */
function withholding(
  state: ImageState,
  { withheld = state.withheld, withheldReason: reason }: Pick<UpdateImageInput, 'withheld' | 'withheldReason'>,
  faults: Faults,
): Pick<ImageState, 'withheld' | 'withheldReason'> {
  if (withheld === false && typeof reason === 'string') {
    const message = 'The image is not withheld, so it cannot have a reason. Send `withheld: true` too.'
    faults.add('INVALID', ['input', 'withheldReason'], message)
  }
  if (!withheld) return { withheld: false, withheldReason: null }
  return { withheld, withheldReason: reason === undefined ? state.withheldReason : reason }
}
