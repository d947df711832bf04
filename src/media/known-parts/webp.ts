import { ByteReader, Malformed } from './byte-reader.ts'

/** The image, its transparency, its color profile and its frames (RFC 9649). */
const KNOWN: ReadonlySet<string> = new Set(['VP8 ', 'VP8L', 'ALPH', 'ICCP', 'ANIM'])

/** In the flags of VP8X: that there is EXIF, and that there is XMP. */
const METADATA_FLAGS = 0x08 | 0x04

/** Position, size and duration of a frame, in front of its chunks. */
const FRAME_HEAD = 16

/** A WebP with its known chunks, up to its end. */
export function knownWebpParts(bytes: Buffer): Buffer[] {
  const reader = new ByteReader(bytes)
  if (reader.text(4) !== 'RIFF') throw new Malformed('no RIFF')
  const length = reader.take(4).readUInt32LE()
  const content = new ByteReader(reader.take(Math.min(length, reader.left)))
  if (content.text(4) !== 'WEBP') throw new Malformed('no WebP')
  return chunk('RIFF', [Buffer.from('WEBP'), ...knownChunks(content)])
}

function knownChunks(reader: ByteReader): Buffer[] {
  const parts: Buffer[] = []
  while (reader.left > 0) {
    const name = reader.text(4)
    const length = reader.take(4).readUInt32LE()
    const content = reader.take(length)
    // A byte that makes the length even; the last one is left out by some programs.
    if (length % 2 === 1 && reader.left > 0) reader.take(1)
    parts.push(...knownChunk(name, content))
  }
  return parts
}

function knownChunk(name: string, content: Buffer): Buffer[] {
  if (KNOWN.has(name)) return chunk(name, [content])
  if (name === 'VP8X') {
    const head = Buffer.from(content)
    head.writeUInt8(head.readUInt8(0) & ~METADATA_FLAGS, 0)
    return chunk(name, [head])
  }
  if (name !== 'ANMF') return []
  const frame = new ByteReader(content)
  return chunk(name, [frame.take(FRAME_HEAD), ...knownChunks(frame)])
}

function chunk(name: string, content: readonly Buffer[]): Buffer[] {
  const length = content.reduce((sum, part) => sum + part.length, 0)
  const head = Buffer.alloc(8)
  head.write(name, 'latin1')
  head.writeUInt32LE(length, 4)
  return [head, ...content, ...(length % 2 === 1 ? [Buffer.alloc(1)] : [])]
}
