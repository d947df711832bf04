import { beforeAll, describe, expect, it } from 'vitest'
import { MOST_RANKED, NEWEST_RANKED } from '../../src/search/query/ranked.ts'
import { testApi } from '../helpers/api.ts'
import { testDatabase } from '../helpers/database.ts'
import { givenIn } from '../helpers/given.ts'

// A word that more articles have than search ranks.

const database = await testDatabase()
const api = await testApi(database)
const given = givenIn(database)

/** Articles with the word in the body, the first the newest; every hundredth has it in the headline. */
const COUNT = MOST_RANKED + 60
const HEADLINES = 100

interface Found {
  search: {
    totalCount: number
    pageInfo: { hasNextPage: boolean; endCursor: string | null }
    nodes: { headline: string; slug: string }[]
  }
}

const SEARCH = `query ($query: String!, $locale: Locale, $first: Int, $after: String) {
  search(query: $query, locale: $locale, first: $first, after: $after) { totalCount pageInfo { hasNextPage endCursor } nodes { headline slug } } }`

const find = async (query: string, variables: object = {}) =>
  (await api.query<Found>(SEARCH, { query, first: 20, ...variables })).search

beforeAll(async () => {
  await database.script(`
    create temp table made as select n, gen_random_uuid() as article, gen_random_uuid() as revision from generate_series(1, ${COUNT}) n;
    insert into revision (id, article_id, number, headline, body, plain_text, word_count)
      select revision, article, 1, case when n % ${HEADLINES} = 0 then 'Harbour number ' || n else 'Story number ' || n end, '[]', 'They met at the harbour.', 5 from made;
    insert into article (id, locale, slug, version, status, latest_revision_id, live_revision_id, published_at, first_published_at, live_updated_at, translation_group_id)
      select article, 'en', 'story-' || n, 1, 'PUBLISHED', revision, revision, now() - make_interval(hours => n), now() - make_interval(hours => n), now(), gen_random_uuid() from made;
    drop table made`)
  await given.article({ locale: 'de', slug: 'am-hafen', headline: 'Der harbour in Hamburg' })
  await given.article({ slug: 'lighthouse', headline: 'A lighthouse', body: ['It stands at the harbour.'] })
})

describe('Search for a word of very many articles', () => {
  it('counts all of them', async () => {
    expect((await find('harbour')).totalCount).toBe(COUNT + 2)
  })

  it('shows the newest, those with the word in the headline first', async () => {
    const slugs = (await find('harbour')).nodes.map(({ slug }) => Number(slug.replace('story-', '')))

    expect(slugs).toHaveLength(NEWEST_RANKED / HEADLINES)
    for (const number of slugs) {
      expect(number % HEADLINES).toBe(0)
      expect(number).toBeLessThanOrEqual(NEWEST_RANKED)
    }
  })

  it('has pages as far as the newest go, with none twice', async () => {
    const seen: string[] = []
    let after: string | null = null
    for (let page = 0; page < 100; page += 1) {
      const { nodes, pageInfo }: Found['search'] = await find('harbour', { first: 100, after })
      seen.push(...nodes.map(({ slug }) => slug))
      after = pageInfo.endCursor
      if (!pageInfo.hasNextPage) break
    }

    expect(seen).toHaveLength(NEWEST_RANKED)
    expect(new Set(seen).size).toBe(NEWEST_RANKED)
  })

  it('finds all of another language, and of a query that fewer match', async () => {
    const german = await find('harbour', { locale: 'de' })
    expect(german).toMatchObject({ totalCount: 1, nodes: [{ slug: 'am-hafen' }] })

    const rare = await find('harbour lighthouse')
    expect(rare).toMatchObject({ totalCount: 1, nodes: [{ slug: 'lighthouse' }] })

    expect((await find('harbour', { locale: 'en' })).totalCount).toBe(COUNT + 1)
  })

  it('shows all of them by date, and counts exactly what fulfils conditions', async () => {
    const document = `query ($where: ArticleWhereInput, $first: Int, $last: Int) {
      search(query: "harbour", where: $where, orderBy: { publishedAt: DESC }, first: $first, last: $last) { totalCount pageInfo { hasNextPage endCursor } nodes { headline slug } } }`
    const byDate = async (variables: Record<string, unknown>) => (await api.query<Found>(document, variables)).search

    expect((await byDate({ first: 3 })).nodes.map(({ slug }) => slug)).toEqual(['story-1', 'story-2', 'story-3'])
    const { totalCount, nodes } = await byDate({
      last: 3,
      where: { locale: { equals: 'en' }, headline: { contains: 'tor' } },
    })
    expect(nodes.map(({ slug }) => slug)).toEqual([`story-${COUNT - 2}`, `story-${COUNT - 1}`, `story-${COUNT}`])
    expect(totalCount).toBe(COUNT - Math.floor(COUNT / HEADLINES))
    expect((await byDate({ first: 1, where: { slug: { equals: 'story-9999' } } })).nodes).toMatchObject([
      { slug: 'story-9999' },
    ])
  })

  it('counts all that fulfil conditions, and ranks the newest of them', async () => {
    const document = `{ search(query: "harbour", last: 1, where: { slug: { startsWith: "story" } }) { totalCount nodes { slug } } }`
    const { search } = await api.query<{ search: Found['search'] }>(document)

    expect(search.totalCount).toBe(COUNT)
    expect(Number(search.nodes[0]?.slug.replace('story-', ''))).toBeLessThanOrEqual(NEWEST_RANKED)
  })

  it('ranks all that fulfil conditions, if these are not too many', async () => {
    const document = `{ search(query: "harbour", first: 2, where: { headline: { startsWith: "Harbour" } }) { totalCount nodes { slug } } }`
    const { search } = await api.query<{ search: Found['search'] }>(document)

    expect(search.totalCount).toBe(Math.floor(COUNT / HEADLINES))
    expect(search.nodes).toHaveLength(2)
  })

  it('leaves lists that are filtered by it whole', async () => {
    const { articles } = await api.query<{ articles: { totalCount: number; nodes: { slug: string }[] } }>(
      '{ articles(search: "harbour", last: 1) { totalCount nodes { slug } } }',
    )

    expect(articles.totalCount).toBe(COUNT + 2)
  })
})
