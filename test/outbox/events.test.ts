import { describe, expect, it } from 'vitest'
import { testApi } from '../helpers/api.ts'
import { expectNoChange } from '../helpers/contents.ts'
import { testDatabase } from '../helpers/database.ts'
import { givenIn } from '../helpers/given.ts'
import { newImage } from '../media/sample-images.ts'
import { upload } from '../media/uploading.ts'
import { acted } from '../workflow/acting.ts'
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

/** Of each event, sorted: their order says nothing. */
const changedFieldsOf = async (subject: { id: string }) =>
  (await eventsAbout(database, subject)).map(({ payload: { changedFields } }) =>
    Array.isArray(changedFields) ? changedFields.toSorted() : changedFields,
  )

const FUTURE = '2099-01-01T00:00:00.000Z'
const PAST = '2020-01-01T00:00:00.000Z'

describe('A live article', () => {
  it('that changes has an event with the name of each field that readers see', async () => {
    const article = await given.article()
    const [topic, author, image, other] = [
      await given.topic(),
      await given.author(),
      await given.image(),
      await given.article(),
    ]
    const texts = { kicker: 'Opinion', headline: 'Another', standfirst: 'More', dateline: 'Cairo' }

    const saved = await acted(editor, 'updateArticle', article, {
      ...texts,
      aiUse: { kind: 'ASSISTED' },
      body: [{ paragraph: { html: 'Other words' } }],
      credits: [{ authorId: author.id, role: 'WRITER' }],
      captions: [{ key: 'lead', imageId: image.id, role: 'LEAD' }],
      topics: [{ topicId: topic.id, rel: 'ABOUT' }],
    })
    const published = await acted(editor, 'publishArticle', saved)
    await done('setRelatedArticles', { id: article.id, version: published.version, pinnedIds: [other.id] })

    const content = [...Object.keys(texts), 'aiUse', 'body', 'captions', 'credits', 'topics'].sort()
    expect(await changedFieldsOf(article)).toEqual([content, ['relatedArticles']])
  })
})

describe('An image', () => {
  it('that was uploaded has an event, with its file and its rights', async () => {
    const { image } = await upload(api.app, (await editor.user()).token, await newImage(), { rightsExpireAt: FUTURE })
    if (!image) throw new Error('no image')

    expect(await eventsAbout(database, image)).toEqual([
      {
        type: 'image.created',
        payload: {
          ...{ id: image.id, version: 1, file: await fileOf({ uuid: image.id.replace('image_', '') }) },
          ...{ rightsState: 'USABLE', rightsExpireAt: FUTURE },
        },
      },
    ])
  })

  it('of which everything changes has an event with the name of each field', async () => {
    const image = await given.image()
    const texts = [
      'headline',
      'altText',
      'description',
      'credit',
      'creator',
      'copyrightHolder',
      'copyrightNotice',
      'usageTerms',
      'city',
      'country',
      'sourceName',
      'instructions',
      'captionWriter',
    ]

    await done('updateImage', {
      ...{ id: image.id, ...Object.fromEntries(texts.map((name) => [name, `Another ${name}`])) },
      ...{
        takenAt: PAST,
        rightsExpireAt: FUTURE,
        withheld: true,
        withheldReason: 'A child',
        focalPoint: { x: 0, y: 1 },
      },
    })

    const others = ['takenAt', 'rightsExpireAt', 'withheld', 'withheldReason', 'focalPoint']
    expect(await changedFieldsOf(image)).toEqual([[...texts, ...others].sort()])
  })

  const fileOf = async ({ uuid }: { uuid: string }) =>
    (await prisma.image.findUniqueOrThrow({ where: { id: uuid } })).file

  it('that changes has an event, with the changed fields and the new state', async () => {
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

  it('has one event, however many articles show it', async () => {
    const image = await given.image()
    for (let count = 0; count < 3; count += 1) await given.article({ captions: [{ image }] })

    await done('updateImage', { id: image.id, credit: 'AP' })

    expect(await eventsAbout(database, image)).toHaveLength(1)
  })

  it('that is deleted has an event', async () => {
    const image = await given.image()
    const file = await fileOf(image)

    await done('deleteImage', { id: image.id })

    expect(await eventsAbout(database, image)).toEqual([{ type: 'image.deleted', payload: { id: image.id, file } }])
  })

  it('has no event if nothing changes, or the change is refused', async () => {
    const image = await given.image({ altText: 'Same' })
    await given.article({ captions: [{ image }] })

    await expectNoChange(database, () => done('updateImage', { id: image.id, altText: 'Same' }))
    await refused('updateImage', { id: image.id, altText: 'x'.repeat(501) })
    await refused('updateImage', { id: image.id, version: 9, altText: 'Other' })
    await refused('deleteImage', { id: image.id })

    expect(await eventsAbout(database, image)).toEqual([])
  })

  it('has one event if a call is sent twice with one key', async () => {
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
  it('that is new has an event, with its address', async () => {
    const document = `mutation ($input: Create${Kind}Input!) { create${Kind}(input: $input) { ${kind} { id slug version } } }`
    const payload = await editor.mutate<Record<string, { id: string; slug: string; version: number }>>(document, {
      input: { name: `A new ${kind}` },
    })
    const one = payload[kind]
    if (!one) throw new Error(`no ${kind}`)

    expect(one).toEqual({ id: expect.any(String), slug: `a-new-${kind}`, version: 1 })
    expect(await eventsAbout(database, one)).toEqual([{ type: `${kind}.created`, payload: one }])
  })

  it('that changes has an event, with its old address if it has a new one', async () => {
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

  it('that is deleted has an event', async () => {
    const one = await given[kind]()

    await done(`delete${Kind}`, { id: one.id, version: 1 })

    expect(await eventsAbout(database, one)).toEqual([
      { type: `${kind}.deleted`, payload: { id: one.id, slug: one.slug } },
    ])
  })

  it('has no event if nothing changes, or the change is refused', async () => {
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

describe('An author', () => {
  it('of which everything changes has an event with the name of each field', async () => {
    const [author, image, user] = [await given.author(), await given.image(), await api.as('REPORTER').user()]
    const document = 'mutation ($input: UpdateAuthorInput!) { updateAuthor(input: $input) { userErrors { code } } }'

    const { userErrors } = await api.as('ADMIN').mutate<Payload>(document, {
      input: {
        ...{ id: author.id, version: 1, name: 'Another', slug: 'another-author', jobTitle: 'Critic', bio: 'Writes.' },
        ...{ imageId: image.id, links: [{ label: 'Home', url: 'https://noa.example/' }], userId: user.id },
      },
    })

    expect(userErrors).toEqual([])
    const fields = ['bio', 'image', 'jobTitle', 'links', 'name', 'slug', 'user']
    expect(await changedFieldsOf(author)).toEqual([fields])
  })
})

describe('A topic', () => {
  it('of which everything changes has an event with the name of each field', async () => {
    const [topic, parent, related] = [await given.topic(), await given.topic(), await given.topic()]

    await done('updateTopic', {
      ...{ id: topic.id, version: 1, name: 'Another topic', slug: 'another-topic', kind: 'EVENT', parentId: parent.id },
      ...{ description: 'About it.', uri: 'medtop:99999999', relatedTopicIds: [related.id] },
    })

    const fields = ['curatedTopics', 'description', 'kind', 'name', 'parent', 'slug', 'uri']
    expect(await changedFieldsOf(topic)).toEqual([fields])
  })

  it('that is merged has an event, with the topic that it was merged into', async () => {
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
