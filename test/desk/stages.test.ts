import { beforeAll, describe, expect, it } from 'vitest'
import { testApi } from '../helpers/api.ts'
import { testDatabase } from '../helpers/database.ts'
import { type Given, givenIn } from '../helpers/given.ts'
import { pagesOf } from '../helpers/pages.ts'

const database = await testDatabase()
const { prisma } = database
const api = await testApi(database)
const reporter = api.as('REPORTER')
const given = givenIn(database)

interface Nodes {
  articles: { nodes: { slug: string; headline: string }[]; totalCount: number }
}

async function slugs(rest: string): Promise<string[]> {
  const { articles } = await reporter.query<Nodes>(
    `{ articles(stage: DRAFT ${rest}) { nodes { slug headline } totalCount } }`,
  )
  expect(articles.totalCount).toBe(articles.nodes.length)
  return articles.nodes.map(({ slug }) => slug)
}

let sport: Given
let live: Given
let never: Given

beforeAll(async () => {
  sport = await given.topic({ slug: 'sport', name: 'Sport' })
  const chess = await given.topic({ slug: 'chess', name: 'Chess' })
  const noa = await given.author({ slug: 'noa', name: 'Noa' })
  const image = await given.image({ altText: 'A board' })
  live = await given.article({
    slug: 'live',
    headline: 'As readers have it',
    topics: [sport],
    publishedAt: '2021-01-01T00:00:00.000Z',
  })
  await given.revision(live, {
    headline: 'As the desk has it',
    standfirst: 'Newer',
    kicker: 'New',
    body: [
      'Five words in two <em>paragraphs</em>',
      { type: 'image', captionId: '00000000-0000-4000-8000-000000000001' },
    ],
    topics: [chess],
    credits: [{ author: noa }],
    captions: [{ id: '00000000-0000-4000-8000-000000000001', image, role: 'LEAD', text: 'The board' }],
  })
  never = await given.article({
    slug: 'never',
    status: 'DRAFT',
    topics: [chess],
    headline: 'Never live',
    credits: [{ author: noa }],
  })
  await given.article({ slug: 'soon', status: 'SCHEDULED' })
  await given.article({ slug: 'gone', status: 'WITHDRAWN', publishedAt: '2022-01-01T00:00:00.000Z' })
  await given.article({ slug: 'binned', status: 'TRASHED' })
  for (const [index, slug] of ['binned', 'gone', 'soon', 'never', 'live'].entries())
    await prisma.article.update({
      where: { slug_locale: { slug, locale: 'en' } },
      data: { updatedAt: `2023-01-0${index + 1}T00:00:00Z`, createdAt: `2020-01-0${index + 1}T00:00:00Z` },
    })
})

