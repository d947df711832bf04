import { describe, expect, it } from 'vitest'
import { testApi } from '../helpers/api.ts'
import { expectNoChange } from '../helpers/contents.ts'
import { onPostgresql, testDatabase } from '../helpers/database.ts'
import { type Given, givenIn } from '../helpers/given.ts'
import { faultsOf, type Payload, UPDATE } from './topic-documents.ts'

const database = await testDatabase()
const { prisma } = database
const api = await testApi(database)
const editor = api.as('EDITOR')
const other = api.as('EDITOR', 'Another editor')
const given = givenIn(database)

const update = (input: object) => editor.mutate<Payload>(UPDATE, { input })
const refused = (input: object) => expectNoChange(database, () => update(input))
const resolve = async (path: string) =>
  (
    await api.query(
      'query ($path: String!) { resolvePath(path: $path) { __typename ... on Redirect { location } ... on Node { id } } }',
      { path },
    )
  ).resolvePath
const found = async (query: string) =>
  (
    await api.query<{ search: { nodes: { slug: string }[] } }>(
      'query ($query: String!) { search(query: $query) { nodes { slug } } }',
      { query },
    )
  ).search.nodes.map(({ slug }) => slug)
const parentOf = ({ uuid }: Given) =>
  prisma.topic.findUniqueOrThrow({ where: { id: uuid } }).then((row) => row.parentId)

