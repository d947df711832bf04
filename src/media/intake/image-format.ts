/** A format that images come in, as its first bytes say. */
export interface ImageFormat {
  readonly name: string
  readonly mimeType: string
  /** Of the file's name in the store */
  readonly extension: string
}

export const JPEG = { name: 'JPEG', mimeType: 'image/jpeg', extension: 'jpg' }
const PNG = { name: 'PNG', mimeType: 'image/png', extension: 'png' }
const GIF = { name: 'GIF', mimeType: 'image/gif', extension: 'gif' }
const WEBP = { name: 'WebP', mimeType: 'image/webp', extension: 'webp' }
const AVIF = { name: 'AVIF', mimeType: 'image/avif', extension: 'avif' }
export const HEIC = { name: 'HEIC', mimeType: 'image/heic', extension: 'heic' }

/** The names of all formats that are accepted. */
export const IMAGE_FORMATS = [JPEG, PNG, WEBP, AVIF, GIF, HEIC].map(({ name }) => name)

/** How many of a file's first bytes are looked at. */
export const HEAD_BYTES = 1024

/** What a file begins with, each byte as a character. */
const IMAGES: readonly [start: string, format: ImageFormat][] = [
  ['\xff\xd8\xff', JPEG],
  ['\x89PNG\r\n\x1a\n', PNG],
  ['GIF87a', GIF],
  ['GIF89a', GIF],
]

/** The kinds that a file of ISO 14496-12 says it is of. mif1 and msf1 are used for both, and also name the other. */
const AVIF_KINDS = ['avif', 'avis']
const HEIC_KINDS = ['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'hevm', 'hevs', 'mif1', 'msf1']

/** Other kinds of files that people send, so that the error can name them. */
const OTHERS: readonly [start: string, name: string][] = [
  ['%PDF-', 'a PDF'],
  ['PK\x03\x04', 'a ZIP archive or an office document'],
  ['PK\x05\x06', 'a ZIP archive'],
  ['\x1f\x8b', 'a compressed file'],
  ['II*\0', "a TIFF, or a camera's raw file"],
  ['MM\0*', "a TIFF, or a camera's raw file"],
  ['8BPS', 'a Photoshop document'],
  ['BM', 'a BMP'],
  ['\xff\x0a', 'a JPEG XL'],
  ['\0\0\0\x0cJXL ', 'a JPEG XL'],
  ['\0\0\0\x0cjP  ', 'a JPEG 2000'],
  ['\0\0\x01\0', 'an icon'],
  ['\x1aE\xdf\xa3', 'a video'],
  ['MZ', 'a program'],
  ['\x7fELF', 'a program'],
]

/** @param head the first bytes of a file, HEAD_BYTES of them where it has so many */
export function imageFormat(head: Buffer): ImageFormat | null {
  const start = head.toString('latin1')
  if (start.startsWith('RIFF')) return start.startsWith('WEBP', 8) ? WEBP : null
  const kinds = kindsOf(head)
  if (kinds.some((kind) => AVIF_KINDS.includes(kind))) return AVIF
  if (kinds.some((kind) => HEIC_KINDS.includes(kind))) return HEIC
  return IMAGES.find(([sign]) => start.startsWith(sign))?.[1] ?? null
}

/** Whether an ISO file says that it has a sequence of images. */
export function isMoving(head: Buffer): boolean {
  return kindsOf(head).some((kind) => kind === 'avis' || kind === 'msf1')
}

/** Of an ISO file, the first of which is what it is first of all. */
function kindsOf(head: Buffer): string[] {
  if (head.length < 16 || head.toString('latin1', 4, 8) !== 'ftyp') return []
  const end = Math.min(head.readUInt32BE(0), head.length)
  const kinds = [head.toString('latin1', 8, 12)]
  for (let at = 16; at + 4 <= end; at += 4) kinds.push(head.toString('latin1', at, at + 4))
  return kinds
}

/** What a file is that is no image, as "a PDF"; null for what is not known. */
export function otherFormat(head: Buffer): string | null {
  const start = head.toString('latin1')
  if (start.startsWith('ftyp', 4) || start.startsWith('RIFF')) return 'a video or audio file'
  return OTHERS.find(([sign]) => start.startsWith(sign))?.[1] ?? markup(start)
}

function markup(start: string): string | null {
  const [, element] = /<(svg|!doctype html|html|head|body|script)[\s>]/i.exec(start) ?? []
  if (element === undefined || !/^[^\w]*</.test(start)) return null
  return element.toLowerCase() === 'svg' ? 'an SVG drawing' : 'a web page'
}
