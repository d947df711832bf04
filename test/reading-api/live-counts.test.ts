import { beforeAll, describe, expect, it } from 'vitest'
import { testApi } from '../helpers/api.ts'
import { testDatabase } from '../helpers/database.ts'
import { type Given, givenIn } from '../helpers/given.ts'

// What the database keeps up as articles come and go, against the same counted from nothing.

const database = await testDatabase({ seeded: true })
const { prisma } = database
const api = await testApi(database)
const given = givenIn(database)

interface LiveArticle {
  id: string
  locale: string
  topics: string[]
  authors: string[]
}

/** The live articles as their revisions say, from no table that is kept up. */
async function liveArticles(): Promise<LiveArticle[]> {
  const rows = await prisma.article.findMany({
    where: { liveRevisionId: { not: null } },
    include: { liveRevision: { include: { topics: true, credits: true } } },
  })
  return rows.map(({ id, locale, liveRevision }) => ({
    id,
    locale,
    topics: liveRevision?.topics.map(({ topicId }) => topicId) ?? [],
    authors: [...new Set(liveRevision?.credits.flatMap(({ authorId }) => authorId ?? []) ?? [])],
  }))
}

const carrying = (articles: LiveArticle[], ...topics: string[]) =>
  articles.filter((article) => topics.every((topic) => article.topics.includes(topic))).length

/** n(a,b) / sqrt(n(a) n(b)) */
function cosine(articles: LiveArticle[], a: string, b: string): number {
  const together = carrying(articles, a, b)
  return together === 0 ? 0 : together / Math.sqrt(carrying(articles, a) * carrying(articles, b))
}

interface Related {
  slug?: string
  id: string
  relatedTopics: { edges: { score: number; node: { id: string } }[]; totalCount: number }
}

const RELATED = 'relatedTopics(first: 100) { edges { score node { id } } totalCount }'

const round = (score: number) => Math.round(score * 1e6) / 1e6
const uuid = (id: string) => id.replace(/^\w+?_/, '')

/** The list as its description promises: curated in their order with 1, then the mean cosine over `own`, none of them in it. */
async function expectedRelated(
  articles: LiveArticle[],
  own: string[],
): Promise<{ curated: string[]; scored: Map<string, number> }> {
  const relations = await prisma.topicRelation.findMany({
    where: { topicId: { in: own }, relatedId: { notIn: own } },
    orderBy: [{ position: 'asc' }],
  })
  const curated = [...new Set(relations.map(({ relatedId }) => relatedId))]
  const all = (await prisma.topic.findMany()).map(({ id }) => id)
  const scored = new Map<string, number>()
  for (const other of all) {
    if (own.includes(other) || curated.includes(other)) continue
    const score = own.reduce((sum, topic) => sum + cosine(articles, topic, other), 0) / own.length
    if (score > 0) scored.set(other, round(score))
  }
  return { curated, scored }
}

async function checkRelated({ relatedTopics }: Related, articles: LiveArticle[], own: string[]): Promise<void> {
  const { curated, scored } = await expectedRelated(articles, own)
  const given = relatedTopics.edges.map(({ score, node }) => ({ id: uuid(node.id), score }))

  expect(relatedTopics.totalCount).toBe(curated.length + scored.size)
  expect(given.slice(0, curated.length).map(({ score }) => score)).toEqual(curated.map(() => 1))
  expect(
    given
      .slice(0, curated.length)
      .map(({ id }) => id)
      .toSorted(),
  ).toEqual(curated.toSorted())
  const rest = given.slice(curated.length)
  expect(rest.map(({ score }) => score)).toEqual([...scored.values()].toSorted((a, b) => b - a))
  for (const { id, score } of rest) expect(score).toBeCloseTo(scored.get(id) ?? -1, 5)
}