describe('updateTopic', () => {
  it('changes what the input says, and nothing else', async () => {
    const [parent, beside] = [await given.topic(), await given.topic()]
    const { id } = await given.topic({ slug: 'kept', description: 'Kept', uri: 'kept:1', parent, related: [beside] })

    const { topic, userErrors } = await update({ id, version: 1, name: 'Renamed', kind: 'EVENT' })

    expect(userErrors).toEqual([])
    expect(topic).toMatchObject({
      slug: 'kept',
      name: 'Renamed',
      kind: 'EVENT',
      description: 'Kept',
      uri: 'kept:1',
      version: 2,
      parent: { id: parent.id },
      curatedTopics: [{ id: beside.id }],
    })
  })

  it('clears with null, and replaces lists whole', async () => {
    const [parent, first, second] = [await given.topic(), await given.topic(), await given.topic()]
    const { id } = await given.topic({ description: 'x', uri: 'cleared:1', parent, related: [first, second] })

    const replaced = await update({ id, version: 1, relatedTopicIds: [second.id] })
    const cleared = await update({
      id,
      version: 2,
      parentId: null,
      description: null,
      uri: '',
      relatedTopicIds: null,
    })

    expect(replaced.topic?.curatedTopics).toEqual([{ id: second.id }])
    expect(cleared.topic).toMatchObject({ version: 3, parent: null, description: null, uri: null, curatedTopics: [] })
  })

  it('writes nothing where nothing changes', async () => {
    const parent = await given.topic()
    const { id, name, slug } = await given.topic({ parent })

    const { topic } = await refused({
      id,
      version: 1,
      name: ` ${name}`,
      slug,
      parentId: parent.id,
      relatedTopicIds: [],
    })

    expect(topic?.version).toBe(1)
  })

  it('leaves the old address as one that leads to the new', async () => {
    const { id } = await given.topic({ slug: 'before' })

    await update({ id, version: 1, slug: 'between' })
    await update({ id, version: 2, slug: 'after' })

    expect(await resolve('/topic/before')).toEqual({ __typename: 'Redirect', location: '/topic/after' })
    expect(await resolve('/topic/between')).toEqual({ __typename: 'Redirect', location: '/topic/after' })
    expect(await resolve('/topic/after')).toEqual({ __typename: 'Topic', id })
  })

  it('lets articles be found by the new name', async () => {
    const topic = await given.topic({ name: 'Zanzibar' })
    const article = await given.article({ topics: [topic] })

    await update({ id: topic.id, version: 1, name: 'Quokkaland' })

    expect(await found('Quokkaland')).toEqual([article.slug])
    expect(await found('Zanzibar')).toEqual([])
  })

  it('notes who changed what', async () => {
    const { id, uuid } = await given.topic()

    await update({ id, version: 1, name: 'Noted', slug: 'noted', parentId: null })

    expect(await prisma.activity.findMany({ where: { subjectId: uuid } })).toMatchObject([
      { action: 'SAVED', version: 2, actorId: (await editor.user()).uuid, changedPaths: ['name', 'slug'] },
    ])
  })

  it('refuses a change of an old version, and says who made the new one', async () => {
    const { id } = await given.topic()
    await other.mutate(UPDATE, { input: { id, version: 1, name: 'First' } })

    const payload = await refused({ id, version: 1, name: 'Second' })

    expect(payload).toMatchObject({
      topic: null,
      conflict: { currentVersion: 2, changedBy: { id: (await other.user()).id } },
      userErrors: [{ code: 'CONFLICT', path: ['input', 'version'] }],
    })
  })

  it('refuses an address that another has, and names one that is free', async () => {
    await given.topic({ slug: 'occupied' })
    const { id } = await given.topic()

    const payload = await refused({ id, version: 1, slug: 'occupied' })

    expect(payload.userErrors).toMatchObject([{ code: 'TAKEN', path: ['input', 'slug'] }])
    expect(payload.userErrors[0]?.message).toContain('Use another, e.g. "occupied-2"')
  })

  it('may take back an old address of its own', async () => {
    const { id } = await given.topic({ slug: 'first-home' })
    await update({ id, version: 1, slug: 'second-home' })

    expect((await update({ id, version: 2, slug: 'first-home' })).topic?.slug).toBe('first-home')
    expect(await resolve('/topic/second-home')).toEqual({ __typename: 'Redirect', location: '/topic/first-home' })
  })

  it('keeps a topic from standing below itself', async () => {
    const top = await given.topic()
    const middle = await given.topic({ parent: top })
    const bottom = await given.topic({ parent: middle })

    for (const parent of [top, middle, bottom]) {
      const payload = await refused({ id: top.id, version: 1, parentId: parent.id })
      expect(faultsOf(payload)).toEqual([['INVALID', 'input.parentId']])
    }
    expect((await update({ id: bottom.id, version: 1, parentId: top.id })).topic?.parent).toEqual({ id: top.id })
  })

  it('tells of every fault at once, each with its place', async () => {
    const { id } = await given.topic()
    await given.topic({ uri: 'update:1', slug: 'update-1' })

    const payload = await refused({
      id,
      version: 1,
      name: null,
      slug: 'update-1',
      kind: null,
      parentId: id,
      description: 'x'.repeat(2001),
      uri: 'update:1',
      relatedTopicIds: [id],
    })

    expect(faultsOf(payload).toSorted()).toEqual([
      ['INVALID', 'input.parentId'],
      ['INVALID', 'input.relatedTopicIds.0'],
      ['REQUIRED', 'input.kind'],
      ['REQUIRED', 'input.name'],
      ['TAKEN', 'input.slug'],
      ['TAKEN', 'input.uri'],
      ['TOO_LONG', 'input.description'],
    ])
  })

  it.each([
    ['is not there', 'topic_00000000-0000-4000-8000-000000000000'],
    ['has no id that could be one', 'nonsense'],
    ['is something else', 'author_00000000-0000-4000-8000-000000000000'],
  ])('finds nothing where the topic %s', async (_how, id) => {
    expect(faultsOf(await refused({ id, version: 1, name: 'x' }))).toEqual([['NOT_FOUND', 'input.id']])
  })

  it('is for those who may edit topics', async () => {
    const { id } = await given.topic()
    const input = { id, version: 1, name: 'Forbidden' }

    await expectNoChange(database, async () => {
      expect(await api.errors(UPDATE, { input })).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }])
      expect(await api.as('REPORTER').errors(UPDATE, { input })).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }])
    })
  })

  it('makes one of many changes at once, and tells the others', async () => {
    const { id } = await given.topic()

    const payloads = await Promise.all(
      Array.from({ length: 20 }, (_, n) => update({ id, version: 1, name: `At once ${n}` })),
    )

    expect(payloads.filter(({ topic }) => topic)).toHaveLength(1)
    expect(payloads.flatMap(faultsOf)).toEqual(Array(19).fill(['CONFLICT', 'input.version']))
  })

  it.runIf(onPostgresql)('lets no two changes make a loop together', async () => {
    for (let round = 0; round < 10; round++) {
      const [a, b, c] = [await given.topic(), await given.topic(), await given.topic()]

      const payloads = await Promise.all([
        update({ id: a.id, version: 1, parentId: b.id }),
        update({ id: b.id, version: 1, parentId: c.id }),
        update({ id: c.id, version: 1, parentId: a.id }),
      ])

      expect(payloads.flatMap(faultsOf)).toEqual([['INVALID', 'input.parentId']])
      expect(
        [await parentOf(a), await parentOf(b), await parentOf(c)].filter((parent) => parent === null),
      ).toHaveLength(1)
    }
  })

  it.runIf(onPostgresql)('lets what goes live at the same moment be found by the new name', async () => {
    for (let round = 0; round < 10; round++) {
      const topic = await given.topic()
      const articles = await Promise.all(
        Array.from({ length: 5 }, () => given.article({ topics: [topic], status: 'DRAFT' })),
      )

      await Promise.all([
        ...articles.map((article) => given.live(article, article.revisionId)),
        update({ id: topic.id, version: 1, name: `Rename${round}`, slug: `rename-${round}` }),
      ])

      expect((await found(`Rename${round}`)).toSorted()).toEqual(articles.map(({ slug }) => slug).toSorted())
    }
  })
})
