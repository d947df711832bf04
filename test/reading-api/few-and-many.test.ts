import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { testApi } from '../helpers/api.ts'
import { testDatabase } from '../helpers/database.ts'
import { type Given, givenIn } from '../helpers/given.ts'

// Lists of articles that must have something are read in one of two ways, by how many have it. Both must give the same.

const database = await testDatabase()
const api = await testApi(database)
const given = givenIn(database)

/** More than the few that are looked up one by one. */
const MANY = 1_050

interface Page {
  articles: {
    nodes: { slug: string }[]
    totalCount: number
    pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; endCursor: string | null; startCursor: string | null }
  }
}

const LIST = `query ($topics: [String!], $first: Int, $after: String, $last: Int, $before: String, $byAuthor: CreditListFilter) {
  articles(first: $first, after: $after, last: $last, before: $before, where: { topics: { some: { slug: { in: $topics } } }, credits: $byAuthor }) {
    nodes { slug } totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}`

const page = async (variables: object) => (await api.query<Page>(LIST, { ...variables })).articles

const slugOf = (number: number) => `report-${String(number).padStart(4, '0')}`

/** Reports of one minute each, the first the oldest; all carry `common`. */
async function addReports(common: Given): Promise<void> {
  const rows = Array.from({ length: MANY }, (_, number) => ({
    article: randomUUID(),
    revision: randomUUID(),
    slug: slugOf(number),
    at: new Date(Date.UTC(2020, 0, 1, 0, number)).toISOString(),
  }))
  await database.transaction(async (tx) => {
    await tx.revision.createMany({
      data: rows.map(({ article, revision, slug }) => ({
        id: revision,
        articleId: article,
        number: 1,
        headline: slug,
      })),
    })
    await tx.revisionTopic.createMany({
      data: rows.map(({ revision }) => ({ revisionId: revision, topicId: common.uuid, position: 0 })),
    })
    await tx.article.createMany({
      data: rows.map(({ article, revision, slug, at }) => ({
        id: article,
        locale: 'en',
        slug,
        status: 'PUBLISHED' as const,
        liveRevisionId: revision,
        latestRevisionId: revision,
        firstPublishedAt: at,
        publishedAt: at,
        liveUpdatedAt: at,
      })),
    })
  })
}

beforeAll(async () => {
  const common = await given.topic({ slug: 'common' })
  const rare = await given.topic({ slug: 'rare' })
  await given.topic({ slug: 'unused' })
  const author = await given.author({ slug: 'of-one-piece' })
  await addReports(common)
  await given.article({
    slug: 'both',
    topics: [common, rare],
    credits: [{ author }],
    publishedAt: '2021-01-01T00:00:00.000Z',
  })
  await given.article({ slug: 'rare-alone', topics: [rare], publishedAt: '2019-01-01T00:00:00.000Z' })
  await given.article({ slug: 'hidden', topics: [rare], status: 'DRAFT' })
})

describe('the filter for articles with a topic', () => {
  it('finds the articles of a topic that few have', async () => {
    expect(await page({ topics: ['rare'], first: 10 })).toMatchObject({
      nodes: [{ slug: 'both' }, { slug: 'rare-alone' }],
      totalCount: 2,
      pageInfo: { hasNextPage: false, hasPreviousPage: false },
    })
  })

  it('finds nothing for a topic that no article has', async () => {
    expect(await page({ topics: ['unused'], first: 10 })).toMatchObject({
      nodes: [],
      totalCount: 0,
      pageInfo: { hasNextPage: false, hasPreviousPage: false, startCursor: null },
    })
  })

  it('finds the articles of a topic that many have, page by page in both directions', async () => {
    const newest = await page({ topics: ['common'], first: 3 })
    const next = await page({ topics: ['common'], first: 2, after: newest.pageInfo.endCursor })
    const back = await page({ topics: ['common'], last: 2, before: next.pageInfo.startCursor })
    const oldest = await page({ topics: ['common'], last: 2 })

    expect(newest).toMatchObject({
      nodes: [{ slug: 'both' }, { slug: slugOf(MANY - 1) }, { slug: slugOf(MANY - 2) }],
      totalCount: MANY + 1,
      pageInfo: { hasNextPage: true, hasPreviousPage: false },
    })
    expect(next).toMatchObject({
      nodes: [{ slug: slugOf(MANY - 3) }, { slug: slugOf(MANY - 4) }],
      pageInfo: { hasNextPage: true, hasPreviousPage: true },
    })
    expect(back.nodes).toEqual(newest.nodes.slice(1))
    expect(oldest).toMatchObject({
      nodes: [{ slug: slugOf(1) }, { slug: slugOf(0) }],
      pageInfo: { hasNextPage: false, hasPreviousPage: true },
    })
  })

  it('finds the one article that an author wrote about a topic that many have', async () => {
    const byAuthor = { some: { author: { slug: { equals: 'of-one-piece' } } } }

    expect(await page({ topics: ['common'], first: 10, byAuthor })).toMatchObject({
      nodes: [{ slug: 'both' }],
      totalCount: 1,
    })
  })

  it('finds each article once for several topics that few or many have', async () => {
    const all = await page({ topics: ['rare', 'common', 'unused'], first: 2 })

    expect(all).toMatchObject({ nodes: [{ slug: 'both' }, { slug: slugOf(MANY - 1) }], totalCount: MANY + 2 })
  })

  it('sends one statement', async () => {
    expect(await api.statements(LIST, { topics: ['common'], first: 3 })).toHaveLength(1)
  })
})
