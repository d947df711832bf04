import sharp, { type Sharp } from 'sharp'

/** A plain image, to be given a format. */
export function plainImage(width = 60, height = 40, background = '#aa3333'): Sharp {
  return sharp({ create: { width, height, channels: 3, background } })
}

/** An image that no other test has. */
export function newImage(): Promise<Buffer<ArrayBuffer>> {
  const [red, green, blue] = [0, 0, 0].map(() => Math.floor(Math.random() * 256))
  return ownBytes(
    sharp({
      create: {
        width: 30,
        height: 20,
        channels: 3,
        background: `rgb(${red},${green},${blue})`,
        noise: { type: 'gaussian', mean: 128, sigma: 40 },
      },
    }).png(),
  )
}

export async function ownBytes(image: Sharp): Promise<Buffer<ArrayBuffer>> {
  return Buffer.from(await image.toBuffer())
}

export function jpegSegment(marker: number, body: Buffer): Buffer {
  const start = Buffer.from([0xff, marker, 0, 0])
  start.writeUInt16BE(body.length + 2, 2)
  return Buffer.concat([start, body])
}

/** A chunk of a PNG; its checksum is left wrong where nobody looks. */
export function withSegments(jpeg: Buffer, ...segments: Buffer[]): Buffer<ArrayBuffer> {
  return Buffer.concat([jpeg.subarray(0, 2), ...segments, jpeg.subarray(2)])
}

/** IPTC-IIM as agencies send it: data sets of record 2, in UTF-8. */
export function iptcSegment(...sets: [number, string | Buffer][]): Buffer {
  const dataSet = (record: number, number: number, bytes: Buffer) => {
    const start = Buffer.from([0x1c, record, number, 0, 0])
    start.writeUInt16BE(bytes.length, 3)
    return Buffer.concat([start, bytes])
  }
  const records = [
    dataSet(1, 90, Buffer.from('\x1b%G')),
    ...sets.map(([number, text]) => dataSet(2, number, typeof text === 'string' ? Buffer.from(text) : text)),
  ]
  const iim = Buffer.concat(records)
  const length = Buffer.alloc(4)
  length.writeUInt32BE(iim.length)
  const padding = Buffer.alloc(iim.length % 2)
  return jpegSegment(
    0xed,
    Buffer.concat([Buffer.from('Photoshop 3.0\x008BIM\x04\x04\0\0', 'latin1'), length, iim, padding]),
  )
}

export function xmpOf(attributes: string, elements: string): string {
  return `<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/"
 xmlns:plus="http://ns.useplus.org/ldf/xmp/1.0/" xmlns:Iptc4xmpCore="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/" ${attributes}>${elements}</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>`
}

export const xmpText = (name: string, text: string): string =>
  `<${name}><rdf:Alt><rdf:li xml:lang="x-default">${text}</rdf:li></rdf:Alt></${name}>`
