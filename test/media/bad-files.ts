import { crc32, deflateSync, gzipSync } from 'node:zlib'
import sharp from 'sharp'
import { heicSample } from './heic-sample.ts'
import { jpegSegment, newImage, ownBytes, plainImage, withSegments } from './sample-images.ts'

type Bytes = Buffer<ArrayBuffer>

/** What the tests' server takes at most. */
export const MAX_BYTES = 300_000

const text = (words: string): Bytes => Buffer.from(words, 'latin1')

/** A PNG that says it has this many pixels, with as many zeros as that takes, or fewer. */
function pngOf(width: number, height: number, rows = 1): Bytes {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 0, 0, 0, 0], 8)
  return Buffer.concat([
    text('\x89PNG\r\n\x1a\n'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.alloc(rows * (width + 1)))),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function chunk(name: string, body: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name), body])
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(body.length)
  sum.writeUInt32BE(crc32(named))
  return Buffer.concat([length, named, sum])
}

const jpeg = () => ownBytes(plainImage(400, 300).jpeg())
const noisy = () =>
  sharp({
    create: {
      width: 200,
      height: 150,
      channels: 3,
      background: '#888',
      noise: { type: 'gaussian', mean: 128, sigma: 60 },
    },
  })
const half = (bytes: Bytes): Bytes => bytes.subarray(0, Math.floor(bytes.length / 2))
const and = (...parts: Buffer[]): Bytes => Buffer.concat(parts)

const ZIP_END = text(`PK\x05\x06${'\0'.repeat(18)}`)
const heic = (kind: string) => text(`\0\0\0\x18ftyp${kind}\0\0\0\0mif1${kind}\0\0\0\x08mdat`)

/** Transfers of ITU-T H.273. */
const PQ = 16
const HLG = 18
/** The signature, and IHDR. */
const PNG_HEAD = 33

async function hdrPng(transfer: number): Promise<Bytes> {
  const png = await newImage()
  return and(png.subarray(0, PNG_HEAD), chunk('cICP', Buffer.from([9, transfer, 0, 1])), png.subarray(PNG_HEAD))
}

