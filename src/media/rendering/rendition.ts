import { isMediaName } from '../store/storage.ts'
import type { Cut, Size } from './crop-region.ts'

export const FORMATS = ['avif', 'webp', 'jpg'] as const

export type Format = (typeof FORMATS)[number]

/** A picture in another size, cut or format. */
export interface Rendition extends Size {
  /** Of the original, as Image.file has it */
  readonly file: string
  /** Null: all of the picture */
  readonly cut: Cut | null
  readonly format: Format
}

/** What is signed, and what stands behind the signature: all that the rendition is made of, so one name is one picture for ever. */
export function renditionName({ file, width, height, cut, format }: Rendition): string {
  const part = cut ? `_${cut.left}-${cut.top}-${cut.width}-${cut.height}` : ''
  return `${file}/${width}x${height}${part}.${format}`
}

const NUMBER = '([1-9]\\d{0,4}|0)'
const SPEC = new RegExp(`^${NUMBER}x${NUMBER}(?:_${NUMBER}-${NUMBER}-${NUMBER}-${NUMBER})?\\.(${FORMATS.join('|')})$`)

/** The rendition of a name; null for what is no such name, or not as we would write it. */
export function parseRenditionName(name: string): Rendition | null {
  const end = name.lastIndexOf('/')
  const file = name.slice(0, Math.max(end, 0))
  const [, width, height, left, top, cutWidth, cutHeight, extension] = SPEC.exec(name.slice(end + 1)) ?? []
  const format = FORMATS.find((each) => each === extension)
  if (!format || !isMediaName(file)) return null
  const cut =
    left === undefined
      ? null
      : { left: Number(left), top: Number(top), width: Number(cutWidth), height: Number(cutHeight) }
  return { file, width: Number(width), height: Number(height), cut, format }
}
