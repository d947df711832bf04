import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import sharp from 'sharp'
import { beforeAll, describe, expect, it } from 'vitest'
import { addImages, type SeedImage } from '../../prisma/seed/add-images.ts'
import { pictures } from '../../prisma/seed/content/images.ts'
import { KHOURY_SLUG } from '../../prisma/seed/content/khoury.ts'
import { palettes } from '../../prisma/seed/draw/palettes.ts'
import { loadRenderer } from '../../prisma/seed/draw/render.ts'
import { rect } from '../../prisma/seed/draw/shapes.ts'
import { idOf } from '../../prisma/seed/identity.ts'
import { seedNewsroom } from '../../prisma/seed/newsroom.ts'
import type { Database } from '../../src/database/database.ts'
import { type Api, testApi } from '../helpers/api.ts'
import { expectNoChange } from '../helpers/contents.ts'
import { testDatabase } from '../helpers/database.ts'
import { type EmptyPlace, emptyPlace, PLACES, wrongFiles } from '../media/places.ts'
import { namesIn } from '../media/store-suite.ts'
import { upload } from '../media/uploading.ts'

const pixelsOf = (bytes: Buffer): Promise<Buffer> => sharp(bytes).raw().toBuffer()

const KHOURY = idOf('image', 'hamas-officials-2015')

/** An image of one colour. */
function plain(name: string, { width = 60, height = 40 } = {}): SeedImage {
  const scene = () => [rect(0, 0, width, height, '#aa3333')]
  return {
    id: idOf('image', name),
    drawing: { name, scene, colours: palettes.day, width, height },
    words: { altText: name },
    createdAt: '2016-01-01T00:00:00Z',
  }
}

