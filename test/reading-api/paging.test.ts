import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { testApi } from '../helpers/api.ts'
import { testDatabase } from '../helpers/database.ts'
import { type Given, givenIn } from '../helpers/given.ts'
import { type List, pagesOf } from '../helpers/pages.ts'

const database = await testDatabase()
const { prisma } = database
const api = await testApi(database)
const given = givenIn(database)

const TWINS = '2021-03-04T05:06:07.000Z'

/** 23 articles: seven of one moment, two of another, headlines and lengths that repeat. All with one topic, one author, one image. */
const articles: Given[] = []
let topic: Given
let author: Given

beforeAll(async () => {
  topic = await given.topic({ slug: 'everything', name: 'Everything' })
  author = await given.author({ slug: 'everybody', name: 'Everybody' })
  const person = { ...author, name: 'Everybody' }
  const image = await given.image({ width: 640 })
  for (const index of Array(23).keys()) {
    articles.push(
      await given.article({
        headline: `Headline ${'abcbaé'.charAt(index % 6)}`,
        publishedAt:
          index < 7
            ? TWINS
            : index < 9
              ? '2021-03-05T00:00:00.001Z'
              : `2021-04-${String(index).padStart(2, '0')}T00:00:00.000Z`,
        firstPublishedAt: index % 2 === 0 ? TWINS.replace('2021', '2019') : TWINS.replace('2021', '2018'),
        updatedAt: `2022-01-01T00:00:0${index % 5}.000Z`,
        body: [
          Array(1 + (index % 3))
            .fill('word')
            .join(' '),
        ],
        topics: [topic],
        credits: [{ author: person }],
        captions: [{ image, role: 'LEAD' }],
      }),
    )
  }
  // Topics and authors with equal names and equal counts, images of equal width and moment.
  for (const index of Array(9).keys()) {
    const other = await given.topic({ name: `Name ${index % 3}`, parentId: topic.uuid })
    const someone = await given.author({ name: `Name ${index % 2}` })
    const twin = await given.image({ width: 100 + (index % 3), createdAt: index < 5 ? TWINS : new Date() })
    if (index % 3 > 0)
      await given.article({
        publishedAt: TWINS,
        topics: [other],
        credits: [{ author: someone }],
        captions: [{ image: twin }],
      })
    else await prisma.author.update({ where: { id: someone.uuid }, data: { imageId: twin.uuid } })
  }
})

const SIZES = fc.array(fc.integer({ min: 2, max: 13 }), { minLength: 1, maxLength: 4 })

const ordersOf = (field: string, names: string[], within?: string): [string, List][] =>
  names.flatMap((name) =>
    ['ASC', 'DESC'].map((direction): [string, List] => [
      `${within ?? ''} ${field} by ${name} ${direction}`.trim(),
      { field: `${field}(orderBy: { ${name}: ${direction} }, $page)`, ...(within !== undefined && { within }) },
    ]),
  )

const articleOrders = ['publishedAt', 'firstPublishedAt', 'updatedAt', 'headline', 'wordCount']

const lists: [string, List][] = [
  ...ordersOf('articles', articleOrders),
  ...ordersOf('articles', articleOrders, 'topic(slug: "everything")'),
  ...ordersOf('articles', articleOrders, 'author(slug: "everybody")'),
  [
    'articles of a branch',
    { field: 'articles(where: { topics: { some: { within: { slug: "everything" } } } }, $page)' },
  ],
  ...ordersOf('topics', ['name', 'articleCount']),
  ...ordersOf('authors', ['name', 'articleCount']),
  ...ordersOf('images', ['createdAt', 'width']),
  ['articles, filtered', { field: 'articles(where: { wordCount: { gte: 2 } }, $page)' }],
  [
    'a topic’s articles, filtered',
    { within: 'topic(slug: "everything")', field: 'articles(where: { headline: { endsWith: "b" } }, $page)' },
  ],
  ['a topic’s children', { within: 'topic(slug: "everything")', field: 'children($page)' }],
  ['search', { field: 'search(query: "headline", $page)' }],
]

