import { WIDTHS } from '../../contract/limits.ts'
import { badUserInput } from '../../errors/errors.ts'
import type { ImageFormat } from '../../generated/graphql.ts'
import type { Ratio } from '../rendering/crop-region.ts'
import type { Format } from '../rendering/rendition.ts'
import { nearestRatio } from './ratios.ts'

/** How an image is asked for. Null: as it is. */
export interface RequestedImage {
  readonly width: number | null
  /** One of those that are served */
  readonly ratio: Ratio | null
  readonly format: Format | null
}

/** The extension of each. */
export const FORMATS = { AVIF: 'avif', WEBP: 'webp', JPEG: 'jpg' } as const satisfies Record<ImageFormat, Format>

const isFormat = (value: unknown): value is ImageFormat => typeof value === 'string' && Object.hasOwn(FORMATS, value)

/** The arguments of `url`. @throws GraphQLError BAD_USER_INPUT */
export function requestedImage({ width, ...form }: Readonly<Record<string, unknown>>): RequestedImage {
  return { width: width === undefined || width === null ? null : parseWidth(width, 'width'), ...requestedForm(form) }
}

/** The arguments of `srcSet`, for each of its widths. @throws GraphQLError BAD_USER_INPUT */
export function requestedImages({ widths, ...form }: Readonly<Record<string, unknown>>): RequestedImage[] {
  const list: unknown[] = Array.isArray(widths) ? widths : []
  if (list.length === 0 || list.length > WIDTHS.most) {
    const details = { argument: 'widths', allowed: `1 to ${WIDTHS.most} widths` }
    throw badUserInput(`\`widths\` has ${list.length} widths. Ask for 1 to ${WIDTHS.most}.`, details)
  }
  return list.map((width) => ({ width: parseWidth(width, 'widths'), ...requestedForm(form) }))
}

/** The arguments of `sources`: for each format, once, each of the widths. @throws GraphQLError BAD_USER_INPUT */
export function requestedSources({ formats, ...rest }: Readonly<Record<string, unknown>>): RequestedImage[][] {
  const list: unknown[] = Array.isArray(formats) ? formats : []
  if (list.length === 0) {
    throw badUserInput('`formats` is empty. Ask for at least one format.', {
      argument: 'formats',
      allowed: `at least one of ${Object.keys(FORMATS).join(', ')}`,
    })
  }
  return [...new Set(list)].map((format) => requestedImages({ ...rest, format }))
}

/** The argument of `width` and `height`. @throws GraphQLError BAD_USER_INPUT */
export function requestedRatio({ aspectRatio }: Readonly<Record<string, unknown>>): Ratio | null {
  return requestedForm({ aspectRatio }).ratio
}

function requestedForm({ aspectRatio, format }: Readonly<Record<string, unknown>>): Omit<RequestedImage, 'width'> {
  return {
    ratio: typeof aspectRatio === 'string' ? parseRatio(aspectRatio) : null,
    format: isFormat(format) ? FORMATS[format] : null,
  }
}

function parseWidth(width: unknown, argument: string): number {
  if (typeof width === 'number' && width >= 1) return width
  throw badUserInput(`\`${argument}\` is ${width}. An image is at least 1 pixel wide.`, {
    argument,
    allowed: 'whole numbers from 1',
  })
}

const RATIO = /^(\d{1,4}(?:\.\d{1,3})?):(\d{1,4}(?:\.\d{1,3})?)$/

function parseRatio(text: string): Ratio {
  const [, across, down] = RATIO.exec(text) ?? []
  const ratio = { across: Number(across), down: Number(down) }
  if (ratio.across > 0 && ratio.down > 0) return nearestRatio(ratio)
  throw badUserInput(
    `\`aspectRatio\` is ${JSON.stringify(text.slice(0, 40))}. Write it as width to height, e.g. "16:9".`,
    {
      argument: 'aspectRatio',
      allowed: 'two numbers above 0 and below 10,000, separated by a colon, e.g. "16:9" or "1.91:1"',
    },
  )
}
