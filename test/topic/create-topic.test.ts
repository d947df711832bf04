import { describe, expect, it } from 'vitest'
import { testApi } from '../helpers/api.ts'
import { expectNoChange } from '../helpers/contents.ts'
import { onPostgresql, testDatabase } from '../helpers/database.ts'
import { givenIn } from '../helpers/given.ts'
import { CREATE, faultsOf, type Payload } from './topic-documents.ts'

const database = await testDatabase()
const { prisma } = database
const api = await testApi(database)
const editor = api.as('EDITOR')
const given = givenIn(database)

const create = (input: object) => editor.mutate<Payload>(CREATE, { input })
const refused = (input: object) => expectNoChange(database, () => create(input))

const NOWHERE = 'topic_00000000-0000-4000-8000-000000000000'

describe('createTopic', () => {
  it('makes a topic with all that is said of it', async () => {
    const [parent, first, second] = [await given.topic(), await given.topic(), await given.topic()]

    const { topic, userErrors, clientMutationId } = await create({
      name: '  Gaza Strip ',
      slug: 'gaza-strip',
      kind: 'PLACE',
      parentId: parent.id,
      description: 'A strip of land.\nBy the sea.',
      uri: 'medtop:20000001',
      relatedTopicIds: [second.id, first.id],
      clientMutationId: 'mine',
    })

    expect(userErrors).toEqual([])
    expect(clientMutationId).toBe('mine')
    expect(topic).toEqual({
      id: expect.stringMatching(/^topic_/),
      slug: 'gaza-strip',
      name: 'Gaza Strip',
      kind: 'PLACE',
      description: 'A strip of land.\nBy the sea.',
      uri: 'medtop:20000001',
      version: 1,
      parent: { id: parent.id },
      curatedTopics: [{ id: second.id }, { id: first.id }],
      articleCount: 0,
      relatedTopics: { nodes: [{ id: second.id }, { id: first.id }] },
    })
  })

  it('notes who made it', async () => {
    const { topic } = await create({ name: 'Noted' })

    const trail = await prisma.activity.findMany({ where: { subjectId: topic?.id.slice('topic_'.length) } })

    const { uuid, name } = await editor.user()
    expect(trail).toMatchObject([
      { subjectType: 'Topic', action: 'CREATED', version: 1, actorId: uuid, actorName: name },
    ])
  })

  it.each([
    ['English', 'Hamas & Fatah: the talks', 'hamas-fatah-the-talks'],
    ['Hebrew', 'רצועת עזה', /^[a-z0-9]+-[a-z0-9]+$/],
    ['Arabic', 'قطاع غزة', /^[a-z0-9]+-[a-z0-9]+$/],
    ['German', 'Straße der Möwen', 'strasse-der-mowen'],
    ['images alone', '🎉🎉', 'topic'],
  ])('makes an address of a name in %s', async (_language, name, slug) => {
    const { topic } = await create({ name })

    expect(topic?.name).toBe(name)
    expect(topic?.slug).toMatch(slug)
    expect(await api.query('query ($slug: String!) { topic(slug: $slug) { name } }', { slug: topic?.slug })).toEqual({
      topic: { name },
    })
  })

  it('takes the next free address for a name whose address is there already', async () => {
    const slugs = []
    for (const name of ['Repeated', 'Repeated!', 'Repeated?']) slugs.push((await create({ name })).topic?.slug)

    expect(slugs).toEqual(['repeated', 'repeated-2', 'repeated-3'])
  })

  it('leaves an old address to whom it leads', async () => {
    const moved = await given.topic({ slug: 'old-home' })
    await prisma.topic.update({ where: { id: moved.uuid }, data: { slug: 'new-home' } })

    expect((await create({ name: 'Old Home' })).topic?.slug).toBe('old-home-2')
  })

  it('refuses an address that is taken, and names one that is free', async () => {
    await create({ name: 'Wanted', slug: 'wanted' })
    await create({ name: 'Wanted by another', slug: 'wanted-2' })

    const payload = await refused({ name: 'Wanted too', slug: 'wanted' })

    expect(faultsOf(payload)).toEqual([['TAKEN', 'input.slug']])
    const [, free] = /e\.g\. "(.+)"\./.exec(payload.userErrors[0]?.message ?? '') ?? []
    expect(free).toBe('wanted-3')
    expect((await create({ name: 'Wanted too', slug: free })).topic?.slug).toBe(free)
  })

  it('refuses a concept that another topic stands for', async () => {
    await create({ name: 'Concept', uri: 'medtop:1' })

    expect(faultsOf(await refused({ name: 'Concept again', uri: 'medtop:1' }))).toEqual([['TAKEN', 'input.uri']])
  })

  it('tells of every fault at once, each with its place', async () => {
    const beside = await given.topic()
    await create({ name: 'There', slug: 'there', uri: 'medtop:2' })

    const payload = await refused({
      name: ' \u200b',
      slug: 'There',
      parentId: NOWHERE,
      description: 'x'.repeat(2001),
      uri: 'medtop:2',
      relatedTopicIds: [beside.id, 'author_1', beside.id, NOWHERE],
    })

    expect(payload.topic).toBeNull()
    expect(faultsOf(payload).toSorted()).toEqual([
      ['DUPLICATE', 'input.relatedTopicIds.2'],
      ['INVALID', 'input.slug'],
      ['NOT_FOUND', 'input.parentId'],
      ['NOT_FOUND', 'input.relatedTopicIds.1'],
      ['NOT_FOUND', 'input.relatedTopicIds.3'],
      ['REQUIRED', 'input.name'],
      ['TAKEN', 'input.uri'],
      ['TOO_LONG', 'input.description'],
    ])
  })

  it.each([
    ['a slug that is empty', { name: 'a', slug: '' }, [['REQUIRED', 'input.slug']]],
    ['a parent that is no topic', { name: 'a', parentId: 'article_1' }, [['NOT_FOUND', 'input.parentId']]],
    [
      'too many topics beside it',
      { name: 'a', relatedTopicIds: Array.from({ length: 101 }, (_, n) => `topic_${n}`) },
      [['TOO_LONG', 'input.relatedTopicIds']],
    ],
  ])('refuses %s', async (_what, input, faults) => {
    expect(faultsOf(await refused(input))).toEqual(faults)
  })

  it('is for those who may edit topics', async () => {
    const input = { name: 'Forbidden' }

    await expectNoChange(database, async () => {
      expect(await api.errors(CREATE, { input })).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }])
      expect(await api.as('REPORTER').errors(CREATE, { input })).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }])
    })
    expect((await api.as('ADMIN').mutate<Payload>(CREATE, { input })).topic?.name).toBe('Forbidden')
  })

  it('happens once for an idempotency key', async () => {
    const input = { name: 'Once', idempotencyKey: 'once' }
    const first = await create(input)

    const second = await expectNoChange(database, () => create(input))

    expect(second).toEqual(first)
    expect(faultsOf(await create({ ...input, name: 'Other' }))).toEqual([
      ['IDEMPOTENCY_KEY_REUSED', 'input.idempotencyKey'],
    ])
  })

  it.runIf(onPostgresql)('gives each of many at once an address of its own', async () => {
    const payloads = await Promise.all(Array.from({ length: 20 }, (_, n) => create({ name: `Rush${'!'.repeat(n)}` })))

    expect(payloads.flatMap(faultsOf)).toEqual([])
    expect(new Set(payloads.map(({ topic }) => topic?.slug)).size).toBe(20)
  })

  it.runIf(onPostgresql)('gives a chosen address to one of many at once', async () => {
    const payloads = await Promise.all(
      Array.from({ length: 10 }, (_, n) => create({ name: `Race ${n}`, slug: 'race', uri: `race:${n}` })),
    )

    expect(payloads.filter(({ topic }) => topic)).toHaveLength(1)
    expect(payloads.flatMap(faultsOf)).toEqual(Array(9).fill(['TAKEN', 'input.slug']))
  })

  it.runIf(onPostgresql)('gives a concept to one of many at once', async () => {
    const payloads = await Promise.all(
      Array.from({ length: 10 }, (_, n) => create({ name: `Concept race ${n}`, uri: 'race:one' })),
    )

    expect(payloads.filter(({ topic }) => topic)).toHaveLength(1)
    expect(payloads.flatMap(faultsOf)).toEqual(Array(9).fill(['TAKEN', 'input.uri']))
  })
})
