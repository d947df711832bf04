import { isMediaName } from '../store/storage.ts'
import type { CropRegion, Size } from './crop-region.ts'

export const FORMATS = ['avif', 'webp', 'jpg'] as const

export type Format = (typeof FORMATS)[number]

/** An image in another size, crop or format. */
export interface Rendition extends Size {
  /** Of the original, as Image.file has it */
  readonly file: string
  /** Null: all of the image */
  readonly region: CropRegion | null
  readonly format: Format
  /** The version of the words in the file (image-words.ts). Null: none are in it */
  readonly words?: string | null
}

/**
 * The signed part of the address, after the signature. It has everything that the rendition is made from, so a name always stands for the
 * same image.
 */
export function renditionName({ file, width, height, region, format, words = null }: Rendition): string {
  const part = region ? `_${region.left}-${region.top}-${region.width}-${region.height}` : ''
  return `${file}/${width}x${height}${part}${words === null ? '' : `.${words}`}.${format}`
}

/** What the version of an image's words looks like. */
const WORDS_VERSION = '[0-9a-f]{8}'

export const isWordsVersion = (text: string): boolean => new RegExp(`^${WORDS_VERSION}$`).test(text)

const NUMBER = '([1-9]\\d{0,4}|0)'
const SPEC = new RegExp(
  `^${NUMBER}x${NUMBER}(?:_${NUMBER}-${NUMBER}-${NUMBER}-${NUMBER})?(?:\\.(${WORDS_VERSION}))?\\.(${FORMATS.join('|')})$`,
)

/** The rendition of a name; null if it is not a valid name, or not in the form in which we write it. */
export function parseRenditionName(name: string): Rendition | null {
  const end = name.lastIndexOf('/')
  const file = name.slice(0, Math.max(end, 0))
  const [, width, height, left, top, cutWidth, cutHeight, words = null, extension] =
    SPEC.exec(name.slice(end + 1)) ?? []
  const format = FORMATS.find((each) => each === extension)
  if (!format || !isMediaName(file)) return null
  const region =
    left === undefined
      ? null
      : { left: Number(left), top: Number(top), width: Number(cutWidth), height: Number(cutHeight) }
  return { file, width: Number(width), height: Number(height), region, format, words }
}
