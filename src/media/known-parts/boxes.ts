import { ByteReader } from './byte-reader.ts'

/** A part of a file of ISO/IEC 14496-12, as AVIF and HEIC are. */
export interface Box {
  readonly type: string
  /** Where its content begins in the file */
  readonly start: number
  readonly content: Buffer
}

/** @param offset where the bytes stand in the file */
export function boxesOf(bytes: Buffer, offset: number): Box[] {
  const reader = new ByteReader(bytes)
  const boxes: Box[] = []
  while (reader.left > 0) {
    const begin = reader.position
    const size = reader.uint32()
    const type = reader.text(4)
    const whole = size === 1 ? reader.uint(8) : size === 0 ? bytes.length - begin : size
    const start = reader.position
    boxes.push({ type, start: offset + start, content: reader.take(whole - (start - begin)) })
  }
  return boxes
}

/**
 * The properties of the image that a file shows first of all: its size, its colors, how it is turned. A second image, such as one that only displays
 * with a greater range of light show, has its own.
 */
export function propertiesOfPrimary(bytes: Buffer): Box[] {
  const meta = boxesOf(bytes, 0).find(({ type }) => type === 'meta')
  if (!meta) return []
  // Its first four bytes are its version.
  const inner = boxesOf(meta.content.subarray(4), meta.start + 4)
  const content = (type: string) => inner.find((box) => box.type === type)?.content ?? Buffer.alloc(0)
  const primary = new ByteReader(content('pitm'))
  const id = primary.uint32() >>> 24 === 0 ? primary.uint16() : primary.uint32()
  const properties = boxesOf(content('iprp'), 0)
  const all = properties.filter(({ type }) => type === 'ipco').flatMap((box) => boxesOf(box.content, 0))
  const indexes = properties.filter(({ type }) => type === 'ipma').flatMap((box) => associated(box.content, id))
  return indexes.flatMap((index) => all[index - 1] ?? [])
}

/** The numbers of an item's properties, from 1 (ISO/IEC 23008-12, 9.3.1). */
function associated(content: Buffer, id: number): number[] {
  const reader = new ByteReader(content)
  const version = reader.uint8()
  const isWide = (reader.take(3).readUInt8(2) & 1) === 1
  const found: number[] = []
  for (let items = reader.uint32(); items > 0; items -= 1) {
    const item = version < 1 ? reader.uint16() : reader.uint32()
    for (let count = reader.uint8(); count > 0; count -= 1) {
      const index = isWide ? reader.uint16() & 0x7fff : reader.uint8() & 0x7f
      if (item === id) found.push(index)
    }
  }
  return found
}
