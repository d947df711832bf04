import { Malformed } from './byte-reader.ts'

/** Reads single bits, the first of a byte first. */
class BitReader {
  readonly #bytes: Buffer
  #position = 0

  constructor(bytes: Buffer) {
    this.#bytes = bytes
  }

  bits(count: number): number {
    let value = 0
    for (let bit = 0; bit < count; bit += 1) {
      const byte = this.#bytes[this.#position >> 3]
      if (byte === undefined) throw new Malformed()
      value = value * 2 + ((byte >> (7 - (this.#position & 7))) & 1)
      this.#position += 1
    }
    return value
  }

  flag(): boolean {
    return this.bits(1) === 1
  }

  /** A number of variable length; only to pass over it */
  skipVariable(): void {
    let zeros = 0
    while (!this.flag()) zeros += 1
    if (zeros < 32) this.bits(zeros)
  }
}

const SEQUENCE_HEADER = 1

/**
 * How the light is written down by the sequence header among these units of an AV1 stream, by its number in ITU-T H.273 (AV1 Bitstream & Decoding
 * Process Specification, 5.3 and 5.5); undefined if there is none, or it does not say so.
 */
export function transferInAv1(units: Buffer): number | undefined {
  for (let at = 0; at < units.length; ) {
    const head = units.readUInt8(at)
    at += (head & 4) === 0 ? 1 : 2
    let size = units.length - at
    if ((head & 2) !== 0) {
      size = 0
      for (let shift = 0, more = true; more; shift += 7) {
        const byte = units.readUInt8(at)
        size += (byte & 127) * 2 ** shift
        more = byte > 127
        at += 1
      }
    }
    if (((head >> 3) & 15) === SEQUENCE_HEADER) return transferInSequence(new BitReader(units.subarray(at, at + size)))
    at += size
  }
  return undefined
}

function transferInSequence(header: BitReader): number | undefined {
  const profile = header.bits(3)
  header.bits(1)
  const isReduced = header.flag()
  if (isReduced) header.bits(5)
  else skipOperatingPoints(header)
  const [widthBits, heightBits] = [header.bits(4) + 1, header.bits(4) + 1]
  header.bits(widthBits)
  header.bits(heightBits)
  if (!isReduced && header.flag()) header.bits(7)
  header.bits(3)
  if (!isReduced) skipTools(header)
  header.bits(3)
  const isHighDepth = header.flag()
  if (profile === 2 && isHighDepth) header.bits(1)
  if (profile !== 1) header.bits(1)
  if (!header.flag()) return undefined
  header.bits(8)
  return header.bits(8)
}

function skipOperatingPoints(header: BitReader): void {
  let delayBits = 0
  if (header.flag()) {
    header.bits(64)
    if (header.flag()) header.skipVariable()
    if (header.flag()) {
      delayBits = header.bits(5) + 1
      header.bits(42)
    }
  }
  const hasDisplayDelay = header.flag()
  for (let points = header.bits(5) + 1; points > 0; points -= 1) {
    header.bits(12)
    if (header.bits(5) > 7) header.bits(1)
    if (delayBits > 0 && header.flag()) header.bits(2 * delayBits + 1)
    if (hasDisplayDelay && header.flag()) header.bits(4)
  }
}

/** Coding tools that only moving images use */
function skipTools(header: BitReader): void {
  header.bits(4)
  const hasOrderHint = header.flag()
  if (hasOrderHint) header.bits(2)
  const choosesScreenContent = header.flag()
  const forcesScreenContent = choosesScreenContent || header.flag()
  if (forcesScreenContent && !header.flag()) header.bits(1)
  if (hasOrderHint) header.bits(3)
}
