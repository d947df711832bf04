import type { UpdateImageInput } from '../generated/graphql.ts'
import { TEXT_FORMS, TEXT_NAMES, type TextName } from '../media/intake/image-texts.ts'
import { parseDate } from '../mutation/date.ts'
import type { Faults } from '../mutation/faults.ts'
import { parseText } from '../mutation/plain-text.ts'

type Texts = Record<TextName, string | null>

/** All that is said of a picture. */
export interface ImageState extends Readonly<Texts> {
  readonly takenAt: Date | null
  readonly rightsExpireAt: Date | null
  /** From everybody but the desk, whatever its rights say */
  readonly withheld: boolean
  readonly withheldReason: string | null
  /** 0..1 from the left, and from the top; null together */
  readonly focalX: number | null
  readonly focalY: number | null
}

/** What is said of a picture after a change; what the input leaves out stays. */
export function changedImage(state: ImageState, input: UpdateImageInput, faults: Faults): ImageState {
  const { focalPoint } = input
  return {
    ...state,
    ...parseTexts(input, faults),
    ...parseDates(input, faults),
    ...(focalPoint !== undefined && parseFocalPoint(focalPoint, faults)),
    ...parseWithheld(state, input, faults),
  }
}

/** A reason is one for withholding: it goes when the picture is shown again. */
function parseWithheld(
  state: ImageState,
  input: UpdateImageInput,
  faults: Faults,
): Pick<ImageState, 'withheld' | 'withheldReason'> {
  const { withheld = state.withheld } = input
  if (withheld === null) faults.add('REQUIRED', ['input', 'withheld'], 'Say true or false, or leave this out.')
  const path = ['input', 'withheldReason']
  const reason = parseText(input.withheldReason, path, { most: 2000, lines: true }, faults)
  if (withheld === false && reason !== null) {
    faults.add(
      'INVALID',
      path,
      'The picture is not withheld, so there is no reason to give. Send `withheld: true` too.',
    )
  }
  if (!withheld) return { withheld: false, withheldReason: null }
  return { withheld, withheldReason: input.withheldReason === undefined ? state.withheldReason : reason }
}

/** The texts that are given, null too. */
export function parseTexts(input: Pick<UpdateImageInput, TextName>, faults: Faults): Partial<Texts> {
  const texts: Partial<Texts> = {}
  for (const name of TEXT_NAMES) {
    if (input[name] !== undefined) texts[name] = parseText(input[name], ['input', name], TEXT_FORMS[name], faults)
  }
  return texts
}

const DATES = ['takenAt', 'rightsExpireAt'] as const

type Dates = Pick<ImageState, (typeof DATES)[number]>

/** The dates that are given, null too. */
export function parseDates(input: Pick<UpdateImageInput, keyof Dates>, faults: Faults): Partial<Dates> {
  const dates: { -readonly [Name in keyof Dates]?: Dates[Name] } = {}
  for (const name of DATES) {
    const date = parseDate(input[name], ['input', name], faults)
    if (date !== undefined) dates[name] = date
  }
  return dates
}

export function parseFocalPoint(point: UpdateImageInput['focalPoint'], faults: Faults) {
  if (!point) return { focalX: null, focalY: null }
  for (const axis of ['x', 'y'] as const) {
    if (point[axis] >= 0 && point[axis] <= 1) continue
    const message = `${point[axis]} lies outside the picture. Take a number from 0 to 1.`
    faults.add('INVALID', ['input', 'focalPoint', axis], message)
  }
  return { focalX: point.x, focalY: point.y }
}
