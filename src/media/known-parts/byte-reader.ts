/** The bytes do not have the form of their format. */
export class Malformed extends Error {}

/** Reads bytes from their start to their end. Whatever would go beyond the end is Malformed. */
export class ByteReader {
  readonly #bytes: Buffer
  position = 0

  constructor(bytes: Buffer) {
    this.#bytes = bytes
  }

  get left(): number {
    return this.#bytes.length - this.position
  }

  /** The next bytes, which are passed. */
  take(length: number): Buffer {
    const taken = this.peek(length)
    this.position += length
    return taken
  }

  peek(length: number): Buffer {
    if (length < 0 || length > this.left) throw new Malformed('the bytes end too early')
    return this.#bytes.subarray(this.position, this.position + length)
  }

  /** The bytes from an earlier position to here. */
  since(position: number): Buffer {
    return this.#bytes.subarray(position, this.position)
  }

  uint8(): number {
    return this.take(1).readUInt8()
  }

  uint16(): number {
    return this.take(2).readUInt16BE()
  }

  uint32(): number {
    return this.take(4).readUInt32BE()
  }

  /** A number of 0, 1, 2, 4 or 8 bytes, as containers write positions. */
  uint(size: number): number {
    if (size === 0) return 0
    const value = size === 8 ? Number(this.take(8).readBigUInt64BE()) : this.take(size).readUIntBE(0, size)
    if (!Number.isSafeInteger(value)) throw new Malformed('a number is too large')
    return value
  }

  /** Characters of one byte each. */
  text(length: number): string {
    return this.take(length).toString('latin1')
  }

  /** Moves to the next byte with this value, at or after the position. */
  seek(value: number): void {
    const found = this.#bytes.indexOf(value, this.position)
    if (found === -1) throw new Malformed('the bytes end too early')
    this.position = found
  }
}
