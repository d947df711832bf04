import { stat } from 'node:fs/promises'
import sharp, { type Metadata } from 'sharp'
import { dominantColorOf, placeholderOf, thumbnailOf } from '../rendering/placeholder.ts'
import { MAX_PIXELS } from '../rendering/sharp-image.ts'
import { type FileBytes, readFileBytes } from './file-bytes.ts'
import { metadataOf } from './file-metadata.ts'
import { IMAGE_FORMATS, type ImageFormat, imageFormat, otherFormat } from './image-format.ts'
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

interface NotUsable {
  readonly code: 'INVALID'
  readonly message: string
  /** As people call it */
  readonly format?: string
  /** In pixels */
  readonly width?: number
  readonly height?: number
}

/** JPEG can have no more, and what is longer is no image. */
export const MAX_SIDE = 65_535

export const isFault = (inspected: Inspected | Fault): inspected is Fault => 'code' in inspected

/**
 * The one gate for images, whichever way they come. What the bytes are decides, not a name or a stated type; every pixel of the first frame
 * is decoded, so that what comes in can be shown.
 * @param path a file that nothing writes to any more
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
  if (!header || (format.name === 'PNG' && !bytes.hasPngEnd)) return unreadable(format)
  return faultOfSize(header) ?? describe(path, format, bytes, header)
}

async function describe(
  path: string,
  format: ImageFormat,
  bytes: FileBytes,
  header: Metadata,
): Promise<Inspected | Fault> {
  const thumbnail = await thumbnailOf(path).catch(() => null)
  if (!thumbnail) return unreadable(format)
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

function faultOfSize({ width, height }: Metadata): Fault | null {
  if (width * height <= MAX_PIXELS && Math.max(width, height) <= MAX_SIDE) return null
  const most = `${MAX_PIXELS / 1_000_000} megapixels, and ${MAX_SIDE.toLocaleString('en')} pixels to a side`
  return invalid(
    `This image has ${width.toLocaleString('en')} x ${height.toLocaleString('en')} pixels. The limit is ${most}. Scale it down.`,
    { width, height },
  )
}

function foreign({ head }: FileBytes): Fault {
  const what = otherFormat(head)
  const formats = `${IMAGE_FORMATS.slice(0, -1).join(', ')} or ${IMAGE_FORMATS.at(-1)}`
  return invalid(
    `This is ${what ?? 'not in a supported image format'}. Send a ${formats}.`,
    what === null ? {} : { format: what },
  )
}

function unreadable({ name }: ImageFormat): Fault {
  const message =
    name === 'HEIC'
      ? 'This server cannot read this HEIC. Save it as a JPEG and send that.'
      : `This ${name} is damaged or incomplete. Save it again, then send it again.`
  return invalid(message, { format: name })
}

function invalid(message: string, about: Pick<NotUsable, 'format' | 'width' | 'height'> = {}): Fault {
  return { code: 'INVALID', message, ...about }
}
