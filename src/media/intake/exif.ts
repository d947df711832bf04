import ExifReader from 'exifreader'
import { decodeText } from './iptc.ts'

const EXIF_HEADER = Buffer.from('Exif\0\0')

const FIELDS = ['ImageDescription', 'Artist', 'Copyright', 'DateTimeOriginal', 'OffsetTimeOriginal'] as const

/** The fields of EXIF that are read, each with its parts: between photographer and publisher of a copyright stands a zero. No others, and no places. */
export type ExifTexts = Readonly<Record<(typeof FIELDS)[number], readonly string[]>>

export const NO_EXIF: ExifTexts = {
  ImageDescription: [],
  Artist: [],
  Copyright: [],
  DateTimeOriginal: [],
  OffsetTimeOriginal: [],
}

/**
 * @param exif EXIF as it stands in a file: a TIFF, with or without the header that JPEG puts in front
 * @throws Error when it cannot be read
 */
export function exifTexts(exif: Buffer): ExifTexts {
  const hasHeader = exif.subarray(0, EXIF_HEADER.length).equals(EXIF_HEADER)
  // In memory of its own: an offset that leads out of it leads nowhere.
  const tiff = Uint8Array.from(hasHeader ? exif.subarray(EXIF_HEADER.length) : exif)
  const { exif: tags = {} } = ExifReader.load(tiff.buffer, { expanded: true })
  const textsOf = (name: (typeof FIELDS)[number]) => partsOf(tags[name]?.value)
  return {
    ImageDescription: textsOf('ImageDescription'),
    Artist: textsOf('Artist'),
    Copyright: textsOf('Copyright'),
    DateTimeOriginal: textsOf('DateTimeOriginal'),
    OffsetTimeOriginal: textsOf('OffsetTimeOriginal'),
  }
}

function partsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((part) => typeof part === 'string').map(asWritten) : []
}

/** The library takes what is not UTF-8 for Latin-1. */
function asWritten(text: string): string {
  const bytes = Buffer.from(text, 'latin1')
  return bytes.toString('latin1') === text ? decodeText(bytes) : text
}