describe('Pages', () => {
  it.each(lists)('of %s are the whole list, whatever their sizes, from either end', async (_name, list) => {
    const { page, forward, backward } = pagesOf(api, list)
    const whole = (await page({ first: 100 })).edges.map(({ node }) => node.id)
    expect(whole.length).toBeGreaterThan(5)
    expect(new Set(whole).size).toBe(whole.length)

    await fc.assert(
      fc.asyncProperty(SIZES, async (sizes) => {
        expect(await forward(sizes)).toEqual(whole)
        expect(await backward(sizes)).toEqual(whole)
      }),
      { numRuns: 2, seed: 20160312, examples: [[[1, 13, 4]]] },
    )
  })

  it('are in the order that was asked for, ties by id in the same direction', async () => {
    for (const [direction, sign] of [
      ['ASC', 1],
      ['DESC', -1],
    ] as const) {
      const { articles: list } = await api.query<{ articles: { nodes: { id: string; wordCount: number }[] } }>(
        `{ articles(first: 100, orderBy: { wordCount: ${direction} }) { nodes { id wordCount } } }`,
      )

      const expected = list.nodes.toSorted((a, b) => sign * (a.wordCount - b.wordCount || (a.id < b.id ? -1 : 1)))
      expect(list.nodes).toEqual(expected)
      expect(new Set(list.nodes.map(({ wordCount }) => wordCount)).size).toBeGreaterThan(2)
    }
  })

  it('of the most used topics begin with the most used', async () => {
    const { topics } = await api.query<{ topics: { nodes: { slug: string; articleCount: number }[] } }>(
      '{ topics(first: 100, orderBy: { articleCount: DESC }) { nodes { slug articleCount } } }',
    )

    expect(topics.nodes[0]).toEqual({ slug: 'everything', articleCount: 23 })
    const counts = topics.nodes.map(({ articleCount }) => articleCount)
    expect(counts).toEqual(counts.toSorted((a, b) => b - a))
  })

  it('are of twenty when no size is given, and null is no size', async () => {
    const { page } = pagesOf(api, { field: 'articles($page)' })

    expect((await page({})).edges).toHaveLength(20)
    expect((await page({ first: null, last: null, after: null, before: null })).edges).toHaveLength(20)
  })
})

describe('hasNextPage and hasPreviousPage', () => {
  const { page } = pagesOf(api, { field: 'articles($page)' })

  it('are exact between two cursors, whichever end is counted from', async () => {
    const all = (await page({ first: 100 })).edges
    const cursor = (index: number) => all[index]?.cursor
    const span = (from: number, to: number) => all.slice(from, to).map(({ node }) => node.id)
    const ask = async (variables: object) => {
      const { edges, pageInfo } = await page({ ...variables })
      return [edges.map(({ node }) => node.id), pageInfo.hasPreviousPage, pageInfo.hasNextPage]
    }

    expect(await ask({ first: 3, after: cursor(4), before: cursor(20) })).toEqual([span(5, 8), true, true])
    expect(await ask({ last: 3, after: cursor(4), before: cursor(20) })).toEqual([span(17, 20), true, true])
    expect(await ask({ first: 50, after: cursor(4), before: cursor(8) })).toEqual([span(5, 8), true, true])
    expect(await ask({ last: 50, after: cursor(4), before: cursor(8) })).toEqual([span(5, 8), true, true])
    expect(await ask({ first: 50, before: cursor(8) })).toEqual([span(0, 8), false, true])
    expect(await ask({ last: 50, after: cursor(4) })).toEqual([span(5, all.length), true, false])
    expect(await ask({ first: 8, before: cursor(8) })).toEqual([span(0, 8), false, true])
    expect(await ask({ first: 50, after: cursor(all.length - 1) })).toEqual([[], true, false])
    expect(await ask({ last: 50, before: cursor(0) })).toEqual([[], false, true])
    expect(await ask({ first: 50, after: cursor(8), before: cursor(4) })).toEqual([[], true, true])
    expect(await ask({ first: all.length })).toEqual([span(0, all.length), false, false])
    expect(await ask({ last: all.length })).toEqual([span(0, all.length), false, false])
    expect(await ask({ first: all.length - 1 })).toEqual([span(0, all.length - 1), false, true])
    expect(await ask({ last: all.length - 1 })).toEqual([span(1, all.length), true, false])
  })

  it('are read without the rows', async () => {
    const { articles: list } = await api.query('{ articles(first: 1) { pageInfo { hasNextPage hasPreviousPage } } }')

    expect(list).toEqual({ pageInfo: { hasNextPage: true, hasPreviousPage: false } })
  })

  it('know nothing of an empty list', async () => {
    expect(
      await api.query(
        '{ articles(where: { OR: [] }) { edges { cursor } totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }',
      ),
    ).toEqual({
      articles: {
        edges: [],
        totalCount: 0,
        pageInfo: { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null },
      },
    })
  })
})

