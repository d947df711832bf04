import { createHash } from 'node:crypto'
import type { Sharp } from 'sharp'
import { describe, expect, it } from 'vitest'
import { deskPath, downloadPath } from '../../src/media/serving/desk-address.ts'
import { mediaSecret } from '../../src/media/serving/secret.load.ts'
import { signerOf } from '../../src/media/serving/signature.ts'
import { testApi } from '../helpers/api.ts'
import { temporaryFolder, testDatabase } from '../helpers/database.ts'
import { givenIn } from '../helpers/given.ts'
import { PRIVATE } from './drawn-images.ts'
import { behindImage, iptcSegment, ownBytes, randomImage, withSegments } from './sample-images.ts'
import { upload } from './uploading.ts'

const database = await testDatabase()
const api = await testApi(database, { variables: { MEDIA_DIR: await temporaryFolder() } })
const desk = api.as('REPORTER')
const signer = signerOf(await mediaSecret(database))

const ORIGINAL = 'query ($id: ID!) { image(id: $id) { originalUrl url } }'

const digest = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
const own = (image: Sharp) => ownBytes(image.withExif(PRIVATE))
const image = randomImage

/** Of each format, with parts that readers never get. */
const FILES: Readonly<Record<string, () => Promise<Buffer<ArrayBuffer>>>> = {
  'a JPEG with EXIF': () => own(image().jpeg()),
  'a JPEG with IPTC': async () => withSegments(await ownBytes(image().jpeg()), iptcSegment([120, 'A bridge'])),
  'a JPEG with a trailer': async () => Buffer.concat([await ownBytes(image().jpeg()), Buffer.from('a trailer')]),
  'a JPEG for print': () => ownBytes(image().toColourspace('cmyk').withIccProfile('cmyk').jpeg()),
  'a PNG with a text': async () => behindImage(await ownBytes(image().png()), 'tEXt', Buffer.from('Author\0Ada')),
  'a WebP with EXIF': () => own(image().webp()),
  'an AVIF with EXIF': () => own(image().avif()),
  'a GIF with a trailer': async () => Buffer.concat([await ownBytes(image().gif()), Buffer.from('behind')]),
}

async function givenOriginal(bytes: Buffer<ArrayBuffer>) {
  const added = await upload(api.app, (await desk.user()).token, bytes)
  expect(added).toMatchObject({ isNew: true, userErrors: [] })
  const id = added.image?.id ?? ''
  const { image: found } = await desk.query<{ image: { originalUrl: string; url: string } }>(ORIGINAL, { id })
  const { file } = await database.prisma.image.findUniqueOrThrow({ where: { checksum: digest(bytes) } })
  return { id, file, path: new URL(found.originalUrl).pathname, shown: new URL(found.url).pathname }
}

describe('The original', () => {
  it.each(Object.keys(FILES))('of %s is byte for byte what was added', async (what) => {
    const bytes = await (FILES[what]?.() ?? Buffer.alloc(0))
    const { path, shown, file } = await givenOriginal(bytes)

    const { statusCode, rawPayload, headers } = await api.app.inject(path)

    expect(statusCode).toBe(200)
    expect(digest(rawPayload)).toBe(digest(bytes))
    expect(headers).toMatchObject({
      'content-disposition': `attachment; filename="${file}"`,
      'cache-control': 'private, no-store',
      'x-content-type-options': 'nosniff',
      'content-length': String(bytes.length),
    })
    expect(file).toMatch(/^[\w.-]+$/)
    const copy = await api.app.inject(shown)
    expect(copy.headers).not.toHaveProperty('content-disposition')
    expect(copy.rawPayload.includes('Lovelace')).toBe(false)
  })

  it('has no address for readers', async () => {
    const { id, file } = await givenOriginal(await ownBytes(image(70).png()))
    const shown = await database.prisma.image.findFirstOrThrow({ where: { file } })
    await givenIn(database).article({ captions: [{ image: { uuid: shown.id }, role: 'LEAD' }] })
    expect(await api.query('query ($id: ID!) { image(id: $id) { id } }', { id })).toEqual({ image: { id } })

    const [error] = await api.errors(ORIGINAL, { id })

    expect(error?.extensions).toMatchObject({ code: 'FORBIDDEN' })
  })

  it('is at no other address: expired, of another file, of another time, or signed for what is shown', async () => {
    const { file, path } = await givenOriginal(await ownBytes(image(80).jpeg()))
    const [, , , signature = '', until = ''] = path.split('/')
    const forged = [
      `/media/${downloadPath(file, signer, Date.now() - 2 * 3_600_000)}`,
      `/media/${downloadPath(file, signerOf('another'))}`,
      `/media/${deskPath(file, signer)}`.replace('/d/', '/o/'),
      path.replace('/o/', '/d/'),
      path.replace(until, String(Number(until) + 3600)),
      path.replace(signature, 'A'.repeat(22)),
      `${path}?x=1`,
      `/media/o/${file}`,
      `/media/${downloadPath(`r/${file}`, signer)}`,
    ]

    expect((await api.app.inject(path)).statusCode).toBe(200)
    for (const url of forged) {
      const { statusCode, headers } = await api.app.inject(url)
      expect({ url, statusCode, cache: headers['cache-control'] }).toEqual({
        url,
        statusCode: 404,
        cache: 'private, no-store',
      })
      expect(headers).not.toHaveProperty('content-disposition')
    }
  })

  it('works for an hour at least and two at most', () => {
    const now = Date.parse('2026-05-01T10:59:59Z')
    const until = Number(downloadPath('a.jpg', signer, now).split('/')[2]) * 1000

    expect(until - now).toBeGreaterThan(3_600_000)
    expect(until - now).toBeLessThanOrEqual(7_200_000)
  })
})
