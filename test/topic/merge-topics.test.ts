import { describe, expect, it } from 'vitest'
import { testApi } from '../helpers/api.ts'
import { expectNoChange } from '../helpers/contents.ts'
import { onPostgresql, testDatabase } from '../helpers/database.ts'
import { type Given, givenIn } from '../helpers/given.ts'
import { expectExactCounts } from '../helpers/recount.ts'
import { faultsOf, MERGE, type Payload, UPDATE } from './topic-documents.ts'

const database = await testDatabase()
const { prisma } = database
const api = await testApi(database)
const editor = api.as('EDITOR')
const given = givenIn(database)

const merge = (from: Pick<Given, 'id'>, into: Pick<Given, 'id'>) =>
  editor.mutate<Payload>(MERGE, { input: { fromId: from.id, intoId: into.id } })
const refused = (fromId: string, intoId: string) =>
  expectNoChange(database, () => editor.mutate<Payload>(MERGE, { input: { fromId, intoId } }))
const resolve = async (path: string) =>
  (
    await api.query(
      'query ($path: String!) { resolvePath(path: $path) { __typename ... on Redirect { location } ... on Node { id } } }',
      { path },
    )
  ).resolvePath

/** The topics of each of an article's revisions, in their order, as "ABOUT uuid". */
async function topicsOf({ uuid }: Given): Promise<string[][]> {
  const revisions = await prisma.revision.findMany({
    where: { articleId: uuid },
    orderBy: { number: 'asc' },
    select: { topics: { orderBy: { position: 'asc' } } },
  })
  return revisions.map(({ topics }) => topics.map(({ rel, topicId }) => `${rel} ${topicId}`))
}

const about = ({ uuid }: Given) => `ABOUT ${uuid}`
const mentions = ({ uuid }: Given) => `MENTIONS ${uuid}`

