import { ByteReader } from '../known-parts/byte-reader.ts'

/** Texts of IPTC-IIM 4.2 by the number of their data set in record 2; several of one number are side by side. */
export type IptcTexts = ReadonlyMap<number, readonly string[]>

const IPTC_RESOURCE = 0x0404
const TAG = 0x1c
/**
 * The texts in blocks of Photoshop's image resources. A data set that claims more bytes than its block has is left out, with all behind it.
 * @throws Malformed when a resource ends too early
 */
export function iptcTexts(resources: Buffer): IptcTexts {
  const texts = new Map<number, string[]>()
  for (const block of iptcBlocks(resources)) {
    for (const { record, number, content } of dataSets(block)) {
      if (record !== 2) continue
      const known = texts.get(number) ?? []
      texts.set(number, [...known, decodeText(content)])
    }
  }
  return texts
}

/** Image resources have a number, a name (of even length, with its length in front) and a content (of even length). Some programs write IPTC alone. */
function iptcBlocks(bytes: Buffer): Buffer[] {
  if (bytes[0] === TAG) return [bytes]
  const reader = new ByteReader(bytes)
  const blocks: Buffer[] = []
  // Each resource is 12 bytes at least: four letters, a number, a name, and a length.
  while (reader.left >= 12) {
    if (!/^(8BIM|MeSa|AgHg|PHUT|DCSR)$/.test(reader.text(4))) break
    const number = reader.uint16()
    const nameLength = reader.uint8()
    reader.take(nameLength + ((nameLength + 1) % 2))
    const length = reader.uint32()
    if (length > reader.left) break
    const content = reader.take(length)
    if (length % 2 === 1 && reader.left > 0) reader.take(1)
    if (number === IPTC_RESOURCE) blocks.push(content)
  }
  return blocks
}

function* dataSets(block: Buffer) {
  const reader = new ByteReader(block)
  while (reader.left >= 5 && reader.uint8() === TAG) {
    const [record, number] = [reader.uint8(), reader.uint8()]
    const length = reader.uint16()
    // From here on the length is itself a number of bytes that say how long the content is: no text is.
    if (length > 0x7fff || length > reader.left) return
    yield { record, number, content: reader.take(length) }
  }
}

const UTF8 = new TextDecoder('utf-8', { fatal: true })
/** Latin-1 with the quotation marks and dashes of Windows, where that has controls that no text has. */
const WINDOWS = new TextDecoder('windows-1252')

/** Nearly all programs of today write UTF-8, also where they do not say so, and old ones what Windows had, also where they say UTF-8. */
export function decodeText(bytes: Uint8Array): string {
  try {
    return UTF8.decode(bytes)
  } catch {
    return WINDOWS.decode(bytes)
  }
}
