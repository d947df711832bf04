import { existsSync, readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { type Json, testApi } from '../helpers/api.ts'
import { testDatabase } from '../helpers/database.ts'
import { type Given, givenIn } from '../helpers/given.ts'
import { contractOf } from './operations.ts'

// The operations on pictures that are there and their captions. How pictures come in has tests of its own (test/media).

const CONTRACT = new URL('../../../shared/contract/pictures.graphql', import.meta.url)

const { text, operation } = contractOf('pictures')
const database = await testDatabase()
const api = await testApi(database)
const editor = api.as('EDITOR')
const given = givenIn(database)

const NOTHING_WRONG = { userErrors: [] }
const NOWHERE = '00000000-0000-4000-8000-000000000000'

type Image = Omit<Given, 'slug'>

let image: Image
let article: Given
let captionId: string

beforeAll(async () => {
  image = await given.image({
    headline: 'Crossing',
    altText: 'A crossing',
    creator: 'Ada Lovelace',
    width: 1600,
    height: 900,
  })
  article = await given.article({ slug: 'crossing', captions: [{ image, role: 'LEAD', text: 'The crossing' }] })
})

it.skipIf(!existsSync(CONTRACT))('The document is the contract’s', () => {
  expect(text).toBe(readFileSync(CONTRACT, 'utf8'))
})

describe('Captions one at a time', () => {
  const added = () => ({
    articleId: article.id,
    version: 1,
    imageId: image.id,
    text: 'Beside',
    credit: 'AP',
    altText: 'Told',
  })

  it('AddCaption', async () => {
    const payload = await editor.mutate<{ caption: { id: string } & Json }>(operation('AddCaption'), { input: added() })

    expect(payload).toEqual({
      caption: { id: expect.any(String), role: 'INLINE', position: 1, text: 'Beside', altText: 'Told', credit: 'AP' },
      article: { id: article.id, version: 2 },
      ...NOTHING_WRONG,
    })
    captionId = payload.caption.id
  })

  it('EditCaption', async () => {
    const crop = { x: 0, y: 0.25, width: 1, height: 0.5 }

    expect(
      await editor.mutate(operation('EditCaption'), { input: { id: captionId, version: 2, text: 'New', crop } }),
    ).toEqual({
      caption: { id: captionId, text: 'New', crop },
      article: { id: article.id, version: 3 },
      ...NOTHING_WRONG,
    })
  })

  it('OrderCaptions', async () => {
    const { captions } = await latestCaptions()
    const captionIds = [captionId, ...captions.filter((id) => id !== captionId)]

    expect(
      await editor.mutate(operation('OrderCaptions'), { input: { articleId: article.id, version: 3, captionIds } }),
    ).toEqual({
      article: { id: article.id, version: 4, captions: captionIds.map((id, position) => ({ id, position })) },
      ...NOTHING_WRONG,
    })
  })

  it('DropCaption', async () => {
    expect(await editor.mutate(operation('DropCaption'), { input: { id: captionId, version: 4 } })).toEqual({
      removedCaptionId: captionId,
      article: { id: article.id, version: 5 },
      ...NOTHING_WRONG,
    })
  })

  it.each([
    ['AddCaption', () => added()],
    ['EditCaption', () => ({ id: captionId, version: 1 })],
    ['DropCaption', () => ({ id: captionId, version: 1 })],
    ['OrderCaptions', () => ({ articleId: article.id, version: 1, captionIds: [] })],
  ])('%s is refused to readers, on what is stale and on what is absent', async (name, input) => {
    const absent = Object.fromEntries(
      Object.entries(input()).map(([key, value]) => [
        key,
        key === 'id' ? `caption_${NOWHERE}` : key === 'articleId' ? `article_${NOWHERE}` : value,
      ]),
    )

    expect(await api.errors(operation(name), { input: input() })).toMatchObject([
      { extensions: { code: 'UNAUTHENTICATED' } },
    ])
    expect(await editor.mutate(operation(name), { input: input() })).toMatchObject({
      article: null,
      userErrors: [{ code: 'CONFLICT' }],
    })
    expect(await editor.mutate(operation(name), { input: absent })).toMatchObject({
      article: null,
      userErrors: [{ code: 'NOT_FOUND' }],
    })
  })
})

/** The captions of the latest revision, by their ids. */
async function latestCaptions(): Promise<{ captions: string[] }> {
  const { article: latest } = await editor.query<{ article: { captions: { id: string }[] } }>(
    'query ($id: ID!) { article(id: $id, stage: DRAFT) { captions { id } } }',
    { id: article.id },
  )
  return { captions: latest.captions.map(({ id }) => id) }
}

describe('The library', () => {
  it('ForTheBrowser', async () => {
    const { article: page } = await api.query<{ article: Json }>(operation('ForTheBrowser'), { slug: 'crossing' })

    expect(page).toMatchObject({
      leadImage: {
        text: 'The crossing',
        altText: 'A crossing',
        url: expect.stringMatching(/\.webp$/),
        srcSet: expect.stringMatching(/ 320w, .* 640w, .* 1280w$/),
        image: { placeholder: null, dominantColor: null, url: expect.any(String), srcSet: expect.any(String) },
      },
    })
  })

  it('Library', async () => {
    const { images } = await editor.query<Json>(operation('Library'), { search: 'cross' })

    expect(images).toEqual({
      nodes: [
        {
          id: image.id,
          url: expect.any(String),
          width: 1600,
          height: 900,
          creator: 'Ada Lovelace',
          credit: null,
          uses: {
            nodes: [{ article: { slug: 'crossing' }, caption: { role: 'LEAD', text: 'The crossing' } }],
            totalCount: 1,
          },
        },
      ],
      totalCount: 1,
    })
  })

  it('Rights', async () => {
    const { id } = await given.image()

    expect(await editor.mutate(operation('Rights'), { id })).toEqual({
      image: { id, rightsExpireAt: '2030-01-01T00:00:00.000Z', rightsState: 'USABLE', focalPoint: { x: 0.5, y: 0.3 } },
      ...NOTHING_WRONG,
    })
  })

  it('Discard', async () => {
    const { id } = await given.image()

    expect(await editor.mutate(operation('Discard'), { id: image.id })).toMatchObject({
      deletedId: null,
      userErrors: [{ code: 'IN_USE' }],
    })
    expect(await editor.mutate(operation('Discard'), { id })).toEqual({ deletedId: id, ...NOTHING_WRONG })
  })

  it.each(['Rights', 'Discard'])('%s is refused to readers and reporters, and on what is absent', async (name) => {
    const id = `image_${NOWHERE}`

    expect(await api.errors(operation(name), { id })).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }])
    expect(await api.as('REPORTER').errors(operation(name), { id })).toMatchObject([
      { extensions: { code: 'FORBIDDEN' } },
    ])
    expect(await editor.mutate(operation(name), { id })).toMatchObject({ userErrors: [{ code: 'NOT_FOUND' }] })
  })
})