describe('A page', () => {
  it('has as many edges as rows, whatever is selected of them', async () => {
    expect(await api.query('{ articles(first: 3) { edges { __typename } } }')).toEqual({
      articles: { edges: Array(3).fill({ __typename: 'ArticleEdge' }) },
    })
    expect(
      await api.query(
        'query ($x: Boolean = false) { articles(first: 2) { edges { cursor @include(if: $x) } nodes { id @include(if: $x) } } }',
      ),
    ).toEqual({
      articles: { edges: [{}, {}], nodes: [{}, {}] },
    })
    expect(await api.query('{ articles(first: 2) { __typename pageInfo { __typename } } }')).toEqual({
      articles: { __typename: 'ArticleConnection', pageInfo: { __typename: 'PageInfo' } },
    })
  })
})

describe('A cursor', () => {
  const { page } = pagesOf(api, { field: 'articles(where: { slug: { startsWith: "moving-" } }, $page)' })
  const idsOf = async (variables: object) => (await page({ first: 100, ...variables })).edges.map(({ node }) => node.id)

  async function fiveMoving() {
    await prisma.article.deleteMany({ where: { slug: { startsWith: 'moving-' } } })
    const rows: Given[] = []
    for (const index of [1, 2, 3, 4, 5]) rows.push(await given.article({ slug: `moving-${index}`, publishedAt: TWINS }))
    const all = (await page({ first: 100 })).edges
    const third = all[2]
    const row = rows.find(({ id }) => id === third?.node.id)
    if (!third || !row) throw new Error('five articles were expected')
    const ids = all.map(({ node }) => node.id)
    return { row, cursor: third.cursor, before: ids.slice(0, 2), after: ids.slice(3) }
  }

  const changes: [string, (row: Given) => Promise<unknown>][] = [
    ['edited', async (row) => given.live(row, await given.revision(row, { headline: 'Another' }), TWINS)],
    ['published anew', async (row) => given.live(row, await given.revision(row), '2030-01-01T00:00:00.000Z')],
    ['withdrawn', (row) => given.withdrawn(row)],
    ['trashed', (row) => given.trashed(row)],
    ['deleted', (row) => prisma.article.delete({ where: { id: row.uuid } })],
  ]

  it.each(changes)('stays where it was when its row is %s', async (_how, change) => {
    const { row, cursor, before, after } = await fiveMoving()

    await change(row)

    const others = (ids: string[]) => ids.filter((id) => id !== row.id)
    expect(others(await idsOf({ after: cursor }))).toEqual(after)
    expect(others(await idsOf({ before: cursor }))).toEqual(before)
    const next = await page({ first: 1, after: cursor })
    expect(next.edges.map(({ node }) => node.id)).toEqual(after.slice(0, 1))
    expect(next.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: true })
  })

  it('meets what is published beside it', async () => {
    const { cursor, after } = await fiveMoving()
    const older = await given.article({ slug: 'moving-older', publishedAt: '2021-03-04T05:06:06.999Z' })
    await given.article({ slug: 'moving-newer', publishedAt: '2021-03-04T05:06:07.001Z' })

    expect(await idsOf({ after: cursor })).toEqual([...after, older.id])
  })
})

describe('Lists below lists', () => {
  it('have pages of their own for each parent', async () => {
    const { topics } = await api.query<{
      topics: {
        nodes: {
          slug: string
          articles: { nodes: { id: string }[]; pageInfo: { hasNextPage: boolean }; totalCount: number }
        }[]
      }
    }>(
      '{ topics(first: 100) { nodes { slug articles(first: 1) { nodes { id } pageInfo { hasNextPage } totalCount } } } }',
    )

    const everything = topics.nodes.find(({ slug }) => slug === 'everything')
    const newest = articles.at(-1)?.id
    expect(everything?.articles).toEqual({ nodes: [{ id: newest }], pageInfo: { hasNextPage: true }, totalCount: 23 })
    for (const { articles: list, slug } of topics.nodes) {
      if (slug === 'everything') continue
      expect(list.pageInfo.hasNextPage).toBe(false)
      expect(list.nodes).toHaveLength(list.totalCount)
    }
  })
})
