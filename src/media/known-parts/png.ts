import { ByteReader, Malformed } from './byte-reader.ts'

const SIGNATURE = '\x89PNG\r\n\x1a\n'

/** What an image is made of, its colors, its size in the world, and its frames (PNG, third edition). Texts, EXIF and times are not among them. */
const KNOWN: ReadonlySet<string> = new Set([
  ...['IHDR', 'PLTE', 'IDAT', 'IEND'],
  ...['tRNS', 'gAMA', 'cHRM', 'sRGB', 'iCCP', 'cICP', 'mDCV', 'cLLI', 'sBIT', 'bKGD', 'hIST', 'pHYs'],
  ...['acTL', 'fcTL', 'fdAT'],
])

/** Whether a decoder cannot show the image without the chunk. */
const isCritical = (name: string) => name < 'a'

interface Chunk {
  readonly name: string
  readonly content: Buffer
  /** With its length, name and checksum */
  readonly whole: Buffer
}

/** The chunks of a PNG, up to its end. */
export function* pngChunks(bytes: Buffer): Generator<Chunk> {
  const reader = new ByteReader(bytes)
  if (reader.text(SIGNATURE.length) !== SIGNATURE) throw new Malformed('no PNG')
  let name = ''
  while (name !== 'IEND') {
    const start = reader.position
    const length = reader.uint32()
    name = reader.text(4)
    const content = reader.take(length)
    reader.take(4)
    yield { name, content, whole: reader.since(start) }
  }
}

/** A PNG with its known chunks, up to IEND. */
export function knownPngParts(bytes: Buffer): Buffer[] {
  const parts: Buffer[] = [Buffer.from(SIGNATURE, 'latin1')]
  for (const { name, whole } of pngChunks(bytes)) {
    if (KNOWN.has(name)) parts.push(whole)
    else if (isCritical(name)) throw new Malformed('an unknown critical chunk')
  }
  return parts
}