describe('The desk’s list', () => {
  it('has every article, live or not, that which was changed last first', async () => {
    expect(await slugs('')).toEqual(['live', 'never', 'soon', 'gone'])
  })

  it('leaves the trash out unless a status is asked for, however deep', async () => {
    expect(await slugs(', where: { status: { equals: TRASHED } }')).toEqual(['binned'])
    expect(await slugs(', where: { OR: [{ AND: [{ status: { in: [TRASHED, DRAFT] } }] }] }')).toEqual([
      'never',
      'binned',
    ])
    expect(await slugs(', where: { NOT: [{ status: { equals: PUBLISHED } }] }')).toEqual([
      'never',
      'soon',
      'gone',
      'binned',
    ])
  })

  it('is filtered by what the latest revision says', async () => {
    const filters = {
      '{ headline: { contains: "desk" } }': ['live'],
      '{ headline: { contains: "readers" } }': [],
      '{ topics: { some: { slug: { equals: "chess" } } } }': ['live', 'never'],
      '{ topics: { some: { slug: { equals: "sport" } } } }': [],
      '{ credits: { some: { author: { slug: { equals: "noa" } } } } }': ['live', 'never'],
      '{ captions: { some: { image: { altText: { contains: "board" } } } } }': ['live'],
      '{ captions: { none: {} } }': ['never', 'soon', 'gone'],
      '{ wordCount: { equals: 5 } }': ['live'],
    }
    const found: Record<string, string[]> = {}
    for (const where of Object.keys(filters)) found[where] = await slugs(`, where: ${where}`)
    expect(found).toEqual(filters)
  })

  it('is filtered by a status that a variable gives, each time anew', async () => {
    const document =
      'query ($is: ArticleStatus, $in: [ArticleStatus!]) { articles(stage: DRAFT, where: { status: { equals: $is, in: $in } }) { nodes { slug } } }'
    const found = async (variables: object) =>
      (await reporter.query<Nodes>(document, { ...variables })).articles.nodes.map(({ slug }) => slug)

    for (let turn = 0; turn < 2; turn += 1) {
      expect(await found({ is: 'TRASHED' })).toEqual(['binned'])
      expect(await found({ is: 'SCHEDULED' })).toEqual(['soon'])
      expect(await found({ in: ['SCHEDULED'] })).toEqual(['soon'])
      expect(await found({ in: ['TRASHED', 'WITHDRAWN'] })).toEqual(['gone', 'binned'])
      expect(await found({ is: null })).toEqual([])
    }
  })

  it('is filtered by where articles stand and who made them', async () => {
    const maker = await reporter.user()
    await prisma.article.update({
      where: { id: never.uuid },
      data: { workflowState: 'IN_REVIEW', createdById: maker.uuid, embargoedUntil: '2030-01-01T00:00:00Z' },
    })
    const filters = {
      '{ workflowState: { equals: IN_REVIEW } }': ['never'],
      '{ workflowState: { not: IN_REVIEW } }': ['live', 'soon', 'gone'],
      '{ scheduledFor: { not: null } }': ['soon'],
      '{ embargoedUntil: { gte: "2030-01-01T00:00:00Z" } }': ['never'],
      '{ createdAt: { gt: "2020-01-03T00:00:00Z" } }': ['live', 'never'],
      [`{ createdById: { equals: "${maker.id}" } }`]: ['never'],
      '{ updatedAt: { lt: "2023-01-03T00:00:00Z" } }': ['gone'],
      '{ publishedAt: { equals: null } }': ['never', 'soon'],
    }
    const found: Record<string, string[]> = {}
    for (const where of Object.keys(filters)) found[where] = await slugs(`, where: ${where}`)
    expect(found).toEqual(filters)
  })

  it.each([
    ['publishedAt', ['live', 'gone', 'never', 'soon']],
    ['firstPublishedAt', ['live', 'gone', 'never', 'soon']],
    ['updatedAt', ['gone', 'soon', 'never', 'live']],
    ['scheduledFor', ['soon', 'live', 'never', 'gone']],
    ['createdAt', ['gone', 'soon', 'never', 'live']],
  ])('by %s has what has no such date at the end of time, and pages through it either way', async (order, expected) => {
    const known = new Map((await prisma.article.findMany()).map(({ id, slug }) => [`article_${id}`, slug]))
    const named = (ids: string[]) => ids.map((id) => known.get(id))
    const isSame = (found: (string | undefined)[]) => {
      // Ties stand in the order of ids, which no one chose.
      expect([...found].sort()).toEqual([...expected].sort())
      expect(found.slice(0, 1)).toEqual(expected.slice(0, 1))
    }
    for (const direction of ['ASC', 'DESC']) {
      const list = pagesOf(reporter, { field: `articles(stage: DRAFT, orderBy: { ${order}: ${direction} }, $page)` })
      const forward = named(await list.forward([1, 2]))
      const backward = named(await list.backward([2, 1]))
      expect(backward).toEqual(forward)
      isSame(direction === 'ASC' ? forward : forward.toReversed())
    }
  })

  it('refuses cursors of the readers’ list in the same order, and readers’ list its', async () => {
    const cursor = async (stage: string) => {
      const document = `{ articles(stage: ${stage}, first: 1, orderBy: { updatedAt: DESC }) { edges { cursor } } }`
      return (await reporter.query<{ articles: { edges: { cursor: string }[] } }>(document)).articles.edges[0]?.cursor
    }
    for (const [from, to] of [
      ['DRAFT', 'PUBLISHED'],
      ['PUBLISHED', 'DRAFT'],
    ]) {
      const document = `query ($after: String) { articles(stage: ${to}, after: $after, orderBy: { updatedAt: DESC }) { nodes { id } } }`
      const [error] = await reporter.errors(document, { after: await cursor(from ?? '') })
      expect(error?.extensions?.code).toBe('BAD_USER_INPUT')
    }
  })

  it('shows readers’ articles in readers’ words to staff who do not ask for drafts', async () => {
    expect(await reporter.query('{ articles { nodes { headline } totalCount } }')).toEqual({
      articles: { nodes: [{ headline: 'As readers have it' }], totalCount: 1 },
    })
  })
})

