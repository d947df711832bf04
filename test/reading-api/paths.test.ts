import { describe, expect, it } from 'vitest'
import { testApi, type Variables } from '../helpers/api.ts'
import { testDatabase } from '../helpers/database.ts'
import { givenIn } from '../helpers/given.ts'

// Every page of the site, for those who build it ahead.

const database = await testDatabase()
const { prisma } = database
const api = await testApi(database)
const given = givenIn(database)

const PATHS = `query Paths($first: Int, $after: String, $last: Int, $before: String) {
  paths(first: $first, after: $after, last: $last, before: $before) {
    nodes { path kind locale modifiedAt } pageInfo { hasNextPage endCursor hasPreviousPage startCursor } totalCount
  }
}`

interface Path {
  readonly path: string
  readonly kind: string
  readonly locale: string | null
  readonly modifiedAt: string
}

interface Page {
  readonly nodes: readonly Path[]
  readonly pageInfo: {
    readonly hasNextPage: boolean
    readonly endCursor: string | null
    readonly hasPreviousPage: boolean
    readonly startCursor: string | null
  }
  readonly totalCount: number
}

const page = async (variables: Variables = {}): Promise<Page> =>
  (await api.query<{ paths: Page }>(PATHS, variables)).paths
const allPaths = async () => (await page({ first: 1000 })).nodes
const pathNames = async () => (await allPaths()).map(({ path }) => path)

describe('paths', () => {
  it('is empty for a new site', async () => {
    expect(await page()).toEqual({
      nodes: [],
      pageInfo: { hasNextPage: false, endCursor: null, hasPreviousPage: false, startCursor: null },
      totalCount: 0,
    })
  })

  it('lists articles, topics and authors with what a site must know of them', async () => {
    const english = await given.article({ slug: 'bridge', updatedAt: '2026-01-02T03:04:05.678Z' })
    await given.article({ slug: 'gesher', locale: 'he' })
    const topic = await given.topic({ slug: 'bridges' })
    await given.author({ slug: 'noa' })

    const paths = await allPaths()

    const { liveUpdatedAt } = await prisma.article.findUniqueOrThrow({ where: { id: english.uuid } })
    const { updatedAt } = await prisma.topic.findUniqueOrThrow({ where: { id: topic.uuid } })
    expect(paths).toContainEqual({
      path: '/article/bridge',
      kind: 'ARTICLE',
      locale: 'en',
      modifiedAt: liveUpdatedAt?.toISOString(),
    })
    expect(paths).toContainEqual(expect.objectContaining({ path: '/he/article/gesher', kind: 'ARTICLE', locale: 'he' }))
    expect(paths).toContainEqual({
      path: '/topic/bridges',
      kind: 'TOPIC',
      locale: null,
      modifiedAt: updatedAt.toISOString(),
    })
    expect(paths).toContainEqual(expect.objectContaining({ path: '/author/noa', kind: 'AUTHOR', locale: null }))
  })

  it('has no path that resolvePath does not know, and none of a page that readers cannot open', async () => {
    for (const status of ['DRAFT', 'SCHEDULED', 'WITHDRAWN', 'TRASHED'] as const)
      await given.article({ slug: `hidden-${status.toLowerCase()}`, status })

    const paths = await pathNames()

    expect(paths.filter((path) => path.includes('hidden'))).toEqual([])
    for (const path of paths) {
      const { resolvePath } = await api.query(
        'query ($path: String!) { resolvePath(path: $path) { ... on Addressable { path } } }',
        { path },
      )
      expect(resolvePath).toEqual({ path })
    }
  })

  it('meets each page once, forwards and backwards, in pages of any size', async () => {
    for (let index = 0; index < 9; index++) await given.article({})
    const all = await pathNames()

    const forwards: string[] = []
    let after: string | null = null
    do {
      const { nodes, pageInfo, totalCount }: Page = await page({ first: 4, after })
      forwards.push(...nodes.map(({ path }) => path))
      expect(totalCount).toBe(all.length)
      after = pageInfo.hasNextPage ? pageInfo.endCursor : null
    } while (after !== null)
    const backwards: string[] = []
    let before: string | null = null
    do {
      const { nodes, pageInfo }: Page = await page({ last: 5, before })
      backwards.unshift(...nodes.map(({ path }) => path))
      before = pageInfo.hasPreviousPage ? pageInfo.startCursor : null
    } while (before !== null)

    expect(new Set(all).size).toBe(all.length)
    expect(forwards).toEqual(all)
    expect(backwards).toEqual(all)
  })

  it('has the new address after a page is renamed, and none after an article is withdrawn', async () => {
    const article = await given.article({ slug: 'before-the-rename' })
    await prisma.article.update({ where: { id: article.uuid }, data: { slug: 'after-the-rename' } })

    expect(await pathNames()).toContain('/article/after-the-rename')
    expect(await pathNames()).not.toContain('/article/before-the-rename')

    const { version } = await prisma.article.findUniqueOrThrow({ where: { id: article.uuid } })
    await api
      .as('EDITOR')
      .mutate(
        `mutation ($input: WithdrawArticleInput!) { withdrawArticle(input: $input) { userErrors { message } } }`,
        { input: { id: article.id, version, reason: 'The source took it back' } },
      )
    expect(await pathNames()).not.toContain('/article/after-the-rename')
  })

  it('is refused above 1,000 in a page, where another list is above 100', async () => {
    const refused = await api.ask(PATHS, { first: 1001 })
    const other = await api.ask('{ topics(first: 1000) { nodes { name } } }')

    expect(refused.errors?.[0]).toMatchObject({
      message: '`first` must be 1 to 1,000, and is 1001.',
      extensions: { code: 'BAD_USER_INPUT' },
    })
    expect(other.errors?.[0]?.message).toBe('`first` must be 1 to 100, and is 1000.')
  })

  it('is one statement, and 1,000 are within what a reader may ask for', async () => {
    expect(await api.statements(PATHS, { first: 1000 })).toHaveLength(1)
  })
})
