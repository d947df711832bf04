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

/** A PNG with its known chunks, up to IEND. */
export function knownPngParts(bytes: Buffer): Buffer[] {
  const reader = new ByteReader(bytes)
  if (reader.text(SIGNATURE.length) !== SIGNATURE) throw new Malformed('no PNG')
  const parts = [reader.since(0)]
  for (;;) {
    const start = reader.position
    const length = reader.uint32()
    const name = reader.text(4)
    reader.take(length + 4)
    if (KNOWN.has(name)) parts.push(reader.since(start))
    else if (isCritical(name)) throw new Malformed('an unknown critical chunk')
    if (name === 'IEND') return parts
  }
}
