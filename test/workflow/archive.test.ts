import { describe, expect, it } from 'vitest'
import { testApi } from '../helpers/api.ts'
import { testDatabase } from '../helpers/database.ts'
import { givenIn } from '../helpers/given.ts'
import { expectExactCounts } from '../helpers/recount.ts'

const database = await testDatabase()
const api = await testApi(database)
const given = givenIn(database)
const editor = api.as('EDITOR')

/** npm run test:archive has 10,000. */
const ARTICLES = Number(process.env.ARCHIVE_ARTICLES ?? 24)
const YEARS = ['1998', '2004', '2009', '2016']
const AT_ONCE = 8

/** Another second for each article of a year; the years take turns. */
function dateOf(number: number): string {
  const second = Math.floor(number / YEARS.length)
  return new Date(Date.UTC(Number(YEARS[number % YEARS.length]), 2, 12) + second * 1000).toISOString()
}

const CREATE = `mutation ($input: CreateArticleInput!) {
  createArticle(input: $input) { article { id version } userErrors { code path message } } }`
const PUBLISH = `mutation ($input: PublishArticleInput!) {
  publishArticle(input: $input) { article { publishedAt } userErrors { code path message } } }`

interface Made {
  article: { id: string; version: number }
}

async function bringIn(number: number, topicId: string): Promise<void> {
  const input = { headline: `Archive ${number}`, locale: 'en', publishedAt: dateOf(number), topics: [{ topicId }] }
  const { article } = await editor.mutate<Made>(CREATE, { input })
  const published = await editor.mutate(PUBLISH, { input: article })
  expect(published).toEqual({ article: { publishedAt: dateOf(number) }, userErrors: [] })
}

describe('An archive of other years', () => {
  it(
    'comes in with its dates, and every list is in their order',
    async () => {
      const topic = await given.topic()
      const numbers = Array.from({ length: ARTICLES }, (_, number) => number)
      await Promise.all(
        Array.from({ length: AT_ONCE }, async () => {
          for (let number = numbers.pop(); number !== undefined; number = numbers.pop()) await bringIn(number, topic.id)
        }),
      )

      for (const [index, year] of YEARS.entries()) {
        const where = { publishedAt: { gte: `${year}-01-01T00:00:00Z`, lt: `${year}-12-31T00:00:00Z` } }
        const { articles } = await api.query<{ articles: { totalCount: number } }>(
          'query ($where: ArticleWhereInput!) { articles(where: $where, first: 1) { totalCount } }',
          { where },
        )
        expect(articles.totalCount).toBe(Math.ceil((ARTICLES - index) / YEARS.length))
      }
      expect(await datesOf(topic.slug)).toEqual(
        Array.from({ length: ARTICLES }, (_, number) => dateOf(number))
          .sort()
          .reverse(),
      )
      await expectExactCounts(database)
    },
    60_000 + ARTICLES * 200,
  )
})

interface Page {
  nodes: { publishedAt: string }[]
  pageInfo: { hasNextPage: boolean; endCursor: string | null }
}

/** Of all articles of the topic, page by page. */
async function datesOf(slug: string): Promise<string[]> {
  const document = `query ($slug: String!, $after: String) { topic(slug: $slug) {
    articles(first: 100, after: $after) { nodes { publishedAt } pageInfo { hasNextPage endCursor } } } }`
  const dates: string[] = []
  for (let after: string | null = null; ; ) {
    const { topic }: { topic: { articles: Page } } = await api.query(document, { slug, after })
    dates.push(...topic.articles.nodes.map(({ publishedAt }) => publishedAt))
    if (!topic.articles.pageInfo.hasNextPage) return dates
    after = topic.articles.pageInfo.endCursor
  }
}
