import { createHash, randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Json } from '../helpers/api.ts'
import { startImageServer } from '../media/image-server.ts'
import { PLACES, wrongFiles } from '../media/places.ts'
import { newImage } from '../media/sample-images.ts'
import { served, servedAs, servedSet } from '../media/served.ts'
import { namesIn } from '../media/store-suite.ts'
import { type ImageDesk, imageDesk, MAX_BYTES, type Payload, photograph } from './image-desk.ts'
import { contractOf } from './operations.ts'

const { operation, operationNames } = contractOf('pictures')
const server = await startImageServer()

const NOTHING_WRONG = { userErrors: [] }
const NOWHERE = '00000000-0000-4000-8000-000000000000'

interface Image {
  readonly id: string
  readonly url: string
}

interface WithImage extends Payload {
  readonly image: Image
}

/** What ForTheBrowser answers. */
interface Page {
  leadImage: { url: string; srcSet: string; image: { url: string; srcSet: string } }
  credits: { author: { image: Image } }[]
}

it('Each operation of the document stands in a test below', () => {
  const here = readFileSync(new URL(import.meta.url), 'utf8')
  expect(operationNames.filter((name) => !here.includes(`'${name}'`))).toEqual([])
})

describe.each(PLACES)('With images in a %s', (kind) => {
  let desk: ImageDesk
  const send: ImageDesk['send'] = (...call) => desk.send(...call)
  const refused: ImageDesk['refused'] = (...call) => desk.refused(...call)
  const at = (url: string) => served(desk.api.app, url)

  beforeAll(async () => {
    desk = await imageDesk(kind, server.network)
  })

  describe('Bringing in', () => {
    it('Upload takes a file, with the words that it holds where the caller has none', async () => {
      const file = await photograph()
      const { image, ...rest } = await send<WithImage>('Upload', { file, credit: 'Reuters' }, 'REPORTER')

      expect(rest).toEqual(NOTHING_WRONG)
      expect(image).toEqual({
        id: expect.stringMatching(/^image_/),
        url: expect.stringMatching(/\/[0-9a-f]{32}\.jpg$/),
        width: 1600,
        height: 900,
        mimeType: 'image/jpeg',
        sizeBytes: file.length,
        altText: null,
        description: 'A border crossing in the morning',
        credit: 'Reuters',
        creator: 'Ada Lovelace',
        copyrightNotice: '© 2026 An agency',
        usageTerms: 'Once',
      })
      expect(await desk.place.store.stat(image.url.split('/').at(-1) ?? '')).toMatchObject({ sizeBytes: file.length })
      expect(await at(image.url)).toEqual(servedAs('jpeg', '1600x900'))
      expect(await wrongFiles(desk.database, desk.place)).toEqual([])
    })

    it('FromUrl fetches one', async () => {
      const url = `http://pictures.test:${server.port}/good`

      const { image, ...rest } = await send<WithImage>('FromUrl', { url }, 'REPORTER')

      expect(rest).toEqual(NOTHING_WRONG)
      expect(image).toEqual({ id: expect.stringMatching(/^image_/), sourceUrl: url })
      const checksum = createHash('sha256').update(server.image).digest('hex')
      const { file } = await desk.database.prisma.image.findUniqueOrThrow({ where: { checksum } })
      expect(await namesIn(desk.place.store)).toContain(file)
      expect(await wrongFiles(desk.database, desk.place)).toEqual([])
    })

    it.each([
      ['no bytes at all', () => Buffer.of(), undefined, ['INVALID input.file']],
      ['a web page', () => Buffer.from('<!doctype html><p>no'), undefined, ['INVALID input.file']],
      ['more than a file may have', () => Buffer.alloc(MAX_BYTES + 1), undefined, ['TOO_LONG input.file']],
      ['words that are too long', newImage, 'x'.repeat(201), ['TOO_LONG input.credit']],
      ['both', () => Buffer.from('x'), 'x'.repeat(201), ['TOO_LONG input.credit', 'INVALID input.file']],
    ])('Upload refuses %s', async (_, file, credit, faults) => {
      expect(await refused('Upload', { file: await file(), credit })).toEqual(faults)
    })

    it.each([
      ['what is no address', 'nonsense', ['INVALID input.url']],
      ['another protocol', 'ftp://pictures.test/good', ['INVALID input.url']],
      ['this machine', 'http://127.0.0.1:PORT/good', ['INVALID input.url']],
      ['an address without an image', 'http://pictures.test:PORT/absent', ['INVALID input.url']],
      ['a web page', 'http://pictures.test:PORT/page', ['INVALID input.url']],
      ['a file that is too large', 'http://pictures.test:PORT/said-too-large', ['TOO_LONG input.url']],
    ])('FromUrl refuses %s', async (_, url, faults) => {
      expect(await refused('FromUrl', { url: url.replace('PORT', String(server.port)) })).toEqual(faults)
    })

    it('is nothing for readers: Upload and FromUrl', async () => {
      const url = `http://pictures.test:${server.port}/to-good`

      expect(await refused('Upload', { file: await newImage() }, null)).toEqual(['UNAUTHENTICATED'])
      expect(await refused('FromUrl', { url }, null)).toEqual(['UNAUTHENTICATED'])
    })
  })

  describe('An image that is there', () => {
    it('Rights', async () => {
      const { id } = await desk.uploaded()

      expect(await send('Rights', { id })).toEqual({
        image: {
          id,
          rightsExpireAt: '2030-01-01T00:00:00.000Z',
          rightsState: 'USABLE',
          focalPoint: { x: 0.5, y: 0.3 },
        },
        ...NOTHING_WRONG,
      })
    })

    it('Discard deletes it with its file and all that was made of it', async () => {
      const { id, url } = await desk.uploaded()
      const file = url.split('/').at(-1) ?? ''
      const { image } = await desk.api
        .as('EDITOR')
        .query<{ image: Image }>('query ($id: ID!) { image(id: $id) { url(width: 320) } }', {
          id,
        })
      expect(await at(url)).toMatchObject({ statusCode: 200 })
      expect(await at(image.url)).toMatchObject({ statusCode: 200 })
      const filesOfIt = async () => (await namesIn(desk.place.store)).filter((name) => name.includes(file))
      expect(await filesOfIt()).toHaveLength(3)

      expect(await send('Discard', { id })).toEqual({ deletedId: id, ...NOTHING_WRONG })

      expect(await filesOfIt()).toEqual([])
      expect(await at(url)).toEqual({ statusCode: 404 })
      expect(await at(image.url)).toEqual({ statusCode: 404 })
    })

    it('Discard leaves what an article shows, and its file', async () => {
      const image = await desk.uploaded()
      await desk.given.article({ captions: [{ image, role: 'LEAD' }] })

      expect(await refused('Discard', { id: image.id })).toEqual(['IN_USE input.id'])
      expect(await at(image.url)).toMatchObject({ statusCode: 200 })
    })

    it.each(['Rights', 'Discard'])('%s is refused to readers and reporters', async (name) => {
      const { id } = await desk.uploaded()

      expect(await refused(name, { id }, null)).toEqual(['UNAUTHENTICATED'])
      expect(await refused(name, { id }, 'REPORTER')).toEqual(['FORBIDDEN'])
    })

    it.each(['Rights', 'Discard'])('%s is refused on what is absent, and on what is no image', async (name) => {
      const { id: topicId } = await desk.given.topic()

      for (const id of [`image_${NOWHERE}`, topicId, 'nonsense', ''])
        expect(await refused(name, { id })).toEqual(['NOT_FOUND input.id'])
    })
  })

  describe('Captions one at a time', () => {
    let image: Awaited<ReturnType<ImageDesk['uploaded']>>

    beforeAll(async () => {
      image = await desk.uploaded()
    })

    /** A live article with a lead image, and one that the body shows. */
    async function captioned() {
      const [lead, shown] = [randomUUID(), randomUUID()]
      const article = await desk.given.article({
        captions: [
          { id: lead, image, role: 'LEAD', text: 'The crossing' },
          { id: shown, image, role: 'INLINE' },
        ],
        body: ['Before', { type: 'image', captionId: shown }],
      })
      return { ...article, imageId: image.id, lead: `caption_${lead}`, shown: `caption_${shown}` }
    }

    type Captioned = Awaited<ReturnType<typeof captioned>>

    it('AddCaption', async () => {
      const { id: articleId, imageId } = await captioned()
      const words = { text: 'Beside', credit: 'AP', altText: 'Told' }

      expect(await send('AddCaption', { input: { articleId, version: 1, imageId, ...words } })).toEqual({
        caption: { id: expect.any(String), role: 'INLINE', position: 2, ...words },
        article: { id: articleId, version: 2 },
        ...NOTHING_WRONG,
      })
    })

    it('EditCaption', async () => {
      const { id: articleId, lead: id } = await captioned()
      const crop = { x: 0, y: 0.25, width: 1, height: 0.5 }

      expect(await send('EditCaption', { input: { id, version: 1, text: 'New', crop } })).toEqual({
        caption: { id, text: 'New', crop },
        article: { id: articleId, version: 2 },
        ...NOTHING_WRONG,
      })
    })

    it('DropCaption', async () => {
      const { id: articleId, lead: id } = await captioned()

      expect(await send('DropCaption', { input: { id, version: 1 } })).toEqual({
        removedCaptionId: id,
        article: { id: articleId, version: 2 },
        ...NOTHING_WRONG,
      })
    })

    it('OrderCaptions', async () => {
      const { id: articleId, lead, shown } = await captioned()

      expect(
        await send('OrderCaptions', { input: { articleId, version: 1, captionIds: [shown, lead] } }),
      ).toMatchObject({
        article: {
          version: 2,
          captions: [
            { id: shown, position: 0 },
            { id: lead, position: 1 },
          ],
        },
        ...NOTHING_WRONG,
      })
    })

    const long = (length: number) => 'x'.repeat(length)

    /** Of each operation an input that would be done. */
    const GOOD: Record<string, (article: Captioned) => Json> = {
      AddCaption: ({ id: articleId, imageId }) => ({ articleId, version: 1, imageId }),
      EditCaption: ({ lead: id }) => ({ id, version: 1, text: 'New' }),
      DropCaption: ({ lead: id }) => ({ id, version: 1 }),
      OrderCaptions: ({ id: articleId, lead, shown }) => ({ articleId, version: 1, captionIds: [shown, lead] }),
    }
    const names = Object.keys(GOOD)
    const goodInput = (name: string, article: Captioned): Json => GOOD[name]?.(article) ?? {}

    it.each(names)('%s is refused to readers, and to reporters on what is not theirs', async (name) => {
      const input = goodInput(name, await captioned())

      expect(await refused(name, { input }, null)).toEqual(['UNAUTHENTICATED'])
      expect(await refused(name, { input }, 'REPORTER')).toEqual(['FORBIDDEN'])
    })

    it.each(names)('%s is refused on what is stale', async (name) => {
      const article = await captioned()
      await send('EditCaption', { input: { id: article.shown, version: 1, text: 'Meanwhile' } })

      expect(await refused(name, { input: goodInput(name, article) })).toEqual(['CONFLICT input.version'])
    })

    it.each(names)('%s is refused on what is absent', async (name) => {
      const input = goodInput(name, await captioned())
      const [named, id] = 'id' in input ? ['id', `caption_${NOWHERE}`] : ['articleId', `article_${NOWHERE}`]

      expect(await refused(name, { input: { ...input, [named]: id } })).toEqual([`NOT_FOUND input.${named}`])
    })

    it.each<[string, string, (article: Captioned) => Json, string[]]>([
      ['AddCaption', 'a second lead', () => ({ role: 'LEAD' }), ['DUPLICATE input.role']],
      ['AddCaption', 'an image that is absent', () => ({ imageId: `image_${NOWHERE}` }), ['NOT_FOUND input.imageId']],
      ['AddCaption', 'a place beyond the end', () => ({ position: 3 }), ['INVALID input.position']],
      ['AddCaption', 'words that are too long', () => ({ text: long(2001) }), ['TOO_LONG input.text']],
      [
        'AddCaption',
        'a crop outside the image',
        () => ({ crop: { x: 0.5, y: 0, width: 0.6, height: 1 } }),
        ['INVALID input.crop.width'],
      ],
      ['EditCaption', 'no image', () => ({ imageId: null }), ['REQUIRED input.imageId']],
      ['EditCaption', 'a second lead', ({ shown: id }) => ({ id, role: 'LEAD' }), ['DUPLICATE input.role']],
      ['EditCaption', 'words that are too long', () => ({ altText: long(501) }), ['TOO_LONG input.altText']],
      ['DropCaption', 'what the body shows', ({ shown: id }) => ({ id }), ['IN_USE input.id']],
      ['DropCaption', 'a note that is too long', () => ({ note: long(2001) }), ['TOO_LONG input.note']],
      ['OrderCaptions', 'one of two', ({ lead }) => ({ captionIds: [lead] }), ['REQUIRED input.captionIds']],
      [
        'OrderCaptions',
        'one twice',
        ({ lead, shown }) => ({ captionIds: [lead, shown, lead] }),
        ['DUPLICATE input.captionIds.2'],
      ],
      [
        'OrderCaptions',
        'one of another article',
        ({ lead }) => ({ captionIds: [lead, `caption_${NOWHERE}`] }),
        ['NOT_FOUND input.captionIds.1', 'REQUIRED input.captionIds'],
      ],
    ])('%s refuses %s', async (name, _, bad, faults) => {
      const article = await captioned()

      expect(await refused(name, { input: { ...goodInput(name, article), ...bad(article) } })).toEqual(faults)
    })
  })

  describe('What is read', () => {
    it('ForTheBrowser: everything that it names is there, in the size and the form that were asked for', async () => {
      const [image, portrait] = [await desk.uploaded(), await desk.uploaded()]
      const author = await desk.given.author({ imageId: portrait.uuid })
      const { slug } = await desk.given.article({
        credits: [{ author }],
        captions: [{ image, role: 'LEAD', text: 'The crossing', altText: 'A gate', credit: 'AP' }],
      })

      const { article } = await desk.api.query<{ article: Page }>(operation('ForTheBrowser'), { slug })

      const { leadImage, credits } = article
      expect(leadImage).toMatchObject({ text: 'The crossing', altText: 'A gate', credit: 'AP' })
      expect(await at(leadImage.url)).toEqual(servedAs('webp', '1280x720'))
      expect(await servedSet(desk.api.app, leadImage.srcSet)).toEqual({
        '320w': servedAs('avif', '320x180'),
        '640w': servedAs('avif', '640x360'),
        '1280w': servedAs('avif', '1280x720'),
      })
      expect(leadImage.image).toMatchObject({
        placeholder: expect.stringMatching(/^data:image\/webp;base64,.{20,980}$/),
        dominantColor: expect.stringMatching(/^#[0-9a-f]{6}$/),
      })
      expect(await at(leadImage.image.url)).toEqual(servedAs('webp', '640x360'))
      expect(await servedSet(desk.api.app, leadImage.image.srcSet)).toEqual({
        '320w': servedAs('webp', '320x180'),
        '640w': servedAs('webp', '640x360'),
      })
      expect(credits).toEqual([{ author: { image: { url: expect.any(String) } } }])
      expect(await at(credits[0]?.author.image.url ?? '')).toEqual(servedAs('webp', '96x96'))
      // On a busy machine, image workers get little time.
    })

    it('Library: found by its words, with what shows it', async () => {
      const word = `w${randomUUID().replaceAll('-', '')}`
      const { id, uuid } = await desk.uploaded()
      await desk.database.prisma.image.update({ where: { id: uuid }, data: { headline: `The ${word} crossing` } })
      const { slug } = await desk.given.article({
        captions: [{ image: { uuid }, role: 'LEAD', text: 'The crossing' }],
      })

      const { images } = await desk.api.query<{ images: { nodes: Image[] } }>(operation('Library'), { search: word })

      expect(images).toEqual({
        nodes: [
          {
            id,
            url: expect.any(String),
            width: 1600,
            height: 900,
            creator: 'Ada Lovelace',
            credit: 'An agency',
            uses: {
              nodes: [{ article: { slug }, caption: { role: 'LEAD', text: 'The crossing' } }],
              totalCount: 1,
            },
          },
        ],
        totalCount: 1,
      })
      expect(await at(images.nodes[0]?.url ?? '')).toEqual(servedAs('webp', '320x180'))
    })
  })
})
