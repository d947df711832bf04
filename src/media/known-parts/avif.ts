import { type Box, boxesOf } from './boxes.ts'
import { ByteReader, Malformed } from './byte-reader.ts'

type Range = readonly [from: number, to: number]

/** The whole image: ISO/IEC 23008-12 (HEIF) with one image, which may be a grid of others, its transparency and depth. */
const IMAGE_ITEMS: ReadonlySet<string> = new Set(['av01', 'grid', 'iovl', 'iden', 'tmap'])
/** Names that encoders give to items, and themselves. */
const NAMES: ReadonlySet<string> = new Set(['', 'Color', 'Alpha', 'Image', 'libavif', 'PictureHandler'])
const META: ReadonlySet<string> = new Set(['hdlr', 'pitm', 'iinf', 'iref', 'iprp', 'iloc', 'idat', 'grpl'])
const PROPERTIES: ReadonlySet<string> = new Set([
  ...['ispe', 'pixi', 'av1C', 'colr', 'irot', 'imir', 'clap', 'pasp', 'auxC'],
  ...['a1op', 'a1lx', 'lsel', 'clli', 'mdcv', 'cclv', 'amve'],
])

/**
 * Whether an AVIF has only known boxes, and every byte of its data belongs to the image. Its parts are not cut out: boxes say where others stand in
 * the file.
 */
export function hasOnlyKnownAvifParts(bytes: Buffer): boolean {
  const boxes = boxesOf(bytes, 0)
  const meta = boxes.filter(({ type }) => type === 'meta')
  if (!boxes.every(({ type }) => ['ftyp', 'meta', 'mdat'].includes(type)) || !meta[0] || meta.length > 1) return false
  const inner = boxesOf(meta[0].content.subarray(4), meta[0].start + 4)
  return inner.every((box) => META.has(box.type) && isKnown(box)) && isAllUsed(boxes, inner)
}

function isKnown({ type, content }: Box): boolean {
  if (type === 'iinf') return hasOnlyImages(content)
  if (type === 'hdlr') return NAMES.has(textFrom(content, 24))
  if (type !== 'iprp') return true
  return boxesOf(content, 0).every(
    (box) =>
      box.type === 'ipma' ||
      (box.type === 'ipco' && boxesOf(box.content, 0).every((property) => PROPERTIES.has(property.type))),
  )
}

function hasOnlyImages(content: Buffer): boolean {
  const countBytes = content.readUInt8(0) === 0 ? 2 : 4
  return boxesOf(content.subarray(4 + countBytes), 0).every(({ type, content }) => {
    const version = content.readUInt8(0)
    if (type !== 'infe' || version < 2) return false
    const typeAt = version === 2 ? 8 : 10
    return (
      IMAGE_ITEMS.has(content.subarray(typeAt, typeAt + 4).toString('latin1')) &&
      NAMES.has(textFrom(content, typeAt + 4))
    )
  })
}

/** From there to the end, without the zero that ends it. */
function textFrom(content: Buffer, position: number): string {
  return content.subarray(position).toString('latin1').replace(/\0$/, '')
}

/** Whether the places of the items, one after the other, are all of the data. */
function isAllUsed(boxes: readonly Box[], inner: readonly Box[]): boolean {
  const location = inner.find(({ type }) => type === 'iloc')
  if (!location) return false
  const used = placesOf(location.content)
  const all = (ranges: readonly Range[], data: readonly Box[], offset: (box: Box) => number) =>
    data.every((box) => covers(ranges, [offset(box), offset(box) + box.content.length]))
  return (
    all(
      used.inFile,
      boxes.filter(({ type }) => type === 'mdat'),
      ({ start }) => start,
    ) &&
    all(
      used.inMeta,
      inner.filter(({ type }) => type === 'idat'),
      () => 0,
    )
  )
}

function covers(ranges: readonly Range[], [from, to]: Range): boolean {
  let reached = from
  for (const [start, end] of ranges.toSorted(([one], [other]) => one - other)) {
    if (start <= reached) reached = Math.max(reached, end)
  }
  return reached >= to
}

/** What the items of an image have, each from its start: of AV1, the units of its stream. */
export function dataOfItems(bytes: Buffer): Buffer[] {
  const meta = boxesOf(bytes, 0).find(({ type }) => type === 'meta')
  const inner = meta ? boxesOf(meta.content.subarray(4), meta.start + 4) : []
  const location = inner.find(({ type }) => type === 'iloc')
  return location ? placesOf(location.content).inFile.map(([from, to]) => bytes.subarray(from, to)) : []
}

/** Where the items stand: in the file, or in the box idat (ISO/IEC 14496-12, 8.11.3). */
function placesOf(content: Buffer): { inFile: Range[]; inMeta: Range[] } {
  const reader = new ByteReader(content)
  const version = reader.uint8()
  reader.take(3)
  const [offsetSize = 0, lengthSize = 0, baseSize = 0, indexSize = 0] = [...reader.take(2)].flatMap((byte) => [
    byte >> 4,
    byte & 15,
  ])
  const wide = version === 2 ? 4 : 2
  const inFile: Range[] = []
  const inMeta: Range[] = []
  for (let items = reader.uint(wide); items > 0; items -= 1) {
    reader.take(wide)
    const method = version === 0 ? 0 : reader.uint16() & 15
    if (method > 1) throw new Malformed('items within items')
    reader.take(2)
    const base = reader.uint(baseSize)
    for (let extents = reader.uint16(); extents > 0; extents -= 1) {
      if (version > 0) reader.take(indexSize)
      const start = base + reader.uint(offsetSize)
      const places = method === 0 ? inFile : inMeta
      places.push([start, start + reader.uint(lengthSize)])
    }
  }
  return { inFile, inMeta }
}
