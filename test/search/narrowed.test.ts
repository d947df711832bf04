import { beforeAll, describe, expect, it } from 'vitest'
import { testApi } from '../helpers/api.ts'
import { testDatabase } from '../helpers/database.ts'
import { givenIn } from '../helpers/given.ts'
import { pagesOf } from '../helpers/pages.ts'

// Search with `where` and `orderBy`, and the passages that it shows.

const database = await testDatabase()
const { prisma } = database
const api = await testApi(database)
const given = givenIn(database)

interface Found {
  totalCount: number
  edges: { rank: number; snippet: string; node: { slug: string } }[]
}

async function search(variables: Record<string, unknown>): Promise<Found> {
  const document = `query ($query: String!, $stage: Stage! = PUBLISHED, $locale: Locale, $where: ArticleWhereInput, $orderBy: SearchOrderByInput) {
    search(query: $query, stage: $stage, locale: $locale, where: $where, orderBy: $orderBy) { totalCount edges { rank snippet node { slug } } } }`
  const { search } = await api.query<{ search: Found }>(document, { query: 'walrus', ...variables })
  expect(search.totalCount).toBe(search.edges.length)
  return search
}

const slugs = async (variables: Record<string, unknown>) => (await search(variables)).edges.map(({ node }) => node.slug)

const day = (date: string) => `${date}T08:00:00.000Z`

beforeAll(async () => {
  const sea = await given.topic({ slug: 'sea', name: 'The sea' })
  await given.topic({ slug: 'khourshid', name: 'Khourshid' })
  const author = await given.author({ slug: 'jack-khoury', name: 'Jack Khoury' })
  const made: [string, object][] = [
    ['old-headline', { headline: 'A walrus', topics: [sea], publishedAt: day('2015-03-01') }],
    ['new-body', { headline: 'A visitor', body: ['It is a walrus.'], publishedAt: day('2020-03-01') }],
    ['newer-standfirst', { standfirst: 'Seen: a walrus.', topics: [sea], publishedAt: day('2021-03-01') }],
    ['hebrew', { headline: 'walrus בים', locale: 'he', publishedAt: day('2018-03-01') }],
    [
      'by-khoury',
      { headline: 'Another', topics: [sea], publishedAt: day('2016-01-01'), credits: [{ name: 'JK', author }] },
    ],
    ['later-by-khoury', { headline: 'More', publishedAt: day('2017-01-01'), credits: [{ name: 'JK', author }] }],
  ]
  for (const [slug, options] of made) await given.article({ slug, ...options })
  const filler = Array(60).fill('plain text').join(' ')
  await given.article({ slug: 'long', headline: 'Long', standfirst: '', body: [`${filler} an otter & more ${filler}`] })
  await given.article({ slug: 'short', headline: 'Short', standfirst: 'A beaver & <b>more</b>.', body: ['The end.'] })
})

