import { beforeAll, describe, expect, it } from 'vitest'
import { testApi } from '../helpers/api.ts'
import { testDatabase } from '../helpers/database.ts'
import { givenIn } from '../helpers/given.ts'

// A part of a headline is looked up in an index of trigrams or of pairs of characters, or found by reading the list. All must give what JavaScript's
// `includes` gives.

const database = await testDatabase()
const api = await testApi(database)
const given = givenIn(database)

const RARE = [
  'Prices up 100% in a year',
  'A_B tests',
  'Back\\slash',
  'שלום עולם',
  'שלג בירושלים',
  'CAFÉ closed',
  "It's “quoted”",
  'C++ and C#',
]
const COMMON = 60
const headlines = [...Array.from({ length: COMMON }, (_, number) => `Council report ${number}`), ...RARE]

const LIST = `query ($where: ArticleWhereInput, $after: String) {
  articles(first: 100, after: $after, where: $where) { nodes { headline } totalCount pageInfo { hasNextPage } }
}`

interface Page {
  articles: { nodes: { headline: string }[]; totalCount: number; pageInfo: { hasNextPage: boolean } }
}

async function withPart(contains: string, mode: 'DEFAULT' | 'INSENSITIVE' = 'DEFAULT') {
  const { articles } = await api.query<Page>(LIST, { where: { headline: { contains, mode } } })
  expect(articles.totalCount).toBe(articles.nodes.length)
  return articles.nodes.map(({ headline }) => headline).toSorted()
}

beforeAll(async () => {
  // The oldest first, so that the rare ones are behind the common ones in the list.
  for (const [number, headline] of headlines.toReversed().entries())
    await given.article({ headline, publishedAt: new Date(Date.UTC(2020, 0, 1, 0, number)).toISOString() })
  await given.article({ headline: 'A draft about שלום and 100%', status: 'DRAFT' })
})

describe('the filter for a part of the headline', () => {
  it.each([
    '100%',
    '0% i',
    '%',
    '_',
    'A_B',
    'a_b',
    '\\',
    'k\\s',
    'של',
    'ש',
    'שלום',
    'ירושל',
    'report 5',
    'Council',
    'report',
    'C++',
    '++',
    '“q',
    'CAFÉ',
    'café',
    ' ',
    'zzz',
    'qz',
    'ש ה',
    ': ',
    'Draft',
    '.*',
    '[CB]',
  ])('finds the headlines with %j', async (text) => {
    expect(await withPart(text)).toEqual(headlines.filter((headline) => headline.includes(text)).toSorted())
    expect(await withPart(text, 'INSENSITIVE')).toEqual(
      headlines.filter((headline) => headline.toLowerCase().includes(text.toLowerCase())).toSorted(),
    )
  })

  it('finds what meets another condition too', async () => {
    const where = { headline: { contains: 'report', startsWith: 'Council', endsWith: '7' } }

    const { articles } = await api.query<Page>(LIST, { where: { AND: [where, { headline: { contains: 'port 1' } }] } })

    expect(articles.nodes).toEqual([{ headline: 'Council report 17' }])
  })

  it.each([
    ['revision_headline_trigrams', `lower(headline) LIKE '%' || 'שלום' || '%'`],
    ['revision_headline_pairs', `text_pairs(headline) @> text_pairs('qz')`],
  ])('looks parts up in %s', async (index, condition) => {
    const [plan] = await database.transaction(async (tx) => {
      await tx.$executeRawUnsafe('SET LOCAL enable_seqscan = off')
      return tx.$queryRawUnsafe<{ 'QUERY PLAN': unknown }[]>(
        `EXPLAIN (FORMAT JSON) SELECT id FROM revision WHERE ${condition}`,
      )
    })

    expect(JSON.stringify(plan)).toContain(index)
  })
})
