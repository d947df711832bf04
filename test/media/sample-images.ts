import { crc32 } from 'node:zlib'
import sharp, { type Sharp } from 'sharp'

/** A plain image, to be given a format. */
export function plainImage(width = 60, height = 40, background = '#aa3333'): Sharp {
  return sharp({ create: { width, height, channels: 3, background } })
}

/** An image that no other test has, to be given a format. */
export function randomImage(width = 60, height = 40): Sharp {
  const [red, green, blue] = [0, 0, 0].map(() => Math.floor(Math.random() * 256))
  const noise = { type: 'gaussian', mean: 128, sigma: 40 } as const
  return sharp({ create: { width, height, channels: 3, background: `rgb(${red},${green},${blue})`, noise } })
}

export function newImage(): Promise<Buffer<ArrayBuffer>> {
  return ownBytes(randomImage(30, 20).png())
}

export async function ownBytes(image: Sharp): Promise<Buffer<ArrayBuffer>> {
  return Buffer.from(await image.toBuffer())
}

export function jpegSegment(marker: number, body: Buffer): Buffer {
  const start = Buffer.from([0xff, marker, 0, 0])
  start.writeUInt16BE(body.length + 2, 2)
  return Buffer.concat([start, body])
}

export function withSegments(jpeg: Buffer, ...segments: Buffer[]): Buffer<ArrayBuffer> {
  return Buffer.concat([jpeg.subarray(0, 2), ...segments, jpeg.subarray(2)])
}

/** A data set of IPTC-IIM. @param claimed the length that it says */
export function dataSet(record: number, number: number, content: Buffer, claimed = content.length): Buffer {
  const start = Buffer.from([0x1c, record, number, 0, 0])
  start.writeUInt16BE(claimed, 3)
  return Buffer.concat([start, content])
}

/** Of Photoshop, with IPTC in it. @param name of even length with its length in front */
export function iptcResource(iim: Buffer, name = '\0\0'): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(iim.length)
  return Buffer.concat([Buffer.from(`8BIM\x04\x04${name}`, 'latin1'), length, iim, Buffer.alloc(iim.length % 2)])
}

export const resourceSegment = (resource: Buffer): Buffer =>
  jpegSegment(0xed, Buffer.concat([Buffer.from('Photoshop 3.0\0'), resource]))

/** IPTC-IIM as agencies send it: data sets of record 2, in UTF-8. */
export function iptcSegment(...sets: [number, string | Buffer][]): Buffer {
  const records = [
    dataSet(1, 90, Buffer.from('\x1b%G')),
    ...sets.map(([number, text]) => dataSet(2, number, typeof text === 'string' ? Buffer.from(text) : text)),
  ]
  return resourceSegment(iptcResource(Buffer.concat(records)))
}

/** A segment with EXIF: fields of IFD0 with these bytes, which are ended by a zero. */
export function exifSegment(...fields: [tag: number, text: Buffer][]): Buffer {
  const head = Buffer.from('MM\0\x2a\0\0\0\x08', 'latin1')
  const entries = Buffer.alloc(2 + fields.length * 12 + 4)
  entries.writeUInt16BE(fields.length)
  const texts: Buffer[] = []
  let offset = head.length + entries.length
  for (const [index, [tag, text]] of fields.entries()) {
    const content = Buffer.concat([text, Buffer.alloc(Math.max(1, 5 - text.length))])
    entries.writeUInt16BE(tag, 2 + index * 12)
    entries.writeUInt16BE(2, 4 + index * 12)
    entries.writeUInt32BE(content.length, 6 + index * 12)
    entries.writeUInt32BE(offset, 10 + index * 12)
    offset += content.length
    texts.push(content)
  }
  return jpegSegment(0xe1, Buffer.concat([Buffer.from('Exif\0\0'), head, entries, ...texts]))
}

export function pngChunk(name: string, content: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name), content])
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(content.length)
  sum.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, sum])
}

/** A PNG with one chunk more, behind its image. */
export function behindImage(png: Buffer, name: string, content: Buffer): Buffer<ArrayBuffer> {
  const end = png.lastIndexOf('IEND') - 4
  return Buffer.concat([png.subarray(0, end), pngChunk(name, content), png.subarray(end)])
}

export function xmpOf(attributes: string, elements: string): string {
  return `<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/"
 xmlns:plus="http://ns.useplus.org/ldf/xmp/1.0/" xmlns:Iptc4xmpCore="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/"
 xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" ${attributes}>${elements}</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>`
}

export const xmpText = (name: string, text: string): string =>
  `<${name}><rdf:Alt><rdf:li xml:lang="x-default">${text}</rdf:li></rdf:Alt></${name}>`
