import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { eventFeed } from '../../src/outbox/event-feed.ts'
import { type Api, testApi } from '../helpers/api.ts'
import { testDatabase } from '../helpers/database.ts'
import { type Given, givenIn } from '../helpers/given.ts'
import { SITE } from '../helpers/site.ts'
import { acted } from '../workflow/acting.ts'

// What readers get again is not computed again, until it changes.

const database = await testDatabase()
const { prisma } = database
const given = givenIn(database)

const log: string[] = []

async function server(variables: Record<string, string> = {}) {
  const events = eventFeed(database, SITE)
  const logTo = { write: (line: string) => void log.push(line) }
  const api = await testApi(database, { events, logTo, variables: { LOG_LEVEL: 'info', ...variables } })
  await events.start({ info: () => undefined, warn: () => undefined, error: () => undefined })
  afterAll(() => events.close())
  return { api, events }
}

const { api, events } = await server()
const editor = api.as('EDITOR')
const TOPICS = 'query Named($first: Int) { topics(first: $first) { nodes { name description } } }'

interface Asked {
  readonly query?: string
  readonly variables?: string
  readonly headers?: Record<string, string>
  readonly of?: Api
}

const get = ({ query = TOPICS, variables, headers = {}, of = api }: Asked = {}) =>
  of.app.inject({
    url: `/graphql?${new URLSearchParams({ query, ...(variables !== undefined && { variables }) })}`,
    headers,
  })

/** What the log says of the request. */
async function noted(asked: Asked = {}): Promise<{ cache: string; statements: number; operation: string | null }> {
  // On a busy machine a process may hear nothing for a second, and then serves nothing that it has kept.
  await events.read()
  const { headers } = await get(asked)
  const id = String(headers['x-request-id'])
  // The line comes after the answer.
  return vi.waitFor(() => JSON.parse(log.find((line) => line.includes(id)) ?? ''), { timeout: 30_000 })
}

const isKept = async (asked: Asked = {}) => (await noted(asked)).cache === 'hit'

