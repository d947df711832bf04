import exifr from 'exifr'
import type { Metadata } from 'sharp'
import { type PictureTexts, parseTexts } from './picture-texts.ts'

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
/** A picture of one pixel and the end. */
const REST = Buffer.from([0xff, 0xc0, 0, 11, 8, 0, 1, 0, 1, 1, 1, 0x11, 0, 0xff, 0xd9])
const EXIF = Buffer.from('Exif\0\0')
const XMP = Buffer.from('http://ns.adobe.com/xap/1.0/\0')
const MOST_IN_SEGMENT = 65_533

/**
 * What a file says of its picture, by IPTC, XMP or EXIF. libvips finds these in every format it reads; they are put into the smallest JPEG
 * that can hold them, since that is where exifr reads all three.
 */
export async function metadataOf({ exif, iptc, xmp }: Metadata): Promise<PictureTexts> {
  const segments = [
    ...(exif ? segment(0xe1, exif.subarray(0, EXIF.length).equals(EXIF) ? exif : Buffer.concat([EXIF, exif])) : []),
    ...(xmp ? segment(0xe1, Buffer.concat([XMP, xmp])) : []),
    ...(iptc ? segment(0xed, iptc) : []),
  ]
  if (segments.length === 0) return parseTexts(null)
  // What cannot be read is as good as not there: the picture may be sound.
  const found: unknown = await exifr.parse(Buffer.concat([START, ...segments, REST]), OPTIONS).catch(() => null)
  return parseTexts(found)
}

function segment(marker: number, body: Buffer): Buffer[] {
  if (body.length > MOST_IN_SEGMENT) return []
  const start = Buffer.from([0xff, marker, 0, 0])
  start.writeUInt16BE(body.length + 2, 2)
  return [start, body]
}
