import { parseAtomFeed, parseJsonFeed, parseRssFeed } from 'feedsmith'
import { beforeAll, describe, expect, it } from 'vitest'
import { testDatabase } from '../helpers/database.ts'
import { givenIn } from '../helpers/given.ts'
import { acted } from '../workflow/acting.ts'
import { publishedServer } from './published-server.ts'

const FEEDS_URL = 'https://feeds.example'
const HUB = 'https://hub.example/'

const database = await testDatabase()
const { prisma } = database
const given = givenIn(database)
const { api, get } = await publishedServer(database, { FEEDS_URL, WEBSUB_HUB: HUB, SITE_NAME: 'The Daily' })

const ENDINGS = ['rss', 'atom', 'json'] as const

type Ending = (typeof ENDINGS)[number]

/** What each format says, in one form. */
function entriesIn(ending: Ending, body: string) {
  if (ending === 'rss')
    return (parseRssFeed(body).items ?? []).map((item) => ({
      ...{ id: item.guid?.value, url: item.link, title: item.title, summary: item.description },
      ...{
        html: item.content?.encoded,
        authors: item.dc?.creators ?? [],
        tags: item.categories?.map(({ name }) => name),
      },
      ...{ published: new Date(item.pubDate ?? 0).toISOString(), media: item.media?.contents?.[0] },
    }))
  if (ending === 'atom')
    return (parseAtomFeed(body).entries ?? []).map((entry) => ({
      ...{ id: entry.id, url: entry.links?.[0]?.href, title: entry.title?.value, summary: entry.summary?.value },
      ...{ html: entry.content?.value, authors: entry.authors?.map(({ name }) => name) ?? [] },
      ...{
        tags: entry.categories?.map(({ term }) => term),
        published: entry.published,
        media: entry.media?.contents?.[0],
      },
    }))
  return (parseJsonFeed(body).items ?? []).map((item) => ({
    ...{ id: item.id, url: item.url, title: item.title, summary: item.summary, html: item.content_html },
    ...{ authors: item.authors?.map(({ name }) => name) ?? [], tags: item.tags, published: item.date_published },
    ...{ media: item.image === undefined ? undefined : { url: item.image } },
  }))
}

async function entries(ending: Ending, path: string) {
  const response = await get(path)
  expect(response.statusCode, path).toBe(200)
  return entriesIn(ending, response.body)
}

const titles = async (path: string) => (await entries('rss', path)).map(({ title }) => title)

let topic: Awaited<ReturnType<typeof given.topic>>
let author: Awaited<ReturnType<typeof given.author>>
let image: Awaited<ReturnType<typeof given.image>>
let bridge: Awaited<ReturnType<typeof given.article>>

beforeAll(async () => {
  topic = await given.topic({ slug: 'harbour', name: 'Harbour & sea', description: 'All about it.' })
  author = await given.author({ slug: 'ada', name: 'Ada <Byron>' })
  image = await given.image({
    altText: 'A "bridge"',
    description: 'The bridge',
    credit: 'Reuters',
    width: 2560,
    height: 1440,
  })
  bridge = await given.article({
    ...{ slug: 'bridge', headline: 'Bridge < closed & "shut" ]]> again', standfirst: 'Until\u00a0]]> spring' },
    aiUse: { kind: 'ASSISTED', note: 'It was <translated>.' },
    body: [
      { type: 'paragraph', html: 'See <a href="/article/other?a=1&amp;b=2">this</a> ]]&gt; end.' },
      { type: 'quote', text: 'We ]]> close.', attribution: null },
    ],
    credits: [{ author }, { name: 'Grace', role: 'WRITER' }, { name: 'Linus', role: 'PHOTOGRAPHER' }],
    topics: [topic],
    captions: [{ image, role: 'LEAD' }],
    corrections: [{ kind: 'CORRECTION', text: 'It was <wrong>.', publishedAt: '2020-01-03T00:00:00Z' }],
    publishedAt: '2020-01-01T00:00:00Z',
  })
  await given.article({ headline: 'גשר סגור', locale: 'he', topics: [topic], credits: [{ author }] })
})

