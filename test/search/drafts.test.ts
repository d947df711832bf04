import { beforeAll, describe, expect, it } from 'vitest'
import { created, updated } from '../article/saving.ts'
import { testApi } from '../helpers/api.ts'
import { testDatabase } from '../helpers/database.ts'
import { type Given, givenIn } from '../helpers/given.ts'
import { pagesOf } from '../helpers/pages.ts'
import { expectExactCounts } from '../helpers/recount.ts'

const database = await testDatabase()
const { prisma } = database
const api = await testApi(database)
const given = givenIn(database)
const editor = api.as('EDITOR')

interface List {
  totalCount: number
  nodes: { slug: string }[]
}

const LIST = `query ($search: String!, $stage: Stage!, $where: ArticleWhereInput) {
  articles(search: $search, stage: $stage, where: $where) { totalCount nodes { slug } } }`

async function found(search: string, stage = 'DRAFT', where?: object): Promise<string[]> {
  const { articles } = await editor.query<{ articles: List }>(LIST, { search, stage, where })
  expect(articles.totalCount).toBe(articles.nodes.length)
  return articles.nodes.map(({ slug }) => slug).toSorted()
}

let live: Given

beforeAll(async () => {
  await given.article({ slug: 'draft', status: 'DRAFT', headline: 'A visitor', body: ['The axolotls swim in Zürich.'] })
  live = await given.article({ slug: 'live', headline: 'An axolotl', body: ['Nothing else.'] })
  await given.article({ slug: 'trashed', status: 'TRASHED', headline: 'A thrown axolotl' })
  await given.article({ slug: 'hebrew', status: 'DRAFT', locale: 'he', headline: 'והגשר נסגר' })
})

describe('articles(search:) in stage DRAFT', () => {
  it('finds words in the bodies of drafts and of what is live, in the syntax of search', async () => {
    expect(await found('axolotl')).toEqual(['draft', 'live'])
    expect(await found('zurich axolotl')).toEqual(['draft'])
    expect(await found('axolotl -zurich')).toEqual(['live'])
    expect(await found('"axolotls swim" OR גשר')).toEqual(['draft', 'hebrew'])
    expect(await found('"swim axolotls"')).toEqual([])
  })

  it('searches the latest revision in stage DRAFT, and the live one in stage PUBLISHED', async () => {
    const newer = await given.article({ slug: 'newer', headline: 'A quokka' })
    const revision = await given.revision(newer, { headline: 'A numbat' })
    expect([await found('quokka'), await found('numbat')]).toEqual([[], ['newer']])
    expect([await found('quokka', 'PUBLISHED'), await found('numbat', 'PUBLISHED')]).toEqual([['newer'], []])

    await given.live(newer, revision)
    expect([await found('numbat'), await found('numbat', 'PUBLISHED')]).toEqual([['newer'], ['newer']])
    await given.withdrawn(newer)
    expect([await found('numbat'), await found('numbat', 'PUBLISHED')]).toEqual([['newer'], []])
    await expectExactCounts(database)
  })

  it('finds what was saved a moment ago, and not what it said before', async () => {
    const article = await created(editor, { headline: 'A wombat sleeps' })
    expect(await found('wombats')).toEqual([article.slug])
    await updated(editor, article, { headline: 'A bandicoot sleeps' })
    expect([await found('wombat'), await found('bandicoot')]).toEqual([[], [article.slug]])
    await expectExactCounts(database)
  })

  it('finds drafts by the names of their topics and authors, also after these are renamed', async () => {
    const [topic, author] = [await given.topic({ name: 'Marsupials' }), await given.author({ name: 'Eva Kovářová' })]
    await given.article({ slug: 'named', status: 'DRAFT', headline: 'Names', topics: [topic], credits: [{ author }] })
    expect([await found('marsupial'), await found('kovarova')]).toEqual([['named'], ['named']])

    await prisma.topic.update({ where: { id: topic.uuid }, data: { name: 'Monotremes' } })
    await prisma.author.update({ where: { id: author.uuid }, data: { name: 'Eva Nováková' } })
    expect([await found('marsupial'), await found('monotreme'), await found('novakova')]).toEqual([
      [],
      ['named'],
      ['named'],
    ])
    await expectExactCounts(database)
  })

  it('lists trashed articles only if the filter asks for them, like without search', async () => {
    expect(await found('axolotl', 'DRAFT', { status: { equals: 'TRASHED' } })).toEqual(['trashed'])
    expect(await found('axolotl', 'DRAFT', { status: { equals: 'DRAFT' } })).toEqual(['draft'])
  })

  it('pages and counts like every list', async () => {
    for (const number of Array(5).keys())
      await given.article({ slug: `dunnart-${number}`, status: 'DRAFT', headline: 'A dunnart' })
    const { page, forward, backward } = pagesOf(editor, { field: 'articles(search: "dunnart", stage: DRAFT, $page)' })
    const whole = (await page({ first: 100 })).edges.map(({ node }) => node.id)

    expect(whole).toHaveLength(5)
    expect(await forward([2])).toEqual(whole)
    expect(await backward([2, 3])).toEqual(whole)
  })

  it('is forbidden to readers, and refuses words that are none', async () => {
    const [forbidden] = await api.errors(LIST, { search: 'axolotl', stage: 'DRAFT' })
    expect(forbidden?.extensions?.code).toBe('FORBIDDEN')
    const [wordless] = await editor.errors(LIST, { search: '"-"', stage: 'DRAFT' })
    expect(wordless?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument: 'search' })
  })
})

describe('search in stage DRAFT', () => {
  const SEARCH = `query ($query: String!, $stage: Stage!) {
    search(query: $query, stage: $stage) { totalCount edges { rank headline snippet node { slug status } } } }`

  interface Ranked {
    totalCount: number
    edges: { rank: number; headline: string; snippet: string; node: { slug: string } }[]
  }

  it('ranks and marks drafts like what is live', async () => {
    const { search } = await editor.query<{ search: Ranked }>(SEARCH, {
      query: 'axolotl zurich OR axolotl',
      stage: 'DRAFT',
    })

    expect(search.totalCount).toBe(2)
    expect(search.edges.map(({ node }) => node.slug).toSorted()).toEqual(['draft', live.slug])
    const draft = search.edges.find(({ node }) => node.slug === 'draft')
    expect(draft?.snippet).toContain('The <mark>axolotls</mark> swim in <mark>Zürich</mark>.')
    expect(draft?.rank).toBeGreaterThan(0)
  })

  it('is forbidden to readers', async () => {
    const [error] = await api.errors(SEARCH, { query: 'axolotl', stage: 'DRAFT' })
    expect(error?.extensions?.code).toBe('FORBIDDEN')
  })
})