describe('An answer for readers', () => {
  it('is the same when it is kept, by GET and by POST, compressed and not', async () => {
    await given.topic({ name: 'Harbour', description: 'x'.repeat(3000) })
    await events.read()
    const first = await get()
    const bodies = [first.body]
    for (const encoding of ['', 'gzip', 'br'])
      for (let times = 0; times < 3; times++) {
        const { rawPayload, headers } = await get({ headers: { 'accept-encoding': encoding } })
        const plain = { gzip: gunzipSync, br: brotliDecompressSync }[String(headers['content-encoding'])]
        bodies.push((plain ? plain(rawPayload) : rawPayload).toString())
        expect(headers.etag).toBe(first.headers.etag)
        expect(headers['cache-control']).toBe(first.headers['cache-control'])
        expect(headers.vary).toBe(first.headers.vary)
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
    const post = await api.app.inject({ method: 'POST', url: '/graphql', payload: { query: TOPICS } })
    bodies.push(post.body)

    expect(new Set(bodies).size).toBe(1)
    expect(post.headers['cache-control']).toBe('private, no-store')
    const again = await get({ headers: { 'if-none-match': String(first.headers.etag) } })
    expect([again.statusCode, again.body]).toEqual([304, ''])
  })

  it('has the order of variables and of their properties nowhere in it', async () => {
    const query = 'query ($first: Int, $where: TopicWhereInput) { topics(first: $first, where: $where) { totalCount } }'
    const one = '{ "first": 2, "where": { "name": { "equals": "x" }, "slug": { "equals": "y" } } }'
    const other = '{"where":{"slug":{"equals":"y"},"name":{"equals":"x"}},"first":2}'
    await get({ query, variables: one })

    expect(await isKept({ query, variables: other })).toBe(true)
    expect(await isKept({ query, variables: one.replace('2', '3') })).toBe(false)
  })

  it('is told apart in the log', async () => {
    const query = 'query Twice { topics { totalCount } }'

    expect(await noted({ query })).toMatchObject({ cache: 'miss', statements: 1, operation: 'Twice' })
    expect(await noted({ query })).toMatchObject({ cache: 'hit', statements: 0, operation: 'Twice' })
  })

  it('is another one for another operation, media type or document', async () => {
    await get()
    expect(await isKept()).toBe(true)

    expect(await isKept({ headers: { accept: 'application/graphql-response+json' } })).toBe(false)
    expect(await isKept({ query: `${TOPICS} ` })).toBe(false)
  })

  it.each([
    ['an error', '{ topics(first: 1000) { totalCount } }', {}],
    ['a partial error', '{ topics(first: 1) { nodes { name version } } }', {}],
    ['the schema', '{ __schema { queryType { name } } topics(first: 1) { totalCount } }', {}],
    ['its cost', '{ topics { totalCount } }', { 'graphql-cost': 'report' }],
  ])('is not kept with %s', async (_what, query, headers) => {
    const first = await get({ query, headers })

    expect((await noted({ query, headers })).cache).toBe('bypass')
    expect((await get({ query, headers })).body).toBe(first.body)
  })

  it('is nothing that viewers with a token get or leave', async () => {
    const query = '{ articles(first: 1) { totalCount } viewer { role } }'
    await get({ query })
    const { token } = await editor.user()

    const { body, headers } = await get({ query, headers: { authorization: `Bearer ${token}` } })

    expect(JSON.parse(body).data.viewer).toEqual({ role: 'EDITOR' })
    expect(headers['cache-control']).toBe('private, no-store')
    expect(JSON.parse((await get({ query })).body).data.viewer).toBeNull()
  })
})

describe('When a change was answered', () => {
  it('readers get what it made, also where nothing was before', async () => {
    const article = await given.article({ status: 'DRAFT', slug: 'a-bridge', headline: 'A bridge' })
    const query = '{ article(slug: "a-bridge") { headline } articles { totalCount } }'
    const data = async () => JSON.parse((await get({ query })).body).data
    const before = await data()
    expect(before.article).toBeNull()
    expect(await isKept({ query })).toBe(true)

    await acted(editor, 'publishArticle', article)

    expect(await data()).toEqual({
      article: { headline: 'A bridge' },
      articles: { totalCount: before.articles.totalCount + 1 },
    })
  })

  it('the list of paths has the new address of an article', async () => {
    const article = await given.article({ slug: 'an-address' })
    const query = '{ paths(first: 1000) { nodes { path } } }'
    await events.read()
    await get({ query })
    expect(await isKept({ query })).toBe(true)

    await acted(editor, 'updateArticle', article, { slug: 'another-address' })

    expect((await get({ query })).body).toContain('/article/another-address"')
  })

  it('and other answers stay', async () => {
    const author = '{ author(slug: "nobody") { name } }'
    await get({ query: author })
    await editor.mutate('mutation { createTopic(input: { name: "Another" }) { userErrors { code } } }')

    expect(await isKept({ query: author })).toBe(true)
    expect(await isKept()).toBe(false)
  })

  describe('an article with what is related to it', () => {
    const RELATED = 'relatedArticles(first: 5) { edges { score node { id } } totalCount }'
    const TOPICS_BESIDE = 'relatedTopics(first: 5) { edges { score node { id } } totalCount }'
    const live = async (topics: Given[]) =>
      acted(editor, 'publishArticle', await given.article({ topics, status: 'DRAFT' }))

    async function page() {
      const [own, beside] = [await given.topic(), await given.topic()]
      const { slug } = await given.article({ topics: [own, beside] })
      await given.article({ topics: [own, beside] })
      await given.article({ topics: [beside] })
      const query = `{ article(slug: "${slug}") { headline ${RELATED} ${TOPICS_BESIDE} } topic(slug: "${own.slug}") { ${TOPICS_BESIDE} } }`
      await events.read()
      await get({ query })
      expect(await isKept({ query })).toBe(true)
      return { query, own }
    }

    it('stays when an article of other topics and authors is published', async () => {
      const { query } = await page()
      const [other, another] = [await given.topic(), await given.topic()]

      for (const _ of Array(3)) {
        await live([other, another])
        expect(await isKept({ query })).toBe(true)
      }
    })

    it('stays, as lists do, when an article with one of its topics is corrected or says something else', async () => {
      const { query, own } = await page()
      // Newer ones stand before it on every page.
      for (const _ of Array(5)) await given.article({ topics: [own] })
      const other = await given.article({ topics: [own], publishedAt: '2001-01-01T00:00:00Z' })
      const lists = [
        `{ topic(slug: "${own.slug}") { articleCount articles(first: 3) { totalCount nodes { headline } } } }`,
        '{ articles(first: 3) { totalCount nodes { headline } } }',
      ]
      await events.read()
      for (const one of [query, ...lists]) await get({ query: one })

      await acted(editor, 'addCorrection', other, { kind: 'CORRECTION', text: 'The bridge is older.' })
      await given.revision(other, { topics: [own], headline: 'Something else' })
      await acted(editor, 'publishArticle', { ...other, version: 2 })

      for (const one of [query, ...lists]) expect(await isKept({ query: one }), one).toBe(true)
    })

    it('stays, as lists and fronts do, when an article that it shows has another text or is corrected', async () => {
      const [above, writer, picture] = [await given.topic(), await given.author(), await given.image()]
      const about = await given.topic({ parent: above })
      const text = {
        topics: [about],
        credits: [{ author: writer }],
        captions: [{ image: picture, role: 'LEAD' as const }],
      }
      const [live, beside] = [await given.article(text), await given.article({ topics: [about] })]
      const front = await given.front({ isLive: true, pinned: [live] })
      const card =
        'slug headline byline readingTimeMinutes topics { topic { name } } leadImage { text image { altText } }'
      const pages = [
        `{ article(slug: "${beside.slug}") { relatedArticles { nodes { ${card} } } } }`,
        `{ articles(first: 50) { totalCount nodes { ${card} } } }`,
        `{ topic(slug: "${about.slug}") { articles(first: 3) { totalCount nodes { ${card} } } } }`,
        `{ topic(slug: "${above.slug}") { articleCount(includeDescendants: true) articles(first: 3, includeDescendants: true) { nodes { ${card} } } } }`,
        `{ author(slug: "${writer.slug}") { articles(first: 3) { nodes { ${card} } } } }`,
        `{ front(slug: "${front.slug}") { slots { items { article { ${card} } } } } }`,
      ]
      const own = `{ article(slug: "${live.slug}") { ${card} } }`
      await events.read()
      for (const query of [...pages, own]) expect((await get({ query })).body, query).toContain(live.slug)

      const { version } = await acted(editor, 'addCorrection', live, { kind: 'CORRECTION', text: 'It is older.' })
      const body = [{ paragraph: { html: 'Another text.' } }]
      const saved = await acted(editor, 'updateArticle', { ...live, version }, { body })
      const { version: now } = await acted(editor, 'publishArticle', { ...live, version: saved.version })
      for (const query of pages) expect(await isKept({ query }), query).toBe(true)
      expect(await isKept({ query: own })).toBe(false)

      const renamed = await acted(editor, 'updateArticle', { ...live, version: now }, { headline: 'Another headline' })
      await acted(editor, 'publishArticle', { ...live, version: renamed.version })
      for (const query of pages) expect((await get({ query })).body, query).toContain('Another headline')
    })

    it('is read again when an article with one of its topics is published', async () => {
      const { query, own } = await page()

      await live([own])

      expect(await isKept({ query })).toBe(false)
    })

    it('is read again when an article of its author is published', async () => {
      const author = await given.author()
      const { slug } = await given.article({ credits: [{ author }] })
      const query = `{ article(slug: "${slug}") { ${RELATED} } }`
      await events.read()
      await get({ query })
      expect(await isKept({ query })).toBe(true)

      await acted(editor, 'publishArticle', await given.article({ credits: [{ author }], status: 'DRAFT' }))

      expect(await isKept({ query })).toBe(false)
    })

    it('is read again when a topic beside its own has another size, and stays while it has the same', async () => {
      // The third topic has 3 articles, and 4 after another one: its size stays 4, and is 8 with 5.
      const [own, third] = [await given.topic(), await given.topic()]
      await given.article({ topics: [own, third] })
      for (const _ of Array(2)) await given.article({ topics: [third] })
      const query = `{ topic(slug: "${own.slug}") { ${TOPICS_BESIDE} } }`
      const score = async () => JSON.parse((await get({ query })).body).data.topic.relatedTopics.edges[0].score
      await events.read()
      expect(await score()).toBe(0.5)

      await live([third])
      expect(await isKept({ query })).toBe(true)

      await live([third])
      expect(await isKept({ query })).toBe(false)
      expect(await score()).toBe(0.353553)
    })

    it('is read again when a pinned article goes live or changes its date', async () => {
      const pinned = await given.article({ status: 'DRAFT' })
      const { slug } = await given.article({ pins: [pinned], publishedAt: new Date().toISOString() })
      const query = `{ article(slug: "${slug}") { relatedArticles { totalCount edges { score } } } }`
      const list = async () => JSON.parse((await get({ query })).body).data.article.relatedArticles
      await events.read()
      expect(await list()).toEqual({ totalCount: 0, edges: [] })

      await acted(editor, 'publishArticle', pinned)

      const before = await list()
      expect(before.totalCount).toBe(1)
      await prisma.article.update({ where: { id: pinned.uuid }, data: { publishedAt: '2099-01-01T00:00:00Z' } })
      await events.read()
      expect((await list()).edges[0].score).not.toBe(before.edges[0].score)
    })
  })

  it('but its events cannot be read, nothing is served of what was kept', async () => {
    await get()
    vi.spyOn(events, 'read').mockRejectedValue(new Error('the database is away'))
    await editor.mutate('mutation { createTopic(input: { name: "Unheard" }) { userErrors { code } } }')
    vi.restoreAllMocks()

    expect((await get()).body).toContain('Unheard')
  })
})

describe('The cache', () => {
  it('is off with RESPONSE_CACHE_BYTES=0', async () => {
    const off = await server({ RESPONSE_CACHE_BYTES: '0' })
    await get({ of: off.api })

    expect(await isKept({ of: off.api })).toBe(false)
  })

  it('saves nobody the limits on rates', async () => {
    const limited = await server({ RATE_LIMITS: 'true', RATE_LIMIT_COST_PER_SECOND: '1', RATE_LIMIT_BURST: '300' })
    const statuses = []
    for (let count = 0; count < 80; count++) statuses.push((await get({ of: limited.api })).statusCode)

    expect(statuses[1]).toBe(200)
    expect(statuses.at(-1)).toBe(429)
  })
})
