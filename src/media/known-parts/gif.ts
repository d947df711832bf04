import { ByteReader, Malformed } from './byte-reader.ts'

const EXTENSION = 0x21
const IMAGE = 0x2c
const TRAILER = 0x3b

const GRAPHIC_CONTROL = 0xf9
const APPLICATION = 0xff

/** How often an animation repeats, by the two names that programs give it. The data is one block: 1 and a number. */
const LOOPS: ReadonlySet<string> = new Set(['NETSCAPE2.0', 'ANIMEXTS1.0'])
const LOOP_BYTES = 11 + 1 + 3 + 1 + 1
const PROFILE = 'ICCRGBG1012'

/** A GIF with its frames, how they are shown, and its color profile: without comments, other applications' data, and what stands after its end. */
export function knownGifParts(bytes: Buffer): Buffer[] {
  const reader = new ByteReader(bytes)
  if (!/^GIF8[79]a$/.test(reader.text(6))) throw new Malformed('no GIF')
  passColors(reader, reader.take(7).readUInt8(4))
  const parts = [reader.since(0)]
  for (;;) {
    const start = reader.position
    const kind = reader.uint8()
    if (kind === TRAILER) return [...parts, reader.since(start)]
    if (kind === IMAGE) passImage(reader)
    else if (kind !== EXTENSION) throw new Malformed('an unknown block')
    if (kind === IMAGE || isKnownExtension(reader)) parts.push(reader.since(start))
  }
}

function passColors(reader: ByteReader, flags: number): void {
  if (flags & 0x80) reader.take(3 * 2 ** ((flags & 0x07) + 1))
}

function passImage(reader: ByteReader): void {
  passColors(reader, reader.take(9).readUInt8(8))
  reader.uint8()
  passBlocks(reader)
}

/** Blocks of up to 255 bytes, each after its length; the last has none. */
function passBlocks(reader: ByteReader): void {
  for (let length = reader.uint8(); length > 0; length = reader.uint8()) reader.take(length)
}

/** Passes the extension. */
function isKnownExtension(reader: ByteReader): boolean {
  const label = reader.uint8()
  const start = reader.position
  passBlocks(reader)
  const content = reader.since(start)
  if (label === GRAPHIC_CONTROL) return content.length === 6
  if (label !== APPLICATION) return false
  const name = content.subarray(1, 12).toString('latin1')
  return name === PROFILE || (LOOPS.has(name) && content.length === LOOP_BYTES)
}
