import type { Metadata } from 'sharp'
import { hasOnlyKnownAvifParts } from './avif.ts'
import { knownGifParts } from './gif.ts'
import { knownJpegParts } from './jpeg.ts'
import { knownPngParts } from './png.ts'
import { knownWebpParts } from './webp.ts'

type Format = Metadata['format']

const PARTS: Partial<Record<NonNullable<Format>, (bytes: Buffer) => Buffer[]>> = {
  jpeg: knownJpegParts,
  png: knownPngParts,
  gif: knownGifParts,
  webp: knownWebpParts,
  // An AVIF is whole, or is encoded again.
  heif: (bytes) => (hasOnlyKnownAvifParts(bytes) ? [bytes] : []),
}

/**
 * The file with only those of its parts that are known to be the image: what shows it, its colors and its frames. Everything else is left out,
 * whatever it is, so that what nobody thought of is left out too. The pixels are the very same.
 * @returns null where that cannot be said of these bytes
 */
export function withKnownParts(bytes: Buffer, format: Format): Buffer | null {
  try {
    const parts = (format && PARTS[format]?.(bytes)) ?? []
    return parts.length > 0 ? Buffer.concat(parts) : null
  } catch {
    // Malformed, or an offset beyond the end: a decoder may read it, and what it shows can be encoded.
    return null
  }
}
