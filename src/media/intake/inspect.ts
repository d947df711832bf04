import { stat } from 'node:fs/promises'
import sharp, { type Metadata } from 'sharp'
import { dominantColorOf, placeholderOf, thumbnailOf } from '../rendering/placeholder.ts'
import { canServeFrames } from '../rendering/public-copy.ts'
import { MAX_AVIF_PIXELS, MAX_PIXELS } from '../rendering/sharp-image.ts'
import { type FileBytes, readFileBytes } from './file-bytes.ts'
import { metadataOf } from './file-metadata.ts'
import { hdrOf } from './hdr.ts'
import { replaceByJpeg, Undecodable } from './heic.ts'
import { HEIC, IMAGE_FORMATS, type ImageFormat, imageFormat, isMoving, JPEG, otherFormat } from './image-format.ts'
import type { ImageTexts } from './image-texts.ts'

/** An accepted image, with the metadata of its file. */
export interface Inspected {
  readonly mimeType: string
  /** Of the file's name, as "jpg" */
  readonly extension: string
  /** Upright, as the image is seen */
  readonly width: number
  readonly height: number
  readonly sizeBytes: number
  /** SHA-256, hexadecimal */
  readonly checksum: string
  readonly placeholder: string
  readonly dominantColor: string
  readonly metadata: ImageTexts
}

/** Why a file is refused, as the sender gets it. */
export type Fault = TooLarge | NotUsable

interface TooLarge {
  readonly code: 'TOO_LONG'
  readonly message: string
  /** In bytes */
  readonly limit: number
}

export interface NotUsable {
  readonly code: 'INVALID'
  readonly message: string
  /** As people call it */
  readonly format?: string
  /** In pixels */
  readonly width?: number
  readonly height?: number
  /** Width times height, of this format */
  readonly maxPixels?: number
}

/** JPEG can have no more, and what is longer is no image. */
export const MAX_SIDE = 65_535

export const isFault = (inspected: Inspected | Fault): inspected is Fault => 'code' in inspected

/**
 * The one gate for images, whichever way they come. What the bytes are decides, not a name or a stated type; every pixel of the first frame
 * is decoded, so that what comes in can be shown.
 * @param path a file that nothing else writes to any more: a HEIC is replaced by a JPEG
 */
export async function inspectImage(path: string, maxBytes: number): Promise<Inspected | Fault> {
  const { size } = await stat(path)
  if (size === 0) return invalid('This file is empty. Send an image file.')
  if (size > maxBytes) return tooLarge(maxBytes)
  return inspectSmallEnough(path)
}

/** Also for those who learn it before the whole file is there. */
export function tooLarge(maxBytes: number): Fault {
  const megabytes = Math.floor((maxBytes / 1024 / 1024) * 10) / 10
  return {
    code: 'TOO_LONG',
    limit: maxBytes,
    message: `This file is larger than ${maxBytes.toLocaleString('en')} bytes (${megabytes} MB), the limit for an image. Send a smaller one.`,
  }
}

async function inspectSmallEnough(path: string): Promise<Inspected | Fault> {
  const bytes = await readFileBytes(path)
  const format = imageFormat(bytes.head)
  if (!format) return foreign(bytes)
  if (bytes.alsoIs !== null) {
    const message = `This ${format.name} also contains ${bytes.alsoIs}. Save the image again with an image editor.`
    return invalid(message, { format: format.name })
  }
  // Only the header: its size is checked before anything is decoded.
  const header = await sharp(path, { limitInputPixels: false })
    .metadata()
    .catch(() => null)
  if (!header || (format.name === 'PNG' && !bytes.hasPngEnd)) return unreadable(format, bytes)
  const fault = faultOfSize(header, format) ?? (await faultOfLook(path, header, format))
  if (fault) return fault
  return format === HEIC ? describeHeic(path, bytes, header) : describe(path, { format, bytes, header })
}

/** As the JPEG that it is stored as, with the texts of the HEIC. */
async function describeHeic(path: string, bytes: FileBytes, header: Metadata): Promise<Inspected | Fault> {
  const metadata = await metadataOf(path, header)
  try {
    await replaceByJpeg(path, header)
  } catch (error) {
    if (error instanceof Undecodable) return unreadable(HEIC, bytes)
    throw error
  }
  const jpeg = { format: JPEG, bytes: await readFileBytes(path), header: await sharp(path).metadata() }
  const described = await describe(path, jpeg)
  return isFault(described) ? described : { ...described, metadata }
}

/** What could be decoded, but not be shown as it is meant to look. */
async function faultOfLook(path: string, header: Metadata, { name }: ImageFormat): Promise<Fault | null> {
  const hdr = await hdrOf(path, header)
  if (hdr !== null) {
    const message = `This ${name} is HDR (${hdr}), which would be grey in the colors of the web. Save it as SDR, in sRGB or Display P3.`
    return invalid(message, { format: name })
  }
  if (await canServeFrames(path, header)) return null
  const message = `This ${name} is an animation with parts that are not known, and has too many frames to be saved again here. Save it again with an image editor, or with fewer frames.`
  return invalid(message, { format: name })
}

interface Sound {
  readonly format: ImageFormat
  readonly bytes: FileBytes
  readonly header: Metadata
}

async function describe(path: string, { format, bytes, header }: Sound): Promise<Inspected | Fault> {
  const thumbnail = await thumbnailOf(path).catch(() => null)
  if (!thumbnail) return unreadable(format, bytes)
  const { width, height } = header.autoOrient
  const { mimeType, extension } = format
  const { sizeBytes, checksum } = bytes
  const [placeholder, dominantColor, metadata] = await Promise.all([
    placeholderOf(thumbnail),
    dominantColorOf(thumbnail),
    metadataOf(path, header),
  ])
  return { mimeType, extension, width, height, sizeBytes, checksum, placeholder, dominantColor, metadata }
}

function faultOfSize({ width, height, format: decoder }: Metadata, { name }: ImageFormat): Fault | null {
  const isHeif = decoder === 'heif'
  const maxPixels = isHeif ? MAX_AVIF_PIXELS : MAX_PIXELS
  if (width * height <= maxPixels && Math.max(width, height) <= MAX_SIDE) return null
  const most = `${maxPixels / 1_000_000} megapixels, and ${MAX_SIDE.toLocaleString('en')} pixels to a side`
  const what = `This image has ${width.toLocaleString('en')} x ${height.toLocaleString('en')} pixels.`
  return invalid(`${what} The limit${isHeif ? ` for ${name}` : ''} is ${most}. Scale it down.`, {
    width,
    height,
    maxPixels,
  })
}

function foreign({ head }: FileBytes): Fault {
  const what = otherFormat(head)
  const formats = `${IMAGE_FORMATS.slice(0, -1).join(', ')} or ${IMAGE_FORMATS.at(-1)}`
  return invalid(
    `This is ${what ?? 'not in a supported image format'}. Send a ${formats}.`,
    what === null ? {} : { format: what },
  )
}

function unreadable({ name }: ImageFormat, { head }: FileBytes): Fault {
  return invalid(whyUnreadable(name, head), { format: name })
}

function whyUnreadable(name: string, head: Buffer): string {
  if (name === 'AVIF' && isMoving(head))
    return 'This server cannot read moving AVIF. Save one frame of it as an AVIF or a JPEG, or the whole as a WebP.'
  return `This ${name} is damaged or incomplete. Save it again, then send it again.`
}

function invalid(message: string, about: Omit<NotUsable, 'code' | 'message'> = {}): Fault {
  return { code: 'INVALID', message, ...about }
}
