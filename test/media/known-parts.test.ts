import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp, { type Sharp } from 'sharp'
import { describe, expect, it } from 'vitest'
import { signerOf } from '../../src/media/serving/signature.ts'
import { folderStore } from '../../src/media/store/folder.ts'
import { incomingFiles } from '../../src/media/store/incoming.ts'
import { createImageWorkers } from '../../src/media/workers/image-workers.ts'
import { atEnd } from '../helpers/at-end.ts'
import { temporaryFolder } from '../helpers/database.ts'
import { servedMedia, smallServer } from '../http/small-server.ts'
import { behindImage, jpegSegment, pngChunk, withSegments } from './sample-images.ts'

const mediaDir = await temporaryFolder()
const imageWorkers = createImageWorkers()
atEnd(() => imageWorkers.close())
const server = await smallServer({
  media: servedMedia({
    store: folderStore(mediaDir),
    incoming: incomingFiles(mediaDir),
    imageWorkers,
    signer: signerOf('a secret of this test'),
    isShown: async () => true,
  }),
})
atEnd(() => server.close())

let files = 0

/** What readers get of an original with these bytes. */
async function servedOf(bytes: Buffer, extension: string): Promise<Buffer> {
  files += 1
  const file = `original-${files}.${extension}`
  await writeFile(join(mediaDir, file), bytes)
  const response = await server.inject(`/media/${file}`)
  expect(response.statusCode).toBe(200)
  return response.rawPayload
}

const WORDS = 'Ada Lovelace, CAM-4711, N 51.5'
const SECRET = Buffer.from(WORDS)

const noise = { type: 'gaussian', mean: 128, sigma: 40 } as const
const drawn = await sharp({ create: { width: 48, height: 32, channels: 3, background: '#204060', noise } })
  .png()
  .toBuffer()
const drawing = (): Sharp => sharp(drawn)
const frames = async (): Promise<Sharp> => {
  const two = ['#ff0000', '#0000ff'].map((background) =>
    sharp({ create: { width: 20, height: 10, channels: 3, background } })
      .png()
      .toBuffer(),
  )
  return sharp(await Promise.all(two), { join: { animated: true } })
}

const jpeg = () => drawing().jpeg().toBuffer()
const png = () => drawing().png().toBuffer()
const webp = () => drawing().webp().toBuffer()
const gif = async () => (await frames()).gif({ delay: [100, 200] }).toBuffer()
const movingWebp = async () => (await frames()).webp({ delay: [100, 200], lossless: true }).toBuffer()
const avif = () => drawing().avif({ effort: 0 }).toBuffer()

const inserted = (bytes: Buffer, at: number, part: Buffer) =>
  Buffer.concat([bytes.subarray(0, at), part, bytes.subarray(at)])

function box(type: string, content: Buffer): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(content.length + 8)
  return Buffer.concat([length, Buffer.from(type), content])
}

function riffChunk(name: string, content: Buffer): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32LE(content.length)
  return Buffer.concat([Buffer.from(name), length, content, Buffer.alloc(content.length % 2)])
}

/** A RIFF whose length is that of its chunks. */
function riff(bytes: Buffer): Buffer {
  const whole = Buffer.from(bytes)
  whole.writeUInt32LE(whole.length - 8, 4)
  return whole
}

/** A PNG of two frames, which libvips cannot write: the second is the first, again. */
async function movingPng(): Promise<Buffer> {
  const whole = await png()
  const data = whole.indexOf('IDAT') - 4
  const image = whole.subarray(data + 8, data + 8 + whole.readUInt32BE(data))
  const numbers = (...values: number[]) => {
    const bytes = Buffer.alloc(values.length * 4)
    for (const [index, value] of values.entries()) bytes.writeUInt32BE(value, index * 4)
    return bytes
  }
  const control = (sequence: number) =>
    pngChunk('fcTL', Buffer.concat([numbers(sequence, 48, 32, 0, 0), Buffer.from([0, 1, 0, 10, 0, 0])]))
  const start = Buffer.concat([pngChunk('acTL', numbers(2, 0)), control(0)])
  const second = Buffer.concat([control(1), pngChunk('fdAT', Buffer.concat([numbers(2), image]))])
  return inserted(inserted(whole, whole.indexOf('IEND') - 4, second), data, start)
}

