import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp, { type Sharp } from 'sharp'
import { describe, expect, it } from 'vitest'
import { testApi } from '../helpers/api.ts'
import { temporaryFolder, testDatabase } from '../helpers/database.ts'
import { givenIn } from '../helpers/given.ts'
import { marked, redShare } from './drawn-images.ts'

const IN_TEXT = '00000000-0000-4000-8000-000000000021'

const mediaDir = await temporaryFolder()
const database = await testDatabase()
const given = givenIn(database)
const api = await testApi(database, { variables: { MEDIA_DIR: mediaDir } })
const desk = api.as('EDITOR')

interface ImageOptions {
  focalX?: number
  focalY?: number
  /** Of a caption that shows it */
  crop?: [x: number, y: number, width: number, height: number]
}

let counter = 0

async function givenImage(source: Sharp, size: { width: number; height: number }, options: ImageOptions = {}) {
  const { crop, ...focus } = options
  counter += 1
  const bytes = await source.toBuffer()
  const { format } = await sharp(bytes).metadata()
  const file = `image-${counter}.${format === 'jpeg' ? 'jpg' : format}`
  await writeFile(join(mediaDir, file), bytes)
  const image = await given.image({ ...size, ...focus, file, mimeType: `image/${format}` })
  const [cropX, cropY, cropWidth, cropHeight] = crop ?? [null, null, null, null]
  const shown = { image, cropX, cropY, cropWidth, cropHeight }
  const article = await given.article({
    body: [{ type: 'image', captionId: IN_TEXT }],
    captions: [
      { ...shown, role: 'LEAD' },
      { ...shown, role: 'INLINE', id: IN_TEXT },
    ],
  })
  return { id: image.id, slug: article.slug, file }
}

const standing = (width = 1600, height = 1200, at = { x: 0.5, y: 0.5 }) => marked(width, height, at).png()

type Args = { width?: number; aspectRatio?: string; format?: string }

const IMAGE = `query ($id: ID!, $width: Int, $aspectRatio: String, $format: ImageFormat) {
  image(id: $id) { url(width: $width, aspectRatio: $aspectRatio, format: $format) } }`
const CAPTION = `query ($slug: String!, $width: Int, $aspectRatio: String, $format: ImageFormat) {
  article(slug: $slug) { leadImage { url(width: $width, aspectRatio: $aspectRatio, format: $format) } } }`
const SRC_SET = `query ($id: ID!, $widths: [Int!]!, $aspectRatio: String, $format: ImageFormat) {
  image(id: $id) { srcSet(widths: $widths, aspectRatio: $aspectRatio, format: $format) } }`

async function urlOf({ id }: { id: string }, args: Args = {}): Promise<string> {
  return (await desk.query<{ image: { url: string } }>(IMAGE, { id, ...args })).image.url
}

async function captionUrl({ slug }: { slug: string }, args: Args = {}): Promise<string> {
  const { article } = await api.query<{ article: { leadImage: { url: string } } }>(CAPTION, { slug, ...args })
  return article.leadImage.url
}

async function srcSetOf({ id }: { id: string }, widths: number[], args: Args = {}): Promise<string> {
  return (await desk.query<{ image: { srcSet: string } }>(SRC_SET, { id, widths, ...args })).image.srcSet
}

async function loaded(url: string) {
  const response = await api.app.inject(new URL(url).pathname)
  expect(response.statusCode).toBe(200)
  const bytes = response.rawPayload
  const { format, compression, width, height } = await sharp(bytes).metadata()
  return { bytes, type: response.headers['content-type'], format: compression ?? format, width, height }
}

