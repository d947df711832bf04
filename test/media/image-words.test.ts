import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp, { type Sharp } from 'sharp'
import { describe, expect, it } from 'vitest'
import { type Inspected, inspectImage } from '../../src/media/intake/inspect.ts'
import { testApi } from '../helpers/api.ts'
import { temporaryFolder, testDatabase } from '../helpers/database.ts'
import { givenIn } from '../helpers/given.ts'
import { PRIVATE } from './drawn-images.ts'
import { ownBytes, randomImage, xmpOf } from './sample-images.ts'
import { upload } from './uploading.ts'

// What the files say of their image that readers get: credit, creator, copyright, page of rights, how it was made. And nothing else.

const database = await testDatabase()
const api = await testApi(database, { variables: { MEDIA_DIR: await temporaryFolder() } })
const given = givenIn(database)
const editor = api.as('EDITOR')
const folder = await temporaryFolder()

const WORDS = {
  credit: 'Reuters & <AP>',
  creator: 'נועה לוי',
  copyrightNotice: '© 2026 "Reuters"',
  webStatement: 'https://reuters.example/rights?a=1&b=2',
  digitalSource: 'TRAINED_ALGORITHMIC_MEDIA',
}

/** All that the metadata of a file says, as the library reads it. */
async function saidIn(bytes: Buffer): Promise<object> {
  const path = join(folder, crypto.randomUUID())
  await writeFile(path, bytes)
  const found = await inspectImage(path, 10_000_000)
  if (!('metadata' in found)) throw new Error('not an image')
  const { metadata }: Inspected = found
  return Object.fromEntries(Object.entries(metadata).filter(([, value]) => value !== null && [value].flat().length > 0))
}

/** An image that an author's page shows. */
async function publicImage(bytes: Buffer<ArrayBuffer>, input: object = {}): Promise<string> {
  const { image } = await upload(api.app, (await editor.user()).token, bytes, input)
  if (!image) throw new Error('no image')
  await given.author({ imageId: image.id.replace('image_', '') })
  return image.id
}

const URLS = 'url avif: url(width: 40, format: AVIF) webp: url(width: 40) jpeg: url(width: 40, format: JPEG)'

async function urlsOf(id: string): Promise<Record<string, string>> {
  const { image } = await api.query<{ image: Record<string, string> }>(
    `query ($id: ID!) { image(id: $id) { ${URLS} } }`,
    { id },
  )
  return Object.fromEntries(Object.entries(image).map(([name, url]) => [name, new URL(url).pathname]))
}

async function fetched(path: string | undefined) {
  const response = await api.app.inject(path ?? '')
  expect(response.statusCode).toBe(200)
  return response
}

const FORMATS: Readonly<Record<string, (image: Sharp) => Sharp>> = {
  jpeg: (image) => image.jpeg(),
  png: (image) => image.png(),
  webp: (image) => image.webp(),
  'transparent webp': (image) => image.ensureAlpha(0.5).webp({ lossless: true }),
  avif: (image) => image.avif(),
  'jpeg that is turned': (image) => image.jpeg().withMetadata({ orientation: 6 }),
}

describe('The files of an image', () => {
  it.each(Object.keys(FORMATS))(
    'of a %s say what the library says, and nothing else of the original',
    async (format) => {
      const secret = xmpOf(
        'photoshop:City="Number 7" photoshop:Credit="Of the file"',
        '<dc:subject><rdf:Bag><rdf:li>Secret</rdf:li></rdf:Bag></dc:subject>',
      )
      const image = FORMATS[format]?.(randomImage()).withExif(PRIVATE).withXmp(secret)
      const id = await publicImage(await ownBytes(image ?? randomImage()), {
        ...WORDS,
        description: 'Secret',
        altText: 'Secret',
      })

      for (const path of Object.values(await urlsOf(id))) {
        const { rawPayload } = await fetched(path)

        expect(await saidIn(rawPayload), path).toEqual(WORDS)
        for (const word of ['Secret', 'Number 7', 'Lovelace', 'Camera', 'Of the file'])
          expect(rawPayload.includes(word), word).toBe(false)
        const { exif, iptc, orientation, comments } = await sharp(rawPayload).metadata()
        expect([exif, iptc, orientation ?? 1, comments]).toEqual([undefined, undefined, 1, undefined])
      }
    },
  )

  it.each(['jpeg', 'png', 'webp', 'transparent webp'])(
    'of a %s have the very pixels of the original',
    async (format) => {
      const original = await ownBytes(FORMATS[format]?.(randomImage()) ?? randomImage())
      const { url } = await urlsOf(await publicImage(original, WORDS))

      const { rawPayload } = await fetched(url)

      const pixels = (bytes: Buffer) => sharp(bytes).raw().toBuffer()
      expect((await pixels(rawPayload)).equals(await pixels(original))).toBe(true)
      expect(await sharp(rawPayload).metadata()).toMatchObject({ hasAlpha: format === 'transparent webp' })
    },
  )

  it('say what is read from the file where nobody says otherwise', async () => {
    const xmp = xmpOf('photoshop:Credit="AP" xmpRights:WebStatement="https://ap.example/"', '')
    const id = await publicImage(await ownBytes(randomImage().jpeg().withXmp(xmp)))

    for (const path of Object.values(await urlsOf(id)))
      expect(await saidIn((await fetched(path)).rawPayload)).toEqual({
        credit: 'AP',
        webStatement: 'https://ap.example/',
      })
  })

  it('have other addresses when the words change, and say the new ones at the old addresses too', async () => {
    const id = await publicImage(await ownBytes(randomImage().png()), WORDS)
    const before = await urlsOf(id)
    for (const path of Object.values(before))
      expect((await fetched(path)).headers['cache-control']).toContain('immutable')

    await editor.mutate(
      'mutation ($id: ID!) { updateImage(input: { id: $id, credit: "Another" }) { userErrors { code } } }',
      { id },
    )

    const after = await urlsOf(id)
    for (const [name, path] of Object.entries(after)) {
      expect(path).not.toBe(before[name])
      const [now, old] = [await fetched(path), await fetched(before[name])]
      expect(await saidIn(now.rawPayload)).toEqual({ ...WORDS, credit: 'Another' })
      expect(await saidIn(old.rawPayload)).toEqual({ ...WORDS, credit: 'Another' })
      expect(now.headers['cache-control']).toContain('immutable')
      expect(old.headers['cache-control']).not.toContain('immutable')
    }
  })

  it('have the same addresses when something else changes', async () => {
    const id = await publicImage(await ownBytes(randomImage().png()), WORDS)
    const before = await urlsOf(id)

    await editor.mutate(
      'mutation ($id: ID!) { updateImage(input: { id: $id, altText: "Another" }) { userErrors { code } } }',
      { id },
    )

    expect(await urlsOf(id)).toEqual(before)
  })

  it('say nothing where there is nothing to say', async () => {
    const id = await publicImage(await ownBytes(randomImage().jpeg()))

    for (const path of Object.values(await urlsOf(id)))
      expect(await saidIn((await fetched(path)).rawPayload)).toEqual({})
  })

  it('are not there under a version that is none', async () => {
    const id = await publicImage(await ownBytes(randomImage().png()), WORDS)
    const { url = '' } = await urlsOf(id)

    expect((await api.app.inject(url.replace(/[0-9a-f]{8}/, 'zzzzzzzz'))).statusCode).toBe(404)
  })
})
