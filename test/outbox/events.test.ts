import { describe, expect, it } from 'vitest'
import { testApi } from '../helpers/api.ts'
import { expectNoChange } from '../helpers/contents.ts'
import { testDatabase } from '../helpers/database.ts'
import { givenIn } from '../helpers/given.ts'
import { eventsAbout } from './stored-events.ts'

// What the readers' side learns of images, authors and topics: one event for each change, and none where there is none.

const database = await testDatabase()
const { prisma } = database
const api = await testApi(database)
const editor = api.as('EDITOR')
const given = givenIn(database)

interface Payload {
  userErrors: { code: string }[]
}

function send(mutation: string, input: object): Promise<Payload> {
  const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`
  const document = `mutation ($input: ${type}!) { ${mutation}(input: $input) { userErrors { code } } }`
  return editor.mutate<Payload>(document, { input })
}

async function done(mutation: string, input: object): Promise<void> {
  expect((await send(mutation, input)).userErrors).toEqual([])
}

const refused = (mutation: string, input: object) =>
  expectNoChange(database, async () => expect((await send(mutation, input)).userErrors).not.toEqual([]))

const FUTURE = '2099-01-01T00:00:00.000Z'
const PAST = '2020-01-01T00:00:00.000Z'

describe('An image', () => {
  const fileOf = async ({ uuid }: { uuid: string }) =>
    (await prisma.image.findUniqueOrThrow({ where: { id: uuid } })).file

  it('that changes is told of, with what changed and what holds now', async () => {
    const image = await given.image()
    const file = await fileOf(image)

    await done('updateImage', { id: image.id, altText: 'New', focalPoint: { x: 0, y: 1 }, takenAt: PAST })
    await done('updateImage', { id: image.id, rightsExpireAt: FUTURE })
    await done('updateImage', { id: image.id, withheld: true, withheldReason: 'A child is in it' })
    await done('updateImage', { id: image.id, withheld: false, rightsExpireAt: PAST })

    const said = { id: image.id, file, rightsState: 'USABLE', rightsExpireAt: null }
    expect(await eventsAbout(database, image)).toEqual([
      { type: 'image.updated', payload: { ...said, version: 2, changedFields: ['altText', 'takenAt', 'focalPoint'] } },
      {
        type: 'image.updated',
        payload: { ...said, version: 3, rightsExpireAt: FUTURE, changedFields: ['rightsExpireAt'] },
      },
      {
        type: 'image.updated',
        payload: {
          ...said,
          version: 4,
          rightsExpireAt: FUTURE,
          rightsState: 'WITHHELD',
          changedFields: ['withheld', 'withheldReason'],
        },
      },
      {
        type: 'image.updated',
        payload: {
          ...said,
          version: 5,
          rightsExpireAt: PAST,
          rightsState: 'EXPIRED',
          changedFields: ['rightsExpireAt', 'withheld', 'withheldReason'],
        },
      },
    ])
  })

  it('is told of once, however many articles show it', async () => {
    const image = await given.image()
    for (let count = 0; count < 3; count += 1) await given.article({ captions: [{ image }] })

    await done('updateImage', { id: image.id, credit: 'AP' })

    expect(await eventsAbout(database, image)).toHaveLength(1)
  })

  it('that is deleted is told of', async () => {
    const image = await given.image()
    const file = await fileOf(image)

    await done('deleteImage', { id: image.id })

    expect(await eventsAbout(database, image)).toEqual([{ type: 'image.deleted', payload: { id: image.id, file } }])
  })

  it('is not told of where nothing changes, or the change is refused', async () => {
    const image = await given.image({ altText: 'Same' })
    await given.article({ captions: [{ image }] })

    await expectNoChange(database, () => done('updateImage', { id: image.id, altText: 'Same' }))
    await refused('updateImage', { id: image.id, altText: 'x'.repeat(501) })
    await refused('updateImage', { id: image.id, version: 9, altText: 'Other' })
    await refused('deleteImage', { id: image.id })

    expect(await eventsAbout(database, image)).toEqual([])
  })

  it('is told of once where a call is sent twice with one key', async () => {
    const image = await given.image()
    const input = { id: image.id, altText: 'Once', idempotencyKey: 'image told once' }

    await done('updateImage', input)
    await done('updateImage', input)

    expect(await eventsAbout(database, image)).toHaveLength(1)
  })
})

describe.each([
  { kind: 'author', Kind: 'Author' },
  { kind: 'topic', Kind: 'Topic' },
] as const)('$Kind', ({ kind, Kind }) => {
  it('that changes is told of, with its old address where it has a new one', async () => {
    const one = await given[kind]()

    await done(`update${Kind}`, { id: one.id, version: 1, name: 'New name' })
    await done(`update${Kind}`, { id: one.id, version: 2, slug: `moved-${kind}` })

    expect(await eventsAbout(database, one)).toEqual([
      { type: `${kind}.updated`, payload: { id: one.id, slug: one.slug, version: 2, changedFields: ['name'] } },
      {
        type: `${kind}.updated`,
        payload: {
          id: one.id,
          slug: `moved-${kind}`,
          previousSlug: one.slug,
          version: 3,
          changedFields: ['slug'],
        },
      },
    ])
  })

  it('that is deleted is told of', async () => {
    const one = await given[kind]()

    await done(`delete${Kind}`, { id: one.id, version: 1 })

    expect(await eventsAbout(database, one)).toEqual([
      { type: `${kind}.deleted`, payload: { id: one.id, slug: one.slug } },
    ])
  })

  it('is not told of where nothing changes, or the change is refused', async () => {
    const one = await given[kind]()
    await given[kind]({ slug: 'taken' })
    await given.article(kind === 'author' ? { credits: [{ author: one }] } : { topics: [one] })

    await expectNoChange(database, () => done(`update${Kind}`, { id: one.id, version: 1, name: one.name }))
    await refused(`update${Kind}`, { id: one.id, version: 1, slug: 'taken' })
    await refused(`update${Kind}`, { id: one.id, version: 9, name: 'Other' })
    await refused(`delete${Kind}`, { id: one.id, version: 1 })

    expect(await eventsAbout(database, one)).toEqual([])
  })
})

describe('A topic', () => {
  it('that is merged is told of, with where it went', async () => {
    const [from, into] = [await given.topic(), await given.topic()]

    await done('mergeTopics', { fromId: from.id, intoId: into.id })

    expect(await eventsAbout(database, from)).toEqual([
      {
        type: 'topic.merged',
        payload: { id: from.id, slug: from.slug, into: { id: into.id, slug: into.slug, version: 2 } },
      },
    ])
  })
})

describe('The database', () => {
  it('takes an event of an article with the article alone, and others without', async () => {
    const { uuid } = await given.article()

    await expect(prisma.outboxEvent.create({ data: { type: 'article.updated', payload: {} } })).rejects.toThrow()
    await expect(
      prisma.outboxEvent.create({ data: { type: 'image.updated', payload: {}, articleId: uuid } }),
    ).rejects.toThrow()
  })
})