const PLACES: Record<string, readonly [extension: string, make: () => Promise<Buffer>]> = {
  'a comment of a JPEG': ['jpg', async () => withSegments(await jpeg(), jpegSegment(0xfe, SECRET))],
  'the thumbnail of a JFIF segment': [
    'jpg',
    async () => {
      const whole = await jpeg()
      const thumbnail = Buffer.concat([Buffer.from('JFIF\0\x01\x01\0\0\x48\0\x48\x0a\x01', 'latin1'), SECRET])
      return Buffer.concat([whole.subarray(0, 2), jpegSegment(0xe0, thumbnail), whole.subarray(2)])
    },
  ],
  'what stands behind a JPEG': ['jpg', async () => Buffer.concat([await jpeg(), SECRET])],
  'a second JPEG behind the first': [
    'jpg',
    async () => Buffer.concat([await jpeg(), withSegments(await jpeg(), jpegSegment(0xe1, SECRET))]),
  ],
  'a segment between the scans of a progressive JPEG': [
    'jpg',
    async () => {
      const whole = await drawing().jpeg({ progressive: true }).toBuffer()
      return inserted(whole, whole.lastIndexOf(Buffer.from([0xff, 0xda])), jpegSegment(0xe1, SECRET))
    },
  ],
  ...Object.fromEntries(
    Array.from({ length: 16 }, (_, number) => [
      `application segment ${number} of a JPEG`,
      ['jpg', async () => withSegments(await jpeg(), jpegSegment(0xe0 + number, SECRET))] as const,
    ]),
  ),
  ...Object.fromEntries(
    ['tEXt', 'zTXt', 'iTXt', 'eXIf', 'tIME', 'prVt'].flatMap((name) => [
      [
        `a chunk ${name} of a PNG, in front of its data`,
        ['png', async () => inserted(await png(), 33, pngChunk(name, SECRET))] as const,
      ],
      [
        `a chunk ${name} of a PNG, behind its data`,
        ['png', async () => behindImage(await png(), name, SECRET)] as const,
      ],
    ]),
  ),
  'what stands behind a PNG': ['png', async () => Buffer.concat([await png(), SECRET])],
  'a text of a moving PNG': ['png', async () => inserted(await movingPng(), 33, pngChunk('tEXt', SECRET))],
  'a comment of a GIF': [
    'gif',
    async () => {
      const whole = await gif()
      const comment = Buffer.concat([Buffer.from([0x21, 0xfe, SECRET.length]), SECRET, Buffer.alloc(1)])
      return inserted(whole, whole.length - 1, comment)
    },
  ],
  'the data of an application in a GIF': [
    'gif',
    async () => {
      const whole = await gif()
      const head = Buffer.concat([
        Buffer.from([0x21, 0xff, 11]),
        Buffer.from('XMP DataXMP'),
        Buffer.from([SECRET.length]),
      ])
      return inserted(whole, whole.length - 1, Buffer.concat([head, SECRET, Buffer.alloc(1)]))
    },
  ],
  'a loop of a GIF with more data': [
    'gif',
    async () => {
      const whole = await gif()
      const head = Buffer.concat([Buffer.from([0x21, 0xff, 11]), Buffer.from('NETSCAPE2.0\x03\x01\0\0', 'latin1')])
      return inserted(
        whole,
        whole.length - 1,
        Buffer.concat([head, Buffer.from([SECRET.length]), SECRET, Buffer.alloc(1)]),
      )
    },
  ],
  'what stands behind a GIF': ['gif', async () => Buffer.concat([await gif(), SECRET])],
  'an unknown chunk of a WebP': [
    'webp',
    async () => riff(Buffer.concat([await movingWebp(), riffChunk('XYZ ', SECRET)])),
  ],
  'the EXIF of a WebP': [
    'webp',
    () =>
      drawing()
        .webp()
        .withExif({ IFD0: { Artist: WORDS } })
        .toBuffer(),
  ],
  'what stands behind a WebP': ['webp', async () => Buffer.concat([await webp(), SECRET])],
  'a free box of an AVIF': ['avif', async () => Buffer.concat([await avif(), box('free', SECRET)])],
  'an unknown box of an AVIF': ['avif', async () => Buffer.concat([await avif(), box('uuid', SECRET)])],
  'data of an AVIF that belongs to no image': ['avif', async () => Buffer.concat([await avif(), box('mdat', SECRET)])],
  'the EXIF of an AVIF': [
    'avif',
    () =>
      drawing()
        .avif({ effort: 0 })
        .withExif({ IFD0: { Artist: WORDS } })
        .toBuffer(),
  ],
}