/** Everything that is counted, as clients see it, against the count. */
async function checkCounts(): Promise<void> {
  const articles = await liveArticles()
  const data = await api.query<{
    articles: { totalCount: number }
    topics: { nodes: { id: string; articleCount: number; articles: { totalCount: number } }[] }
    authors: { nodes: { id: string; articleCount: number; articles: { totalCount: number } }[] }
  }>(
    '{ articles { totalCount } topics(first: 100) { nodes { id articleCount articles { totalCount } } } authors(first: 100) { nodes { id articleCount articles { totalCount } } } }',
  )
  expect(data.articles.totalCount).toBe(articles.length)
  for (const { id, articleCount, articles: list } of data.topics.nodes)
    expect([articleCount, list.totalCount], id).toEqual(Array(2).fill(carrying(articles, uuid(id))))
  for (const { id, articleCount, articles: list } of data.authors.nodes) {
    expect([articleCount, list.totalCount], id).toEqual(
      Array(2).fill(articles.filter(({ authors }) => authors.includes(uuid(id))).length),
    )
  }
}

/** The tables themselves: a row too many would show only on the page where it is read. */
async function checkTables(): Promise<void> {
  const articles = await liveArticles()
  const pairs = (await prisma.topicPair.findMany({ where: { articles: { gt: 0 } } })).map(
    ({ topicId, otherId, articles: n }) => `${topicId} ${otherId} ${n}`,
  )
  const counted = new Map<string, number>()
  for (const { topics } of articles)
    for (const a of topics)
      for (const b of topics) if (a !== b) counted.set(`${a} ${b}`, 1 + (counted.get(`${a} ${b}`) ?? 0))
  expect(pairs.toSorted()).toEqual([...counted].map(([pair, n]) => `${pair} ${n}`).toSorted())

  const liveTopics = (await prisma.liveTopic.findMany()).map(({ articleId, topicId }) => `${articleId} ${topicId}`)
  expect(liveTopics.toSorted()).toEqual(
    articles.flatMap(({ id, topics }) => topics.map((topic) => `${id} ${topic}`)).toSorted(),
  )
  const liveCredits = (await prisma.liveCredit.findMany()).map(({ articleId, authorId }) => `${articleId} ${authorId}`)
  expect(liveCredits.toSorted()).toEqual(
    articles.flatMap(({ id, authors }) => authors.map((author) => `${id} ${author}`)).toSorted(),
  )
  const found = (await prisma.liveSearch.findMany({ select: { articleId: true } })).map(({ articleId }) => articleId)
  expect(found.toSorted()).toEqual(articles.map(({ id }) => id).toSorted())
  const totals = await prisma.liveTotal.findMany({ where: { articles: { gt: 0 } } })
  expect(Object.fromEntries(totals.map(({ locale, articles: n }) => [locale, n]))).toEqual(
    Object.fromEntries(
      [...new Set(articles.map(({ locale }) => locale))].map((locale) => [
        locale,
        articles.filter((article) => article.locale === locale).length,
      ]),
    ),
  )
}

describe('Related topics', () => {
  it('of each topic are what its live articles say', async () => {
    const articles = await liveArticles()
    const { topics } = await api.query<{ topics: { nodes: Related[] } }>(
      `{ topics(first: 90) { nodes { id ${RELATED} } } }`,
    )
    expect(topics.nodes.length).toBeGreaterThan(40)

    for (const topic of topics.nodes) await checkRelated(topic, articles, [uuid(topic.id)])
  })

  it('of each article are the mean over its own topics', async () => {
    const articles = await liveArticles()
    const { articles: list } = await api.query<{ articles: { nodes: Related[] } }>(
      `{ articles(first: 10) { nodes { id ${RELATED} } } }`,
    )
    expect(list.nodes).toHaveLength(10)

    for (const article of list.nodes) {
      await checkRelated(article, articles, articles.find(({ id }) => id === uuid(article.id))?.topics ?? [])
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
      await checkCounts().catch((error: unknown) => {
        throw new Error(`after ${step}`, { cause: error })
      })
      await checkTables()
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
    await checkTables()
  })
})