describe('an image', () => {
  it('is the original where nothing is asked for', async () => {
    const image = await givenImage(standing(), { width: 1600, height: 1200 })

    expect(await urlOf(image)).toMatch(new RegExp(`/media/${image.file}$`))
    expect(await captionUrl(image)).toMatch(new RegExp(`/media/${image.file}$`))
  })

  it.each([
    ['AVIF', 'image/avif', 'av1'],
    ['WEBP', 'image/webp', 'webp'],
    ['JPEG', 'image/jpeg', 'jpeg'],
  ])('comes as %s', async (format, type, decoded) => {
    const image = await givenImage(standing(), { width: 1600, height: 1200 })

    const rendition = await loaded(await urlOf(image, { width: 320, format }))

    expect(rendition).toMatchObject({ type, format: decoded, width: 320, height: 240 })
  })

  it('comes in the next width of the ladder, as WebP where nothing else is said', async () => {
    const image = await givenImage(standing(), { width: 1600, height: 1200 })

    expect(await loaded(await urlOf(image, { width: 321 }))).toMatchObject({
      width: 480,
      height: 360,
      format: 'webp',
    })
    expect(await urlOf(image, { width: 330 })).toBe(await urlOf(image, { width: 480 }))
    expect(await loaded(await urlOf(image, { width: 1 }))).toMatchObject({ width: 96 })
  })

  it('is never enlarged, neither whole nor cropped', async () => {
    const image = await givenImage(standing(500, 300), { width: 500, height: 300 })

    expect(await loaded(await urlOf(image, { width: 4000 }))).toMatchObject({ width: 500, height: 300 })
    const square = await loaded(await urlOf(image, { width: 480, aspectRatio: '1:1' }))
    expect(square).toMatchObject({ width: 300, height: 300 })
    expect(await loaded(await urlOf(image, { format: 'JPEG' }))).toMatchObject({ width: 500, height: 300 })
  })

  it.each([
    ['WEBP', 'image/webp'],
    ['AVIF', 'image/avif'],
    ['JPEG', 'image/jpeg'],
  ])('is no higher than every format can hold, however narrow it is, as %s', async (format, type) => {
    const thread = sharp({ create: { width: 3, height: 65_535, channels: 3, background: '#ff0000' } }).png()
    const image = await givenImage(thread, { width: 3, height: 65_535 })

    expect(await loaded(await urlOf(image, { format }))).toMatchObject({ type, width: 1, height: 16_000 })
  })

  it.each([
    ['16:9', 640, 360],
    ['1:1', 640, 640],
    ['2:3', 640, 960],
    ['1.91:1', 640, 335],
    ['32:18', 640, 360],
    ['7:5', 640, 480],
    ['100:1', 640, 160],
    ['1:100', 600, 1200],
  ])('is cropped to %s', async (aspectRatio, width, height) => {
    const image = await givenImage(standing(), { width: 1600, height: 1200 })

    expect(await loaded(await urlOf(image, { width: 640, aspectRatio }))).toMatchObject({ width, height })
  })

  it.each([
    { x: 0.03, y: 0.04 },
    { x: 0.97, y: 0.04 },
    { x: 0.5, y: 0.96 },
    { x: 0.9, y: 0.5 },
  ])('keeps its focal point in view, at $x, $y', async ({ x, y }) => {
    const options = { focalX: x, focalY: y }
    const image = await givenImage(standing(1600, 1200, { x, y }), { width: 1600, height: 1200 }, options)

    for (const aspectRatio of ['1:1', '1:4', '4:1']) {
      const { bytes, width, height } = await loaded(await urlOf(image, { width: 480, aspectRatio }))
      const markShare = (width / 20) ** 2 / (width * height)
      expect(await redShare(bytes)).toBeGreaterThan(markShare * 0.5)
    }
  })

  it('has its address anew when its focal point moves, and the same one else', async () => {
    const image = await givenImage(standing(), { width: 1600, height: 1200 }, { focalX: 0.1, focalY: 0.1 })
    const before = await urlOf(image, { width: 320, aspectRatio: '1:1' })
    expect(await urlOf(image, { width: 320, aspectRatio: '1:1' })).toBe(before)

    await database.prisma.image.updateMany({ where: { file: image.file }, data: { focalX: 0.9 } })

    expect(await urlOf(image, { width: 320, aspectRatio: '1:1' })).not.toBe(before)
  })

  it('stands upright however the camera was held', async () => {
    // The mark is drawn at the bottom left, and seen at the top left.
    const turned = marked(800, 600, { x: 0.05, y: 0.95 }).jpeg().withMetadata({ orientation: 6 })
    const image = await givenImage(turned, { width: 600, height: 800 }, { focalX: 0.05, focalY: 0.05 })

    const whole = await loaded(await urlOf(image, { width: 320 }))
    expect(whole).toMatchObject({ width: 320, height: 427 })
    const corner = await sharp(whole.bytes).extract({ left: 0, top: 0, width: 60, height: 60 }).png().toBuffer()
    expect(await redShare(corner)).toBeGreaterThan(0.02)
    const { bytes } = await loaded(await urlOf(image, { width: 320, aspectRatio: '3:1' }))
    expect(await redShare(bytes)).toBeGreaterThan(0)
  })

  it('shows the first frame of several', async () => {
    const frames = await Promise.all(
      ['#ff0000', '#0000ff'].map((background) =>
        sharp({ create: { width: 200, height: 100, channels: 3, background } })
          .png()
          .toBuffer(),
      ),
    )
    const image = await givenImage(sharp(frames, { join: { animated: true } }).gif(), { width: 200, height: 100 })

    const { bytes, width, height } = await loaded(await urlOf(image, { width: 160 }))

    expect({ width, height }).toEqual({ width: 160, height: 80 })
    expect(await redShare(bytes)).toBeGreaterThan(0.95)
  })

  it('stands on white as JPEG where it can be seen through', async () => {
    const nothing = sharp({ create: { width: 200, height: 200, channels: 4, background: '#00000000' } }).png()
    const image = await givenImage(nothing, { width: 200, height: 200 })

    const { bytes } = await loaded(await urlOf(image, { format: 'JPEG' }))

    expect((await sharp(bytes).stats()).channels.map(({ mean }) => Math.round(mean))).toEqual([255, 255, 255])
  })
})

