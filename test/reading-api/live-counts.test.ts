import { beforeAll, describe, expect, it } from 'vitest'
import { testApi } from '../helpers/api.ts'
import { testDatabase } from '../helpers/database.ts'
import { type Given, givenIn } from '../helpers/given.ts'
import { expectCounts, expectRelated, liveArticles, RELATED, type Related, uuid } from '../helpers/live-articles.ts'
import { expectExactCounts } from '../helpers/recount.ts'

// What the database keeps up as articles come and go, against the same counted from nothing.

const database = await testDatabase({ seeded: true })
const { prisma } = database
const api = await testApi(database, { variables: { MAX_COST_READERS: '50000' } })
const given = givenIn(database)

describe('Related topics', () => {
  it('of each topic are what its live articles say', async () => {
    const articles = await liveArticles(database)
    const { topics } = await api.query<{ topics: { nodes: Related[] } }>(
      `{ topics(first: 90) { nodes { id ${RELATED} } } }`,
    )
    expect(topics.nodes.length).toBeGreaterThan(40)

    for (const topic of topics.nodes) await expectRelated(database, topic, articles, [uuid(topic.id)])
  })

  it('of each article are the mean over its own topics', async () => {
    const articles = await liveArticles(database)
    const { articles: list } = await api.query<{ articles: { nodes: Related[] } }>(
      `{ articles(first: 10) { nodes { id ${RELATED} } } }`,
    )
    expect(list.nodes).toHaveLength(10)

    for (const article of list.nodes) {
      await expectRelated(database, article, articles, articles.find(({ id }) => id === uuid(article.id))?.topics ?? [])
    }
  })

  it('set by editors stand in the editors’ order', async () => {
    const [third, first, second] = [await given.topic(), await given.topic(), await given.topic()]
    const { slug } = await given.topic({ related: [first, second, third] })

    const { topic } = await api.query<{ topic: Related }>(`{ topic(slug: "${slug}") { id ${RELATED} } }`)

    expect(topic.relatedTopics.edges).toEqual([first, second, third].map(({ id }) => ({ score: 1, node: { id } })))
  })
})

describe('Counts', () => {
  let topics: Given[]
  let article: Given
  let revisions: [string, string]

  beforeAll(async () => {
    topics = [await given.topic(), await given.topic(), await given.topic()]
    const [a, b, c] = topics
    const author = await given.author()
    if (!a || !b || !c) throw new Error('three topics were expected')
    const made = await given.article({
      topics: [a, b],
      credits: [{ author }, { author, role: 'PHOTOGRAPHER' }, { name: 'Agency' }],
    })
    article = made
    revisions = [made.revisionId, await given.revision(made, { topics: [b, c], credits: [{ name: 'Agency' }] })]
    await given.article({ topics: [a, b, c], credits: [{ author }] })
  })

  const steps: [string, () => Promise<unknown>][] = [
    ['an article is there', async () => undefined],
    ['a draft is published over it, with other topics', () => given.live(article, revisions[1])],
    ['it is withdrawn', () => given.withdrawn(article)],
    ['it is published again as it was', () => given.live(article, revisions[0])],
    ['it is trashed', () => given.trashed(article)],
    ['it is brought back and published', () => given.live(article, revisions[1])],
    [
      'it is published in another language',
      () => prisma.article.update({ where: { id: article.uuid }, data: { locale: 'he' } }),
    ],
    [
      'its date is set anew',
      () => prisma.article.update({ where: { id: article.uuid }, data: { publishedAt: '2021-01-01T00:00:00Z' } }),
    ],
    [
      'its note is edited, which nobody sees',
      () => prisma.article.update({ where: { id: article.uuid }, data: { editorNote: 'x' } }),
    ],
    [
      'all of a language are withdrawn at once',
      () =>
        prisma.article.updateMany({
          where: { locale: 'he', liveRevisionId: { not: null } },
          data: { status: 'WITHDRAWN', liveRevisionId: null, withdrawnAt: new Date() },
        }),
    ],
    ['it is deleted', () => prisma.article.delete({ where: { id: article.uuid } })],
    [
      'a live one is deleted',
      () => prisma.article.delete({ where: { slug_locale: { slug: 'who-owns-the-beach', locale: 'en' } } }),
    ],
  ]

  it('are exact through all that can happen to an article', async () => {
    for (const [step, happen] of steps) {
      await happen()
      await expectCounts(database, api).catch((error: unknown) => {
        throw new Error(`after ${step}`, { cause: error })
      })
      await expectExactCounts(database)
    }
  })

  it('of what is filtered are counts of what matches', async () => {
    const { articles, topic } = await api.query<{
      articles: { totalCount: number; nodes: unknown[] }
      topic: { articles: { totalCount: number; nodes: unknown[] } }
    }>(
      '{ articles(first: 100, where: { wordCount: { gt: 150 } }) { totalCount nodes { id } } topic(slug: "transport") { articles(first: 100, where: { wordCount: { gt: 100 } }) { totalCount nodes { id } } } }',
    )

    expect(articles.totalCount).toBe(articles.nodes.length)
    expect(articles.totalCount).toBeGreaterThan(0)
    expect(topic.articles.totalCount).toBe(topic.articles.nodes.length)
  })
})

describe('A live revision', () => {
  it('takes no further topics or credits: they would not be counted', async () => {
    const article = await given.article()
    const topic = await given.topic()
    const add = async (revisionId: string) => {
      await prisma.revisionTopic.create({ data: { revisionId, topicId: topic.uuid, position: 9 } })
      await prisma.credit.create({ data: { revisionId, position: 9, name: 'Late' } })
    }

    await expect(add(article.revisionId)).rejects.toThrow()
    await expect(
      prisma.credit.create({ data: { revisionId: article.revisionId, position: 9, name: 'Late' } }),
    ).rejects.toThrow()
    await expect(
      prisma.revision.update({ where: { id: article.revisionId }, data: { headline: 'Other' } }),
    ).rejects.toThrow()
    await expect(add(await given.revision(article))).resolves.toBeUndefined()
    await expectExactCounts(database)
  })
})