describe.each(ENDINGS)('The feed %s', (ending) => {
  it.each(['/feeds/articles', '/feeds/topics/harbour', '/feeds/authors/ada'])(
    '%s has all that readers see of an article',
    async (path) => {
      const [entry] = await entries(ending, `${path}.${ending}`)

      expect(entry).toMatchObject({
        ...{ id: `urn:uuid:${bridge.uuid}`, url: 'https://daily.example/article/bridge' },
        ...{ title: 'Bridge < closed & "shut" ]]> again', summary: 'Until\u00a0]]> spring' },
        ...{ authors: ['Ada <Byron>', 'Grace'], tags: ['Harbour & sea'], published: '2020-01-01T00:00:00.000Z' },
      })
      expect(entry?.html).toContain('<a href="https://daily.example/article/other?a=1&amp;b=2">this</a> ]]&gt; end.')
      expect(entry?.html).toContain('<blockquote><p>We ]]&gt; close.</p></blockquote>')
      expect(entry?.html).toContain('<figcaption>The bridge <small>Reuters</small></figcaption>')
      expect(entry?.html).toContain(
        '<h2>Corrections</h2><ul><li><strong>Correction</strong> (<time datetime="2020-01-03T00:00:00.000Z">2020-01-03</time>): It was &lt;wrong&gt;.</li></ul>',
      )
      expect(entry?.html).toContain(
        '<p><em>This article was written with the help of artificial intelligence. It was &lt;translated&gt;.</em></p>',
      )
      expect(entry?.media?.url).toMatch(/\/media\/r\/.*\.jpg$/)
      if (ending !== 'json')
        expect(entry?.media).toMatchObject({
          ...{ type: 'image/jpeg', medium: 'image', width: 1280, height: 720, title: { value: 'A "bridge"' } },
          ...{ description: { value: 'The bridge' }, credits: [{ value: 'Reuters' }] },
        })
    },
  )

  it('is of one language', async () => {
    const hebrew = await entries(ending, `/feeds/topics/harbour.${ending}?locale=he`)

    expect(hebrew.map(({ title }) => title)).toEqual(['גשר סגור'])
    const { body } = await get(`/feeds/topics/harbour.${ending}?locale=he`)
    expect(body).toMatch(/<language>he<|xml:lang="he"|"language":"he"/)
    expect(await entries(ending, `/feeds/articles.${ending}?locale=fr`)).toEqual([])
  })
})