describe('search(where:)', () => {
  it('finds what matches both, by the conditions of articles', async () => {
    expect((await slugs({})).toSorted()).toEqual(['hebrew', 'new-body', 'newer-standfirst', 'old-headline'])
    expect((await slugs({ where: { topics: { some: { slug: { equals: 'sea' } } } } })).toSorted()).toEqual([
      'newer-standfirst',
      'old-headline',
    ])
    expect(await slugs({ where: { locale: { equals: 'he' } } })).toEqual(['hebrew'])
    expect(await slugs({ locale: 'en', where: { publishedAt: { lt: day('2016-01-01') } } })).toEqual(['old-headline'])
    expect(await slugs({ where: { headline: { contains: 'visitor' } } })).toEqual(['new-body'])
    expect(
      await slugs({ where: { OR: [{ slug: { equals: 'hebrew' } }, { publishedAt: { gt: day('2020-12-31') } }] } }),
    ).toHaveLength(2)
    expect(await slugs({ where: { NOT: { publishedAt: { gt: day('2016-01-01') } } } })).toEqual(['old-headline'])
    expect(await slugs({ where: { locale: { equals: 'xx' } } })).toEqual([])
  })

  it('holds for articles of a similar name too', async () => {
    const khourry = (variables: object) => slugs({ query: 'Khourry', ...variables })
    expect((await khourry({})).toSorted()).toEqual(['by-khoury', 'later-by-khoury'])
    expect(await khourry({ where: { topics: { some: { slug: { equals: 'sea' } } } } })).toEqual(['by-khoury'])
    expect(await khourry({ where: { publishedAt: { gte: day('2017-01-01') } } })).toEqual(['later-by-khoury'])
    expect(await khourry({ locale: 'he' })).toEqual([])
    expect(await khourry({ orderBy: { publishedAt: 'DESC' } })).toEqual(['later-by-khoury', 'by-khoury'])
    expect(await khourry({ orderBy: { publishedAt: 'ASC' } })).toEqual(['by-khoury', 'later-by-khoury'])
  })

  it('does not reveal what only the desk may ask for', async () => {
    const document = '{ search(query: "walrus", where: { status: { equals: DRAFT } }) { totalCount } }'
    expect(await api.errors(document)).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }])
  })

  it('follows an article to another language and date', async () => {
    const article = await given.article({ headline: 'A pangolin', publishedAt: day('2019-01-01') })
    await prisma.article.update({
      where: { id: article.uuid },
      data: { locale: 'fr', publishedAt: day('2022-01-01') },
    })

    const found = (where: object) => slugs({ query: 'pangolin', where })
    expect(await found({ locale: { equals: 'fr' }, publishedAt: { gte: day('2022-01-01') } })).toEqual([article.slug])
    expect(await found({ locale: { equals: 'en' } })).toEqual([])
    expect(await found({ publishedAt: { lt: day('2022-01-01') } })).toEqual([])
  })
})

describe('search(orderBy:)', () => {
  it('orders by date, with ranks and marks as ever', async () => {
    const byRank = await search({})
    const byDate = await search({ orderBy: { publishedAt: 'DESC' } })

    expect(byDate.edges.map(({ node }) => node.slug)).toEqual([
      'newer-standfirst',
      'new-body',
      'hebrew',
      'old-headline',
    ])
    const sorted = ({ edges }: Found) => edges.toSorted((one, other) => one.node.slug.localeCompare(other.node.slug))
    expect(sorted(byDate)).toEqual(sorted(byRank))
    expect(await slugs({ orderBy: { publishedAt: 'ASC' } })).toEqual(
      byDate.edges.map(({ node }) => node.slug).reverse(),
    )
    expect(await slugs({ orderBy: { rank: 'DESC' } })).toEqual(byRank.edges.map(({ node }) => node.slug))
  })

  it('pages by date, both ways, with conditions', async () => {
    const field = 'search(query: "walrus", orderBy: { publishedAt: DESC }, where: { locale: { not: "xx" } }, $page)'
    const { page, forward, backward } = pagesOf(api, { field })
    const whole = (await page({ first: 100 })).edges.map(({ node }) => node.id)

    expect(whole).toHaveLength(4)
    expect(await forward([1, 2])).toEqual(whole)
    expect(await backward([3])).toEqual(whole)
  })
})

describe('A snippet', () => {
  it('has an ellipsis where text is left out, and only there', async () => {
    const [long] = (await search({ query: 'otter' })).edges
    expect(long?.snippet).toMatch(/^…plain text plain text an <mark>otter<\/mark> &amp; more plain .*text…$/)

    const [short] = (await search({ query: 'beaver' })).edges
    expect(short?.snippet).toBe('A <mark>beaver</mark> &amp; &lt;b&gt;more&lt;/b&gt;. The end.')

    const [none] = (await search({ query: '"Long"' })).edges
    expect(none?.snippet).toMatch(/^plain text .*…$/)
  })
})