describe('a caption', () => {
  it('shows its crop, and nothing else', async () => {
    const crop: [number, number, number, number] = [0.25, 0.5, 0.5, 0.25]
    const whole = standing(1600, 1200, { x: 0.1, y: 0.1 })
    const image = await givenImage(whole, { width: 1600, height: 1200 }, { crop })

    const original = await loaded(await captionUrl(image))
    expect(original).toMatchObject({ width: 800, height: 300, format: 'webp' })
    expect(await redShare(original.bytes)).toBe(0)
    expect(await loaded(await captionUrl(image, { width: 320 }))).toMatchObject({ width: 320, height: 120 })
  })

  it.each(['1:1', '16:9', '3:1', '1:1.2'])('keeps the whole crop in view at %s', async (aspectRatio) => {
    // Red, and no more than the crop.
    const patch = { create: { width: 400, height: 400, channels: 3, background: '#ff0000' } } as const
    const grey = sharp({ create: { width: 1600, height: 1200, channels: 3, background: '#888888' } })
    const drawn = grey.composite([{ input: patch, left: 1200, top: 0 }]).png()
    const crop: [number, number, number, number] = [0.75, 0, 0.25, 1 / 3]
    const image = await givenImage(drawn, { width: 1600, height: 1200 }, { crop, focalX: 0, focalY: 1 })

    const { bytes, width, height } = await loaded(await captionUrl(image, { width: 480, aspectRatio }))

    const [across = 0, down = 0] = aspectRatio.split(':').map(Number)
    const side = Math.min(width, height)
    expect(width / height).toBeCloseTo(across / down, 1)
    expect(await redShare(bytes)).toBeCloseTo(side ** 2 / (width * height), 1)
  })

  it('shows as much of the crop as there is room for at a ratio', async () => {
    const crop: [number, number, number, number] = [0, 0.4, 1, 0.2]
    const image = await givenImage(standing(), { width: 1600, height: 1200 }, { crop })

    const { bytes, width, height } = await loaded(await captionUrl(image, { width: 320, aspectRatio: '1:1' }))

    expect({ width, height }).toEqual({ width: 320, height: 320 })
    expect(await redShare(bytes)).toBeGreaterThan(0)
  })
})