/** Files that do not come in, each by its name in docs/images.md. */
export const badFiles: Readonly<Record<string, () => Bytes | Promise<Bytes>>> = {
  'nothing at all': () => text(''),
  'one byte': () => text('x'),
  'a text that is named .png': () => text('Dear desk, the image comes tomorrow.'),
  'an SVG': () => text('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
  'an SVG behind an XML declaration and a comment': () =>
    text(
      '\xef\xbb\xbf<?xml version="1.0"?>\n<!-- drawn -->\n<!DOCTYPE svg>\n<svg xmlns="http://www.w3.org/2000/svg"/>',
    ),
  'a web page': () => text('<!DOCTYPE html><title>Not found</title>'),
  'a PDF': () => text('%PDF-1.7\n1 0 obj\n'),
  'a ZIP archive, or an office document': () => and(text('PK\x03\x04\x14\0'), ZIP_END),
  'a PNG that is compressed with gzip': async () => Buffer.from(gzipSync(await newImage())),
  'a TIFF': () => ownBytes(plainImage().tiff()),
  'a Photoshop document': () => text(`8BPS\0\x01${'\0'.repeat(40)}`),
  'a BMP': () => text(`BM\x46\0\0\0\0\0\0\0${'\0'.repeat(50)}`),
  'a JPEG XL': () => text('\0\0\0\x0cJXL \r\n\x87\n'),
  'a video (MP4)': () => text('\0\0\0\x18ftypmp42\0\0\0\0mp42isom'),
  'a sound (WAV)': () => text('RIFF\x24\0\0\0WAVEfmt '),
  'a program': () => text(`\x7fELF\x02\x01\x01${'\0'.repeat(20)}`),
  'a HEIC with nothing but its head': () => heic('heic'),
  'a HEIC that ends too early': () => heicSample().subarray(0, 1200),
  'a JPEG with a web page behind it': async () => and(await jpeg(), text('<html><script>alert(1)</script></html>')),
  'a JPEG with a script in its comment': async () =>
    withSegments(await jpeg(), jpegSegment(0xfe, text('<script>alert(document.domain)</script>'))),
  'a PNG with PHP in a text': async () => {
    const png = await newImage()
    return and(png.subarray(0, 33), chunk('tEXt', text('Comment\0<?php system($_GET[0]); ?>')), png.subarray(33))
  },
  'a GIF that is a script too': async () => and(await ownBytes(plainImage().gif()), text('=1;/*<script>*/')),
  'a PNG with a ZIP archive behind it': async () => and(await newImage(), text('PK\x03\x04'), ZIP_END),
  'a JPEG with a PDF in its comment': async () => withSegments(await jpeg(), jpegSegment(0xfe, text('%PDF-1.4\n'))),
  'a PNG with a RAR archive behind it': async () => and(await newImage(), text('Rar!\x1a\x07\x01\0')),
  'a PNG with a 7z archive behind it': async () => and(await newImage(), text('7z\xbc\xaf\x27\x1c\0\x04')),
  'a JPEG with a drawing in its comment': async () =>
    withSegments(await jpeg(), jpegSegment(0xfe, text('<svg onload=alert(1)>'))),
  'a JPEG with an image’s tag in its comment': async () =>
    withSegments(await jpeg(), jpegSegment(0xfe, text('<img src=x onerror=alert(1)>'))),
  'a PNG without its last byte': async () => (await newImage()).subarray(0, -1),
  'half a JPEG': async () => half(await ownBytes(noisy().jpeg())),
  'half a PNG': async () => half(await ownBytes(noisy().png())),
  'half a WebP': async () => half(await ownBytes(noisy().webp())),
  'half an AVIF': async () => half(await ownBytes(noisy().avif({ effort: 0 }))),
  'half a GIF': async () => half(await ownBytes(noisy().gif())),
  'the first bytes of a JPEG, and nothing else': () => text('\xff\xd8\xff\xe0'),
  'a PNG whose pixels are damaged': async () => {
    const png = await ownBytes(noisy().png())
    return and(png.subarray(0, 200), Buffer.alloc(2000, 7), png.subarray(2200))
  },
  'a PNG of 60,000 x 60,000 pixels': () => pngOf(60_000, 60_000),
  'a PNG of 10,001 x 10,000 pixels': () => pngOf(10_001, 10_000),
  'a PNG of 70,000 x 1 pixels': () => pngOf(70_000, 1),
  'a PNG of 0 x 10 pixels': () => pngOf(0, 10),
  'an AVIF of 10,000 x 5,001 pixels': async () => {
    const avif = await ownBytes(plainImage().avif())
    // Two numbers of 32 bits, behind the version.
    const size = avif.indexOf('ispe') + 8
    avif.writeUInt32BE(10_000, size)
    avif.writeUInt32BE(5001, size + 4)
    return avif
  },
  'a moving AVIF': () => text(`\0\0\0\x18ftyp${'avis'}\0\0\0\0${'avis'}mif1\0\0\0\x08mdat`),
  'a PNG in HDR (PQ)': () => hdrPng(PQ),
  'a PNG in HDR (HLG)': () => hdrPng(HLG),
  'a GIF without its end, of 120 frames of 500 x 500 pixels': async () => {
    const frame = (index: number) =>
      plainImage(500, 500, index % 2 ? '#ff0000' : '#0000ff')
        .png()
        .toBuffer()
    const frames = await Promise.all(Array.from({ length: 120 }, (_, index) => frame(index)))
    return (await ownBytes(sharp(frames, { join: { animated: true } }).gif({ effort: 1 }))).subarray(0, -1)
  },
  'one byte more than the limit': async () => {
    const png = await newImage()
    return and(png, Buffer.alloc(MAX_BYTES + 1 - png.length))
  },
  'many times the limit': () => Buffer.alloc(MAX_BYTES * 5, 7),
}