describe('mergeTopics', () => {
  it('moves the topic’s articles, in revisions of every age, without new ones', async () => {
    const [from, into, other] = [await given.topic(), await given.topic(), await given.topic()]
    const article = await given.article({ topics: [other, { topic: from, rel: 'MENTIONS' }] })
    await given.revision(article, { topics: [from] })
    const before = await prisma.article.findUniqueOrThrow({ where: { id: article.uuid } })

    const { topic, userErrors } = await merge(from, into)

    expect(userErrors).toEqual([])
    expect(topic).toMatchObject({
      id: into.id,
      version: 2,
      articleCount: 1,
      relatedTopics: { nodes: [{ id: other.id }] },
    })
    expect(await topicsOf(article)).toEqual([[about(other), mentions(into)], [about(into)]])
    expect(await prisma.article.findUniqueOrThrow({ where: { id: article.uuid } })).toEqual(before)
    expect(await api.query(`{ topic(id: "${from.id}") { id } }`)).toEqual({ topic: { id: into.id } })
    await expectExactCounts(database)
  })

  it('lets what stands twice on a revision fall together: the better word, the earlier place', async () => {
    const [from, into, other] = [await given.topic(), await given.topic(), await given.topic()]
    const mention = (topic: Given) => ({ topic, rel: 'MENTIONS' as const })
    const articles = [
      await given.article({ topics: [mention(from), other, into] }),
      await given.article({ topics: [into, other, mention(from)] }),
      await given.article({ topics: [from, other, mention(into)] }),
      await given.article({ topics: [other, mention(into), from] }),
      await given.article({ topics: [mention(into), mention(from)] }),
    ]

    const { topic } = await merge(from, into)

    expect(topic?.articleCount).toBe(5)
    expect(await Promise.all(articles.map(topicsOf))).toEqual([
      [[about(into), about(other)]],
      [[about(into), about(other)]],
      [[about(into), about(other)]],
      [[about(other), about(into)]],
      [[mentions(into)]],
    ])
    await expectExactCounts(database)
  })

  it('moves the topics below', async () => {
    const [from, into] = [await given.topic(), await given.topic()]
    const child = await given.topic({ parent: from })
    await given.topic({ parent: child })

    await merge(from, into)

    expect(await prisma.topic.findUnique({ where: { id: child.uuid } })).toMatchObject({ parentId: into.uuid })
  })

  it('moves the topics beside, in both directions, none twice and none beside itself', async () => {
    const [a, b, c] = [await given.topic(), await given.topic(), await given.topic()]
    const into = await given.topic({ related: [b, a] })
    const from = await given.topic({ related: [c, into, a] })
    await prisma.topicRelation.create({ data: { topicId: into.uuid, relatedId: from.uuid, position: 2 } })
    const toFrom = await given.topic({ related: [a, from, b] })
    const toBoth = await given.topic({ related: [from, a, into] })
    const curated = async ({ id }: Given) =>
      (
        await editor.query<{ topic: { curatedTopics: { id: string }[] } }>(
          `{ topic(id: "${id}") { curatedTopics { id } } }`,
        )
      ).topic.curatedTopics

    const { topic } = await merge(from, into)

    const ids = (...topics: Given[]) => topics.map(({ id }) => ({ id }))
    expect(topic?.curatedTopics).toEqual(ids(b, a, c))
    expect(await curated(toFrom)).toEqual(ids(a, into, b))
    expect(await curated(toBoth)).toEqual(ids(into, a))
  })

  it('lets every address of the topic lead to the other, wherever that goes', async () => {
    const [from, into] = [await given.topic({ slug: 'very-old' }), await given.topic({ slug: 'stays' })]
    await editor.mutate(UPDATE, { input: { id: from.id, version: 1, slug: 'merged-away' } })

    await merge(from, into)

    const stays = { __typename: 'Redirect', location: '/topic/stays' }
    expect([await resolve('/topic/very-old'), await resolve('/topic/merged-away')]).toEqual([stays, stays])
    await editor.mutate(UPDATE, { input: { id: into.id, version: 2, slug: 'moved-on' } })
    const movedOn = { __typename: 'Redirect', location: '/topic/moved-on' }
    expect([await resolve('/topic/very-old'), await resolve('/topic/merged-away')]).toEqual([movedOn, movedOn])
    expect(await resolve('/topic/moved-on')).toEqual({ __typename: 'Topic', id: into.id })
  })

  it('may be done again and again: no address leads to one that leads on', async () => {
    const [a, b, c] = [
      await given.topic({ slug: 'chain-a' }),
      await given.topic({ slug: 'chain-b' }),
      await given.topic({ slug: 'chain-c' }),
    ]

    await merge(a, b)
    await merge(b, c)

    const end = { __typename: 'Redirect', location: '/topic/chain-c' }
    expect([await resolve('/topic/chain-a'), await resolve('/topic/chain-b')]).toEqual([end, end])
  })

  it('tells the readers’ side of each live article, and leaves the dates that they see', async () => {
    const [from, into] = [await given.topic(), await given.topic()]
    const live = [await given.article({ topics: [from] }), await given.article({ topics: [from, into] })]
    await given.article({ topics: [into] })
    await given.article({ topics: [from], status: 'DRAFT' })
    const before = await prisma.outboxEvent.findFirst({ orderBy: { id: 'desc' } })

    await merge(from, into)

    const events = await prisma.outboxEvent.findMany({ where: { id: { gt: before?.id ?? 0 } } })
    expect(events.map(({ type, articleId }) => `${type} ${articleId}`).toSorted()).toEqual([
      ...live.map(({ uuid }) => `article.updated ${uuid}`).toSorted(),
      'topic.merged null',
    ])
    expect(events[0]?.payload).toMatchObject({ version: 1, locale: 'en' })
  })

  it('lets articles be found by the name that stays', async () => {
    const [from, into] = [await given.topic({ name: 'Xylophone' }), await given.topic({ name: 'Marimba' })]
    const article = await given.article({ topics: [from] })
    const found = async (query: string) =>
      (await api.query<{ search: { nodes: object[] } }>(`{ search(query: "${query}") { nodes { slug } } }`)).search
        .nodes

    await merge(from, into)

    expect(await found('Marimba')).toEqual([{ slug: article.slug }])
    expect(await found('Xylophone')).toEqual([])
  })

  it('is noted with both topics', async () => {
    const [from, into] = [
      await given.topic({ name: 'From', slug: 'note-from' }),
      await given.topic({ name: 'Into', slug: 'note-into' }),
    ]

    await merge(from, into)

    const { uuid: actorId } = await editor.user()
    const trail = async ({ uuid }: Given) => prisma.activity.findMany({ where: { subjectId: uuid } })
    expect(await trail(from)).toMatchObject([
      { action: 'MERGED', note: 'Into Into (note-into)', actorId, version: null },
    ])
    expect(await trail(into)).toMatchObject([
      { action: 'MERGED', note: 'From (note-from) into this', actorId, version: 2 },
    ])
  })

  it('refuses a topic that is the same or stands below', async () => {
    const from = await given.topic()
    const child = await given.topic({ parent: from })
    const grandchild = await given.topic({ parent: child })

    for (const { id } of [from, child, grandchild]) {
      expect(faultsOf(await refused(from.id, id))).toEqual([['INVALID', 'input.intoId']])
    }
    expect((await merge(grandchild, from)).topic?.id).toBe(from.id)
  })

  it('says which of the two is not there', async () => {
    const { id } = await given.topic()

    expect(faultsOf(await refused(id, 'topic_00000000-0000-4000-8000-000000000000'))).toEqual([
      ['NOT_FOUND', 'input.intoId'],
    ])
    expect(faultsOf(await refused('nonsense', 'author_1'))).toEqual([
      ['NOT_FOUND', 'input.fromId'],
      ['NOT_FOUND', 'input.intoId'],
    ])
  })

  it('is for those who may edit topics', async () => {
    const input = { fromId: (await given.topic()).id, intoId: (await given.topic()).id }

    await expectNoChange(database, async () => {
      expect(await api.errors(MERGE, { input })).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }])
      expect(await api.as('REPORTER').errors(MERGE, { input })).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }])
    })
  })

  it('answers the same for the same idempotency key', async () => {
    const [from, into] = [await given.topic(), await given.topic()]
    const input = { fromId: from.id, intoId: into.id, idempotencyKey: 'merge-once' }
    const first = await editor.mutate<Payload>(MERGE, { input })

    expect(await editor.mutate(MERGE, { input })).toEqual(first)
    expect(first.topic?.id).toBe(into.id)
  })

  it.runIf(onPostgresql)('of two topics into one another at once is done once', async () => {
    for (let round = 0; round < 5; round++) {
      const [a, b] = [await given.topic(), await given.topic()]
      await given.article({ topics: [a, b] })

      const payloads = await Promise.all([merge(a, b), merge(b, a)])

      expect(payloads.filter(({ topic }) => topic)).toHaveLength(1)
      expect(payloads.flatMap(({ userErrors }) => userErrors.map(({ code }) => code))).toEqual(['INVALID'])
    }
  })

  it.runIf(onPostgresql)('is in nobody’s way who saves an article of the topic at that moment', async () => {
    const SAVE = `mutation ($input: UpdateArticleInput!) { updateArticle(input: $input) { userErrors { code path } } }`
    for (let round = 0; round < 10; round++) {
      const [from, into] = [await given.topic(), await given.topic()]
      const articles = await Promise.all(Array.from({ length: 5 }, () => given.article({ topics: [from] })))
      const save = ({ id }: Given) => editor.mutate(SAVE, { input: { id, version: 1, headline: `Round ${round}` } })

      const [merged, ...saved] = await Promise.all([merge(from, into), ...articles.map(save)])

      expect([merged?.userErrors, ...saved]).toEqual([[], ...articles.map(() => ({ userErrors: [] }))])
      for (const article of articles) expect((await topicsOf(article)).flat()).toEqual([about(into), about(into)])
    }
    await expectExactCounts(database)
  })

  it.runIf(onPostgresql)('keeps every count exact while articles come and go', async () => {
    for (let round = 0; round < 10; round++) {
      const topics = [await given.topic(), await given.topic(), await given.topic(), await given.topic()]
      const [a, b, c, d] = topics
      if (!a || !b || !c || !d) throw new Error('four topics were expected')
      const sets = [[a], [b, a], [a, c], [c, b, a], [d, a], [b]]
      const live = await Promise.all(sets.map((set) => given.article({ topics: set })))
      const drafts = await Promise.all(sets.map((set) => given.article({ topics: set, status: 'DRAFT' })))

      const results = await Promise.all([
        merge(a, b),
        ...live.map((article) => given.withdrawn(article)),
        ...drafts.map((article) => given.live(article, article.revisionId)),
        merge(c, d),
        editor.mutate<Payload>(UPDATE, { input: { id: b.id, version: 1, name: `Race ${round}` } }),
      ])

      expect(results[0]?.userErrors).toEqual([])
      await expectExactCounts(database)
    }
  })
})
