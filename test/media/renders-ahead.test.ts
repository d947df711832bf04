import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { eventFeed } from '../../src/outbox/event-feed.ts'
import { testApi } from '../helpers/api.ts'
import { temporaryFolder, testDatabase } from '../helpers/database.ts'
import { givenIn } from '../helpers/given.ts'
import { SITE } from '../helpers/site.ts'
import { newImage } from './sample-images.ts'
import { upload } from './uploading.ts'

// What the first reader of an article does not have to wait for.

const database = await testDatabase()
const given = givenIn(database)
const mediaDir = await temporaryFolder()
const events = eventFeed(database, SITE)
const api = await testApi(database, { events, variables: { MEDIA_DIR: mediaDir, RESPONSE_CACHE_BYTES: '0' } })
await events.start({ info: () => undefined, warn: () => undefined, error: () => undefined })
afterAll(() => events.close())
const editor = api.as('EDITOR')

/** The names of the renditions of an original in the store. */
async function renditionsOf(file: string): Promise<string[]> {
  const names = await readdir(join(mediaDir, 'r', file)).catch(() => [])
  return names.sort()
}

async function image() {
  const { image: added } = await upload(api.app, (await editor.user()).token, await newImage())
  if (!added) throw new Error('no image')
  const uuid = added.id.replace('image_', '')
  const { file } = await database.prisma.image.findUniqueOrThrow({ where: { id: uuid } })
  return { uuid, file }
}

const PAGE = `query ($slug: String!) { article(slug: $slug) {
  leadImage { square: url(width: 96, aspectRatio: "1:1", format: AVIF) whole: url(width: 160) } } }`

/** Readers look at another article, as often as makes its forms usual. */
async function readPages(times: number): Promise<void> {
  const { slug } = await given.article({ captions: [{ image: { uuid: (await image()).uuid }, role: 'LEAD' }] })
  for (let time = 0; time < times; time += 1) await api.query(PAGE, { slug })
}

async function changed(mutation: string, type: string, input: object): Promise<void> {
  const { userErrors } = await editor.mutate<{ userErrors: unknown[] }>(
    `mutation ($input: ${type}!) { ${mutation}(input: $input) { userErrors { code path } } }`,
    { input },
  )
  expect(userErrors).toEqual([])
}

async function published(image: { uuid: string }): Promise<void> {
  const article = await given.article({
    status: 'DRAFT',
    captions: [
      { image, role: 'LEAD' },
      { image, role: 'INLINE' },
    ],
  })
  await changed('publishArticle', 'PublishArticleInput', { id: article.id, version: 1 })
}

describe('The images of an article that goes live', () => {
  it('are rendered before anybody asks, in the forms that pages asked for lately', async () => {
    const { uuid, file } = await image()
    await published({ uuid })
    await events.read()
    await readPages(6)
    expect(await renditionsOf(file)).toEqual([])

    await published({ uuid })

    await expect.poll(() => renditionsOf(file)).toEqual(['20x20_5-0-20-20.avif', '30x20.webp'])
  })

  it('are not rendered for an article of long ago', async () => {
    await readPages(6)
    const [old, next] = [await image(), await image()]
    const archived = await given.article({
      captions: [{ image: old, role: 'LEAD' }],
      publishedAt: '2016-03-12T09:00:00Z',
    })
    await changed('setPublishedAt', 'SetPublishedAtInput', {
      id: archived.id,
      version: 1,
      publishedAt: '2016-03-13T09:00:00Z',
    })
    await published(next)

    await expect.poll(async () => (await renditionsOf(next.file)).length).toBe(2)
    expect(await renditionsOf(old.file)).toEqual([])
  })
})