describe.each(PLACES)("The seed's images in a %s", (kind) => {
  let database: Database
  let place: EmptyPlace
  let api: Api
  const khoury = () => database.prisma.image.findUniqueOrThrow({ where: { id: KHOURY } })
  const incoming = () => readdir(join(place.mediaDir, '.incoming'))
  const bytesOf = async (file: string) => {
    const opened = await place.store.open(file)
    return opened && buffer(opened.stream)
  }
  const served = async (url: string) => {
    const { statusCode, headers, rawPayload } = await api.app.inject(new URL(url).pathname)
    return { statusCode, type: headers['content-type'], bytes: rawPayload }
  }

  beforeAll(async () => {
    database = await testDatabase()
    place = await emptyPlace(kind)
    api = await testApi(database, { variables: place.variables })
    await seedNewsroom(database, place)
  })

  it('are there, each under a name that its bytes do not tell, and nothing else is', async () => {
    const rows = await database.prisma.image.findMany()

    expect(rows.length).toBe(pictures.length)
    for (const { file, checksum } of rows) {
      expect(file).toMatch(/^[0-9a-f]{32}\.png$/)
      expect(file).not.toContain(checksum.slice(0, 8))
    }
    expect(await namesIn(place.store)).toEqual(rows.map(({ file }) => file).sort())
    expect(await wrongFiles(database, place)).toEqual([])
    expect(await incoming()).toEqual([])
  })

  it('are served: the Khoury image, and a rendition of it', async () => {
    const { article } = await api.query<{ article: { leadImage: { url: string; small: string } } }>(
      'query ($slug: String!) { article(slug: $slug) { leadImage { url small: url(width: 320, format: WEBP) } } }',
      { slug: KHOURY_SLUG },
    )
    const [original, rendition] = [await served(article.leadImage.url), await served(article.leadImage.small)]
    const stored = await bytesOf((await khoury()).file)

    expect(original).toMatchObject({ statusCode: 200, type: 'image/png' })
    // A copy, with the words of its credit.
    expect(await pixelsOf(original.bytes)).toEqual(stored && (await pixelsOf(stored)))
    expect(rendition).toMatchObject({ statusCode: 200, type: 'image/webp' })
    expect(await sharp(rendition.bytes).metadata()).toMatchObject({ format: 'webp', width: 320 })
    for await (const { name } of place.store.list('r/')) await place.store.remove(name)
  })

  it('are as they were after a second run', async () => {
    const before = await namesIn(place.store)

    const { images } = await expectNoChange(database, () => seedNewsroom(database, place))

    expect(images).toBe(0)
    expect(await namesIn(place.store)).toEqual(before)
  })

  it('are put back where the file was lost, and what a developer has said of them stays', async () => {
    await database.prisma.image.update({ where: { id: KHOURY }, data: { altText: 'Said by a developer', focalX: 0.1 } })
    const { file } = await khoury()
    const bytes = await bytesOf(file)
    await place.store.remove(file)

    await expectNoChange(database, () => seedNewsroom(database, place))

    expect(bytes && (await bytesOf(file))?.equals(bytes)).toBe(true)
  })

  it('keep the names that they had in earlier versions, also where the file was lost', async () => {
    const { file: now } = await khoury()
    const file = 'hamas-officials-2015-0a1b2c3d4e5f.png'
    const bytes = (await bytesOf(now)) ?? Buffer.of()
    await place.store.put(file, Readable.from([bytes]))
    await place.store.remove(now)
    await database.prisma.image.update({ where: { id: KHOURY }, data: { file } })

    await expectNoChange(database, () => seedNewsroom(database, place))
    await place.store.remove(file)
    await expectNoChange(database, () => seedNewsroom(database, place))

    expect((await bytesOf(file))?.equals(bytes)).toBe(true)
    expect(await place.store.stat(now)).toBeNull()
    expect(await wrongFiles(database, place)).toEqual([])
  })

  it('are left alone where an earlier version drew them otherwise', async () => {
    const picture = plain('drawn otherwise')
    const { file } = await database.prisma.image.create({
      data: {
        id: picture.id,
        file: 'drawn-otherwise.png',
        mimeType: 'image/png',
        width: 60,
        height: 40,
        sizeBytes: 10,
        checksum: '0a'.repeat(32),
      },
    })
    const before = await namesIn(place.store)

    const { added } = await expectNoChange(database, () => addImages(database, place, [picture]))

    expect(added).toBe(0)
    expect(await namesIn(place.store)).toEqual(before)
    expect(await wrongFiles(database, place)).toEqual([`${file} is lost`])
    await database.prisma.image.delete({ where: { id: picture.id } })
  })

  it('are the images that somebody uploaded, where the bytes are the same', async () => {
    const picture = plain('uploaded before', { width: 70 })
    const { token } = await api.as('REPORTER').user()
    const render = await loadRenderer()

    const { image } = await upload(api.app, token, Buffer.from(render(picture.drawing)))

    const { ids, added } = await expectNoChange(database, () => addImages(database, place, [picture]))

    expect(added).toBe(0)
    expect(`image_${ids.get(picture.id)}`).toBe(image?.id)
  })

  it('come in once, though two servers bring them at the same time', async () => {
    const wanted = [90, 91, 92, 93].map((width) => plain(`${width} pixels`, { width }))

    const both = await Promise.all([1, 2].map(() => addImages(database, place, wanted)))

    expect(both.reduce((sum, { added }) => sum + added, 0)).toBe(wanted.length)
    for (const { ids } of both) expect([...ids.keys()]).toEqual([...ids.values()])
    expect(await wrongFiles(database, place)).toEqual([])
  })

  it('are judged as any other: what does not come in leaves nothing behind', async () => {
    const before = await namesIn(place.store)
    const tooLong = { ...plain('too long', { width: 80 }), words: { altText: 'x'.repeat(501) } }

    await expectNoChange(database, async () => {
      await expect(addImages(database, place, [plain('too wide', { width: 70_000, height: 1 })])).rejects.toThrow(
        'The drawing "too wide" was refused: This image has 70,000 x 1 pixels.',
      )
      await expect(addImages(database, place, [tooLong])).rejects.toThrow()
    })

    expect(await namesIn(place.store)).toEqual(before)
    expect(await incoming()).toEqual([])
  })
})
