import { ByteReader, Malformed } from './byte-reader.ts'

const SOI = 0xd8
const EOI = 0xd9
const SOS = 0xda
const JFIF = 'JFIF\0'

/** Markers without content: TEM and the restart markers, which also stand within the data of a scan. */
const isBare = (marker: number) => marker === 0x01 || isRestart(marker)
const isRestart = (marker: number) => marker >= 0xd0 && marker <= 0xd7

/** Tables, frames and scans (ISO/IEC 10918-1, table B.1): frame headers and DHT, DAC (C0 to CF, without JPG), then SOS, DQT, DNL, DRI, DHP, EXP. */
const isOfImage = (marker: number) =>
  (marker >= 0xc0 && marker <= 0xcf && marker !== 0xc8) || (marker >= SOS && marker <= 0xdf)

/**
 * The application segments that a decoder needs to show the colors: JFIF, the color profile, and Adobe's, which names the color transform. Of JFIF
 * the thumbnail is left out.
 */
function knownSegment(marker: number, content: Buffer): Buffer | null {
  const starts = (sign: string) => content.subarray(0, sign.length).toString('latin1') === sign
  if (isOfImage(marker)) return content
  if (marker === 0xe0 && starts(JFIF) && content.length >= 14) {
    return Buffer.concat([content.subarray(0, 12), Buffer.from([0, 0])])
  }
  if (marker === 0xe2 && starts('ICC_PROFILE\0')) return content
  return marker === 0xee && starts('Adobe') && content.length === 12 ? content : null
}

interface Segment {
  readonly marker: number
  readonly content: Buffer
  /** What stands behind the segment: the data of a scan */
  readonly data: Buffer
}

/** The segments of a JPEG between its start and its end. */
export function* jpegSegments(bytes: Buffer): Generator<Segment> {
  const reader = new ByteReader(bytes)
  if (markerAt(reader) !== SOI) throw new Malformed('no start of an image')
  for (;;) {
    const marker = markerAt(reader)
    if (marker === EOI) return
    if (isBare(marker)) continue
    const content = reader.take(reader.uint16() - 2)
    yield { marker, content, data: marker === SOS ? scanOf(reader) : Buffer.alloc(0) }
  }
}

/** A JPEG with its known segments, up to its end. */
export function knownJpegParts(bytes: Buffer): Buffer[] {
  const parts = [segmentOf(SOI)]
  for (const { marker, content, data } of jpegSegments(bytes)) {
    const known = knownSegment(marker, content)
    if (known) parts.push(segmentOf(marker, known), data)
  }
  return [...parts, segmentOf(EOI)]
}

/** The next marker; more than one 0xFF may stand in front of it. */
function markerAt(reader: ByteReader): number {
  if (reader.uint8() !== 0xff) throw new Malformed('no marker where one must be')
  let marker = reader.uint8()
  while (marker === 0xff) marker = reader.uint8()
  return marker
}

function segmentOf(marker: number, content?: Buffer): Buffer {
  if (!content) return Buffer.from([0xff, marker])
  const head = Buffer.from([0xff, marker, 0, 0])
  head.writeUInt16BE(content.length + 2, 2)
  return Buffer.concat([head, content])
}

/** The data of a scan, up to the marker behind it. In the data 0xFF is followed by 0, or is part of a restart marker. */
function scanOf(reader: ByteReader): Buffer {
  const start = reader.position
  for (;;) {
    reader.seek(0xff)
    const next = reader.peek(2).readUInt8(1)
    if (next !== 0 && !isRestart(next)) return reader.since(start)
    reader.take(2)
  }
}