describe('A feed', () => {
  it('names its own address, the page with the same articles, and the hub that reports changes', async () => {
    const url = `${FEEDS_URL}/feeds/topics/harbour`
    const rss = parseRssFeed((await get('/feeds/topics/harbour.rss?utm=x')).body)
    const atom = parseAtomFeed((await get('/feeds/topics/harbour.atom')).body)
    const json = parseJsonFeed((await get('/feeds/topics/harbour.json?limit=5&locale=en')).body)

    expect(rss).toMatchObject({
      title: 'Harbour & sea – The Daily',
      link: 'https://daily.example/topic/harbour',
      description: 'All about it.',
      language: 'en',
    })
    expect(rss.atom?.links).toEqual([
      { href: `${url}.rss`, rel: 'self', type: 'application/rss+xml' },
      { href: HUB, rel: 'hub' },
    ])
    expect(atom.id).toBe(`${url}.atom`)
    expect(atom.links?.map(({ rel, href }) => [rel, href])).toEqual([
      ['alternate', 'https://daily.example/topic/harbour'],
      ['self', `${url}.atom`],
      ['hub', HUB],
    ])
    expect(json).toMatchObject({ feed_url: `${url}.json?limit=5`, hubs: [{ type: 'WebSub', url: HUB }] })
  })

  it('is dated by its articles, not by the request', async () => {
    const [rss, atom] = [await get('/feeds/articles.rss'), await get('/feeds/articles.atom')]

    const [{ contentModifiedAt } = { contentModifiedAt: null }] = await prisma.article.findMany({
      where: { id: bridge.uuid },
    })
    const dated = contentModifiedAt ?? new Date('2020-01-01T00:00:00Z')
    expect(new Date(parseRssFeed(rss.body).lastBuildDate ?? 0).getTime()).toBe(
      Math.floor(dated.getTime() / 1000) * 1000,
    )
    expect(parseAtomFeed(atom.body).updated).toBe(dated.toISOString())
    expect(parseAtomFeed((await get('/feeds/articles.atom?locale=fr')).body).updated).toBe('1970-01-01T00:00:00.000Z')
  })

  it('has no character that XML cannot have', async () => {
    const { uuid } = await given.article({
      headline: 'A\u0001B\u001FC\uFFFED',
      standfirst: 'E\u0008',
      body: ['F\u000BG'],
      locale: 'de',
    })

    for (const ending of ['rss', 'atom'] as const) {
      const [entry] = await entries(ending, `/feeds/articles.${ending}?locale=de`)
      expect(entry).toMatchObject({ id: `urn:uuid:${uuid}`, title: 'ABCD', summary: 'E' })
    }
  })

  it('has so many articles as it is asked for', async () => {
    for (let each = 0; each < 22; each++) await given.article({ locale: 'nl' })

    expect(await titles('/feeds/articles.rss?locale=nl')).toHaveLength(20)
    expect(await titles('/feeds/articles.rss?locale=nl&limit=3')).toHaveLength(3)
    expect(await titles('/feeds/articles.rss?locale=NL&limit=100')).toHaveLength(22)
  })

  it.each(['limit=0', 'limit=101', 'limit=x', 'limit=-1', 'limit=', 'locale=', 'locale=_'])(
    'refuses %s',
    async (query) => {
      const response = await get(`/feeds/articles.rss?${query}`)

      expect(response.statusCode).toBe(400)
      expect(response.headers['cache-control']).toContain('no-store')
    },
  )

  it.each([
    '/feeds/articles.xml',
    '/feeds/articles',
    '/feeds/topics/nowhere.rss',
    '/feeds/authors/nobody.atom',
    '/feeds/topics/HARBOUR.rss',
    '/feeds/topics/harbour.rss/',
    '/feeds/',
    '/feeds/topics/%00.rss',
    '/feeds/constructor.rss',
    '/feeds/articles.constructor',
  ])('is not at %s', async (path) => {
    expect((await get(path)).statusCode).toBe(404)
  })

  it('moves with its topic or author, and is gone when they are', async () => {
    const admin = api.as('ADMIN')
    const moved = await given.topic({ slug: 'old-name' })
    await admin.mutate(
      'mutation ($id: ID!) { updateTopic(input: { id: $id, version: 1, slug: "new-name" }) { userErrors { code } } }',
      { id: moved.id },
    )
    const redirected = await get('/feeds/topics/old-name.atom?limit=7&x=1')
    expect(redirected.statusCode).toBe(301)
    expect(redirected.headers.location).toBe(`${FEEDS_URL}/feeds/topics/new-name.atom?limit=7`)

    await admin.mutate('mutation ($id: ID!) { deleteTopic(input: { id: $id }) { userErrors { code } } }', {
      id: moved.id,
    })
    expect((await get('/feeds/topics/new-name.rss')).statusCode).toBe(410)
    expect((await get('/feeds/topics/old-name.rss')).statusCode).toBe(410)
  })

  it('moves to the topic that its topic was merged into', async () => {
    const [from, into] = [await given.topic({ slug: 'merged' }), await given.topic({ slug: 'stays' })]
    await api
      .as('ADMIN')
      .mutate(
        'mutation ($id: ID!, $into: ID!) { mergeTopics(input: { fromId: $id, intoId: $into }) { userErrors { code } } }',
        { id: from.id, into: into.id },
      )

    expect((await get('/feeds/topics/merged.json')).headers.location).toBe(`${FEEDS_URL}/feeds/topics/stays.json`)
  })

  it('has no white space around a text, and the start of the text if there is no standfirst', async () => {
    await given.article({ locale: 'it', headline: 'A & B', standfirst: null, body: ['One & two.', 'Three.'] })

    const { body } = await get('/feeds/articles.rss?locale=it&limit=3')
    expect(body).toContain('<title>A &amp; B</title>')
    expect(body).toContain('<description>One &amp; two.</description>')
    expect((await get('/feeds/articles.atom?locale=it&limit=3')).body).toContain(
      `<id>${FEEDS_URL}/feeds/articles.atom?limit=3&amp;locale=it</id>`,
    )
  })

  it('has names in its language, and takes a slug in any script', async () => {
    const egypt = await given.topic({ slug: 'מצרים', name: 'Egypt' })
    await prisma.topicTranslation.create({
      data: { id: crypto.randomUUID(), topicId: egypt.uuid, locale: 'he', name: 'ארץ', slug: 'land' },
    })
    await given.article({ locale: 'he', topics: [egypt] })
    const path = `/feeds/topics/${encodeURIComponent(egypt.slug)}.rss?locale=he`

    const rss = parseRssFeed((await get(path)).body)

    expect(rss).toMatchObject({ title: 'ארץ – The Daily', link: 'https://daily.example/he/topic/land' })
    expect(rss.items?.[0]?.categories).toEqual([{ name: 'ארץ' }])
    expect(rss.atom?.links?.[0]?.href).toBe(`${FEEDS_URL}${path}`)
  })

  it('of an empty site is valid', async () => {
    for (const ending of ENDINGS) expect(await entries(ending, `/feeds/articles.${ending}?locale=ja`)).toEqual([])
  })

  it('answers HEAD without a body, and 304 to those who have it', async () => {
    const path = '/feeds/topics/harbour.rss'
    const first = await get(path)
    const head = await api.app.inject({ method: 'HEAD', url: path })
    const again = await get(path, { 'if-none-match': String(first.headers.etag) })

    expect(first.headers).toMatchObject({
      'content-type': 'application/rss+xml; charset=utf-8',
      'cache-control': expect.stringContaining('public'),
    })
    expect(head).toMatchObject({ statusCode: 200, body: '' })
    expect(head.headers.etag).toBe(first.headers.etag)
    expect(again).toMatchObject({ statusCode: 304, body: '' })
  })

  it('is the same to everybody, also with a token, good or bad', async () => {
    const path = '/feeds/articles.json'
    const { body } = await get(path)

    const { token } = await api.as('ADMIN').user()
    for (const sent of [token, 'nonsense']) {
      const response = await get(path, { authorization: `Bearer ${sent}` })
      expect([response.statusCode, response.body]).toEqual([200, body])
    }
  })

  it('is cached, and loses a withdrawn article at once', async () => {
    const { slug, id } = await given.article({ headline: 'To be withdrawn', topics: [topic], credits: [{ author }] })
    const paths = ['/feeds/articles.rss', '/feeds/topics/harbour.rss', '/feeds/authors/ada.rss']
    for (const path of paths) expect(await titles(path), path).toContain('To be withdrawn')
    const sent = api.sent.length
    for (const path of paths) expect(await titles(path), path).toContain('To be withdrawn')
    expect(api.sent.length, slug).toBe(sent)

    await acted(api.as('EDITOR'), 'withdrawArticle', { id }, { reason: 'A mistake' })

    for (const path of paths) expect(await titles(path), path).not.toContain('To be withdrawn')
  })

  it('loses an image at the second at which its rights end', async () => {
    const expiring = await given.image({ rightsExpireAt: new Date(Date.now() + 1500), altText: 'Expiring' })
    await given.article({ locale: 'pl', captions: [{ image: expiring, role: 'LEAD' }] })
    const has = async () => (await get('/feeds/articles.rss?locale=pl')).body.includes('Expiring')
    expect(await has()).toBe(true)

    await new Promise((resolve) => setTimeout(resolve, 1600))

    expect(await has()).toBe(false)
  })
})

describe('Topic.feeds, Author.feeds and Site.feeds', () => {
  it('name the feeds', async () => {
    const data = await api.query(
      '{ topic(slug: "harbour") { feeds { format url title } } author(slug: "ada") { feeds { format url title } } site { feeds { format url title } } }',
    )

    const of = (path: string, title: string) =>
      [
        ['RSS', 'rss'],
        ['ATOM', 'atom'],
        ['JSON', 'json'],
      ].map(([format, ending]) => ({ format, url: `${FEEDS_URL}/feeds/${path}.${ending}`, title }))
    expect(data).toEqual({
      topic: { feeds: of('topics/harbour', 'Harbour & sea') },
      author: { feeds: of('authors/ada', 'Ada <Byron>') },
      site: { feeds: of('articles', 'The Daily') },
    })
  })
})
