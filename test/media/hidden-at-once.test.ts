import { afterAll, describe, expect, it, vi } from 'vitest'
import { eventFeed } from '../../src/outbox/event-feed.ts'
import { testApi } from '../helpers/api.ts'
import { testDatabase } from '../helpers/database.ts'
import { givenIn } from '../helpers/given.ts'
import { SITE } from '../helpers/site.ts'
import { acted } from '../workflow/acting.ts'
import { newImage } from './sample-images.ts'
import { upload } from './uploading.ts'

// What hides an image from readers ends what the servers remember of it.

const database = await testDatabase()
const given = givenIn(database)

/** A server that would remember for a minute. */
async function server(pauseMs: number) {
  const events = eventFeed(database, SITE, { pauseMs })
  const api = await testApi(database, { rightsMemoryMs: 60_000, events })
  await events.start({ info: () => undefined, warn: () => undefined, error: () => undefined })
  afterAll(() => events.close())
  return api
}

// The one reads when it has written, the other by itself.
const own = await server(3_600_000)
const other = await server(50)
const editor = own.as('EDITOR')

async function shownImage() {
  const { image } = await upload(own.app, (await editor.user()).token, await newImage())
  if (!image) throw new Error('no image')
  const uuid = image.id.replace('image_', '')
  const article = await given.article({ status: 'DRAFT', captions: [{ image: { uuid } }] })
  const { version } = await acted(editor, 'publishArticle', article)
  const { file } = await database.prisma.image.findUniqueOrThrow({ where: { id: uuid } })
  const status = async ({ app }: typeof own) => (await app.inject(`/media/${file}`)).statusCode
  for (const api of [own, other]) expect(await status(api)).toBe(200)
  return { id: image.id, uuid, article: { ...article, version }, status }
}

type ShownImage = Awaited<ReturnType<typeof shownImage>>

const update = (input: object) =>
  editor.mutate(`mutation ($input: UpdateImageInput!) { updateImage(input: $input) { userErrors { code } } }`, {
    input,
  })

describe.each([
  ['it is withheld', ({ id }: ShownImage) => update({ id, withheld: true, withheldReason: 'A child is in it' })],
  ['its rights end', ({ id }: ShownImage) => update({ id, rightsExpireAt: '2020-01-01T00:00:00Z' })],
  [
    'its article is withdrawn',
    ({ article }: ShownImage) => acted(editor, 'withdrawArticle', article, { reason: 'A complaint' }),
  ],
  [
    'its article shows it no more',
    async ({ article }: ShownImage) => {
      const { version } = await acted(editor, 'updateArticle', article, { captions: [] })
      await acted(editor, 'publishArticle', { ...article, version })
    },
  ],
])('A file that was served is gone when %s', (_when, hide) => {
  it('from this server and from others', async () => {
    const image = await shownImage()

    await hide(image)

    for (const api of [own, other]) await vi.waitFor(async () => expect(await image.status(api)).toBe(404))
  })
})