const pixels = async (bytes: Buffer) => (await sharp(bytes, { animated: true }).raw().toBuffer()).toString('base64')

describe('What is served of an original', () => {
  it.each(Object.entries(PLACES))('has no words from %s', async (_, [extension, make]) => {
    const bytes = await make()
    expect(bytes.includes(SECRET)).toBe(true)

    const served = await servedOf(bytes, extension)

    expect(served.includes(SECRET)).toBe(false)
    expect(served.includes('CAM-4711')).toBe(false)
    // An AVIF is encoded again.
    if (extension !== 'avif') expect(await pixels(served)).toBe(await pixels(bytes))
  })

  it.each([
    ['a JPEG', 'jpg', jpeg],
    ['a progressive JPEG', 'jpg', () => drawing().jpeg({ progressive: true }).toBuffer()],
    ['a JPEG in gray', 'jpg', () => drawing().grayscale().jpeg().toBuffer()],
    ['a JPEG for print', 'jpg', () => drawing().toColourspace('cmyk').withIccProfile('cmyk').jpeg().toBuffer()],
    ['a PNG', 'png', png],
    ['a PNG with a palette', 'png', () => drawing().png({ palette: true }).toBuffer()],
    ['a PNG with a color profile', 'png', () => drawing().withIccProfile('p3').png().toBuffer()],
    ['a moving PNG', 'png', movingPng],
    ['a GIF', 'gif', gif],
    ['a WebP', 'webp', webp],
    [
      'a WebP with transparency and a color profile',
      'webp',
      () => drawing().ensureAlpha(0.5).withIccProfile('p3').webp().toBuffer(),
    ],
    ['a moving WebP', 'webp', movingWebp],
    ['an AVIF', 'avif', avif],
    ['an AVIF with transparency', 'avif', () => drawing().ensureAlpha(0.5).avif({ effort: 0 }).toBuffer()],
  ])('is the very file where it is nothing but the image: %s', async (_, extension, make) => {
    const bytes = await make()

    expect((await servedOf(bytes, extension)).equals(bytes)).toBe(true)
  })

  it('still moves when words were cut out of a moving PNG', async () => {
    const served = await servedOf(inserted(await movingPng(), 33, pngChunk('tEXt', SECRET)), 'png')

    expect(served.equals(await movingPng())).toBe(true)
  })

  it('is encoded again where the bytes cannot be followed, but can be seen', async () => {
    const whole = await jpeg()
    // Bytes between two segments, which decoders pass over.
    const bytes = inserted(whole, 20, SECRET)

    const served = await servedOf(bytes, 'jpg')

    expect(served.includes(SECRET)).toBe(false)
    expect(await sharp(served).metadata()).toMatchObject({ width: 48, height: 32 })
  })
})
