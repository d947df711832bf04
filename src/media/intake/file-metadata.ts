import exifr from 'exifr'
import type { Metadata } from 'sharp'
import { type ImageTexts, parseTexts } from './image-texts.ts'

/** Only what is asked for is read: no positions, no serial numbers, no maker's notes, no thumbnails. */
const OPTIONS = {
  tiff: true,
  ifd0: { pick: ['ImageDescription', 'Artist', 'Copyright'] },
  exif: { pick: ['DateTimeOriginal', 'OffsetTimeOriginal'] },
  iptc: true,
  xmp: true,
  gps: false,
  ifd1: false,
  interop: false,
  makerNote: false,
  userComment: false,
  icc: false,
  jfif: false,
  mergeOutput: false,
  // Dates would be those of this machine's time zone.
  reviveValues: false,
  translateValues: false,
}

const START = Buffer.from([0xff, 0xd8])
/** An image of one pixel and the end. */
const REST = Buffer.from([0xff, 0xc0, 0, 11, 8, 0, 1, 0, 1, 1, 1, 0x11, 0, 0xff, 0xd9])
const EXIF = Buffer.from('Exif\0\0')
const MOST_IN_SEGMENT = 65_533
/** An image's history in Photoshop fits; exifr's time grows with the square of what is written to stop it. */
const MOST_XMP = 262_144

/**
 * The metadata in a file: IPTC, XMP and EXIF. libvips finds these in every format that it reads. EXIF is read as a TIFF, which it is; XMP
 * is put into the smallest TIFF, because both may be longer than a JPEG's segment. IPTC is put into the smallest JPEG, the format that it
 * comes from.
 */
export async function metadataOf({ exif, iptc, xmp }: Metadata): Promise<ImageTexts> {
  const [inTiff, inXmp, inIptc] = await Promise.all([
    exif &&
      readable(exifr.parse(exif.subarray(0, EXIF.length).equals(EXIF) ? exif.subarray(EXIF.length) : exif, OPTIONS)),
    xmp && xmp.length <= MOST_XMP && readable(exifr.parse(asTiff(xmp), OPTIONS)),
    iptc && iptc.length <= MOST_IN_SEGMENT && readable(exifr.parse(asJpeg(iptc), OPTIONS)),
  ])
  return parseTexts({
    ...inXmp,
    ...inIptc,
    ifd0: { ...part(inTiff, 'ifd0'), ...part(inXmp, 'ifd0') },
    exif: { ...part(inTiff, 'exif'), ...part(inXmp, 'exif') },
  })
}

/** What cannot be read is as good as not there: the image may be sound. */
async function readable(reading: Promise<unknown>): Promise<object> {
  const found = await reading.catch(() => null)
  return typeof found === 'object' && found !== null ? found : {}
}

function part(found: unknown, name: string): object {
  const inner: unknown = Object.entries(found ?? {}).find(([key]) => key === name)?.[1]
  return typeof inner === 'object' && inner !== null ? inner : {}
}

function asJpeg(iptc: Buffer): Buffer {
  const start = Buffer.from([0xff, 0xed, 0, 0])
  start.writeUInt16BE(iptc.length + 2, 2)
  return Buffer.concat([START, start, iptc, REST])
}

/** A TIFF of one field, 700, which is XMP. */
function asTiff(xmp: Buffer): Buffer {
  const start = Buffer.from([0x49, 0x49, 42, 0, 8, 0, 0, 0, 1, 0, 0xbc, 2, 1, 0, 0, 0, 0, 0, 26, 0, 0, 0, 0, 0, 0, 0])
  start.writeUInt32LE(xmp.length, 14)
  return Buffer.concat([start, xmp])
}