describe('A draft', () => {
  const PAGE = /* GraphQL */ `
    query ($slug: String, $id: ID) {
      article(slug: $slug, id: $id, stage: DRAFT) {
        headline kicker standfirst byline wordCount readingTimeMinutes bodyText bodyHtml path
        topics { topic { slug } } credits { name author { slug } }
        leadImage { text image { altText } } captions { text }
        body { __typename ... on ImageBlock { caption { text image { altText } } } }
        publishedAt firstPublishedAt updatedAt status
        shareLinks(channels: [COPY]) { url }
        relatedArticles { edges { score node { slug headline } } }
        relatedTopics { nodes { slug } }
      }
    }
  `

  it('shows its latest revision with all that belongs to it, and live articles beside it', async () => {
    const { article } = await reporter.query<{ article: Record<string, unknown> }>(PAGE, { slug: 'live' })

    expect(article).toMatchObject({
      headline: 'As the desk has it',
      kicker: 'New',
      standfirst: 'Newer',
      byline: 'By Noa',
      wordCount: 5,
      readingTimeMinutes: 1,
      topics: [{ topic: { slug: 'chess' } }],
      credits: [{ name: 'Noa', author: { slug: 'noa' } }],
      leadImage: { text: 'The board', image: { altText: 'A board' } },
      captions: [{ text: 'The board' }],
      body: [
        { __typename: 'ParagraphBlock' },
        { __typename: 'ImageBlock', caption: { text: 'The board', image: { altText: 'A board' } } },
      ],
      publishedAt: '2021-01-01T00:00:00.000Z',
      updatedAt: '2023-01-05T00:00:00.000Z',
      status: 'PUBLISHED',
    })
    expect(article.bodyHtml).toContain('The board')
  })

  it('that was never live has no dates of publication, and everything else', async () => {
    const other = await given.article({ slug: 'beside', topics: [sport], headline: 'Beside it' })
    await given.revision(never, { headline: 'Never live', topics: [sport] })

    const { article } = await reporter.query<{ article: Record<string, unknown> }>(PAGE, { id: never.id })

    expect(article).toMatchObject({
      publishedAt: null,
      firstPublishedAt: null,
      status: 'DRAFT',
      path: '/article/never',
      shareLinks: [{ url: expect.stringContaining('/article/never') }],
      relatedArticles: {
        edges: expect.arrayContaining([
          { score: expect.any(Number), node: { slug: other.slug, headline: 'Beside it' } },
        ]),
      },
    })
    await given.trashed(other)
  })

  it('is found by id and by slug, in the trash too', async () => {
    const { id } = await prisma.article.findUniqueOrThrow({ where: { slug_locale: { slug: 'binned', locale: 'en' } } })
    const found = { article: { status: 'TRASHED', trashedAt: '2099-01-01T00:00:00.000Z' } }

    expect(await reporter.query('{ article(slug: "binned", stage: DRAFT) { status trashedAt } }')).toEqual(found)
    expect(await reporter.query(`{ article(id: "article_${id}", stage: DRAFT) { status trashedAt } }`)).toEqual(found)
  })

  it('is not what else leads to the article', async () => {
    expect(
      await reporter.query(
        `{ node(id: "${never.id}") { id } other: node(id: "${live.id}") { ... on Article { headline } } topic(slug: "chess") { articleCount articles { totalCount } } }`,
      ),
    ).toEqual({
      node: null,
      other: { headline: 'As readers have it' },
      topic: { articleCount: 0, articles: { totalCount: 0 } },
    })
  })

  it('is one statement, whatever is asked of it', async () => {
    expect(await reporter.statements(PAGE, { slug: 'live' })).toHaveLength(1)
    expect(
      await reporter.statements(
        '{ articles(stage: DRAFT) { totalCount nodes { lock { holder { name } } allowedActions revisions { totalCount nodes { headline } } activity { nodes { actor { name } } } } } }',
      ),
    ).toHaveLength(1)
  })

  it('may show an image that nothing public shows, which the desk finds in the library too', async () => {
    const { id } = await given.image({ altText: 'Unused' })
    const document = `{ image(id: "${id}") { altText version } images(where: { altText: { equals: "Unused" } }) { totalCount } }`

    expect(await reporter.query(document)).toEqual({
      image: { altText: 'Unused', version: 1 },
      images: { totalCount: 1 },
    })
    expect(await api.query(document.replace('version', ''))).toEqual({ image: null, images: { totalCount: 0 } })
  })
})