describe('an image in bodyHtml', () => {
  async function embeddedIn({ slug }: { slug: string }) {
    const document = 'query ($slug: String!) { article(slug: $slug) { bodyHtml } }'
    const { article } = await api.query<{ article: { bodyHtml: string } }>(document, { slug })
    const [, src = '', width, height] = /<img src="([^"]+)" width="(\d+)" height="(\d+)"/.exec(article.bodyHtml) ?? []
    return { src, size: { width: Number(width), height: Number(height) } }
  }

  it('is no wider than a text, and says the size that is served', async () => {
    const image = await givenImage(standing(), { width: 1600, height: 1200 })

    const { src, size } = await embeddedIn(image)

    expect(size).toEqual({ width: 1280, height: 960 })
    expect(await loaded(src)).toMatchObject({ ...size, format: 'webp' })
    expect(src).toBe(await captionUrl(image, { width: 1280 }))
  })

  it('shows the crop, and nothing that was cropped away', async () => {
    const whole = standing(1600, 1200, { x: 0.1, y: 0.1 })
    const image = await givenImage(whole, { width: 1600, height: 1200 }, { crop: [0.25, 0.5, 0.5, 0.25] })

    const { src, size } = await embeddedIn(image)

    expect(size).toEqual({ width: 800, height: 300 })
    const { bytes, ...served } = await loaded(src)
    expect(served).toMatchObject(size)
    expect(await redShare(bytes)).toBe(0)
  })
})

describe('a set of sources', () => {
  it('has each width once, from the smallest, as it truly is', async () => {
    const image = await givenImage(standing(1000, 500), { width: 1000, height: 500 })

    const set = await srcSetOf(image, [1280, 320, 300, 640, 2000], { format: 'AVIF' })

    const sources = set.split(', ').map((source) => source.split(' '))
    expect(sources.map(([, width]) => width)).toEqual(['320w', '640w', '1000w'])
    for (const [url = '', width = ''] of sources) {
      expect(await loaded(url)).toMatchObject({ width: Number.parseInt(width, 10), type: 'image/avif' })
    }
  })

  it('is cropped as asked', async () => {
    const image = await givenImage(standing(), { width: 1600, height: 1200 })

    const [url = ''] = (await srcSetOf(image, [320], { aspectRatio: '16:9' })).split(' ')

    expect(await loaded(url)).toMatchObject({ width: 320, height: 180, format: 'webp' })
  })
})

describe('arguments that make no image', () => {
  it.each<[Args, string]>([
    [{ width: 0 }, 'width'],
    [{ width: -320 }, 'width'],
    [{ aspectRatio: '' }, 'aspectRatio'],
    [{ aspectRatio: '16/9' }, 'aspectRatio'],
    [{ aspectRatio: '16:0' }, 'aspectRatio'],
    [{ aspectRatio: '-16:9' }, 'aspectRatio'],
    [{ aspectRatio: '1e3:1' }, 'aspectRatio'],
    [{ aspectRatio: '16:9:4' }, 'aspectRatio'],
    [{ aspectRatio: '99999:1' }, 'aspectRatio'],
    [{ aspectRatio: 'wide' }, 'aspectRatio'],
  ])('%o is refused, with what is allowed', async (args, argument) => {
    const image = await givenImage(standing(), { width: 1600, height: 1200 })

    const [error] = await desk.errors(IMAGE, { id: image.id, ...args })

    expect(error?.extensions).toEqual({ code: 'BAD_USER_INPUT', argument, allowed: expect.any(String) })
  })

  it.each([[[]], [[0]], [[320, -1]], [Array.from({ length: 13 }, (_, index) => index + 1)]])(
    'widths of %j are refused',
    async (widths) => {
      const image = await givenImage(standing(), { width: 1600, height: 1200 })

      const [error] = await desk.errors(SRC_SET, { id: image.id, widths })

      expect(error?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument: 'widths' })
    },
  )

  it('widths may be as large as they like', async () => {
    const image = await givenImage(standing(), { width: 1600, height: 1200 })

    expect(await loaded(await urlOf(image, { width: 2_147_483_647 }))).toMatchObject({ width: 1600, height: 1200 })
  })
})
