import { parseDocument } from 'htmlparser2'
import { beforeAll, describe, expect, it } from 'vitest'
import { testDatabase } from '../helpers/database.ts'
import { givenIn } from '../helpers/given.ts'
import { acted } from '../workflow/acting.ts'
import { publishedServer } from './published-server.ts'

const FEEDS_URL = 'https://feeds.example'

const database = await testDatabase()
const given = givenIn(database)
const { api, get } = await publishedServer(database, { FEEDS_URL, SITE_NAME: 'The Daily' })

const oembed = (url: string, others: Record<string, string> = {}) =>
  get(`/oembed?${new URLSearchParams({ url, ...others })}`)

beforeAll(async () => {
  const author = await given.author({ slug: 'ada', name: 'Ada' })
  const image = await given.image({ width: 2000, height: 1000 })
  await given.topic({ slug: 'world', name: 'World', kind: 'SECTION', description: 'Far [away]' })
  await given.topic({ slug: 'bridge', name: 'Bridge' })
  await given.article({
    ...{ slug: 'bridge', headline: 'A "bridge" & <b>', standfirst: 'It is\u00a0shut ]]>.', body: ['Words.'] },
    ...{ credits: [{ name: 'Lens', role: 'PHOTOGRAPHER' }, { author }], captions: [{ image, role: 'LEAD' }] },
  })
  await given.article({ slug: 'gesher', locale: 'he', headline: 'גשר' })
})

describe('An article at its path with .md', () => {
  it('is its Markdown', async () => {
    const { article } = await api.query<{ article: { markdown: string } }>(
      '{ article(slug: "gesher", locale: "he") { markdown } }',
    )

    const response = await get('/he/article/gesher.md')

    expect(response.headers['content-type']).toBe('text/markdown; charset=utf-8')
    expect(response.body).toBe(article.markdown)
    expect((await get('/article/bridge.md')).body).toContain('Words.')
    expect(
      (await get('/article/bridge.md', { 'if-none-match': String((await get('/article/bridge.md')).headers.etag) }))
        .statusCode,
    ).toBe(304)
    expect(await api.app.inject({ method: 'HEAD', url: '/article/bridge.md' })).toMatchObject({
      statusCode: 200,
      body: '',
    })
  })

  it.each([
    '/article/nothing.md',
    '/article/bridge',
    '/fr/article/bridge.md',
    '/topic/bridge.md',
    '/article/.md',
    '/x/article/%00.md',
  ])('is not at %s', async (path) => {
    expect((await get(path)).statusCode).toBe(404)
  })

  it('moves with it, and is gone with it', async () => {
    const { id } = await given.article({ slug: 'old', locale: 'he' })
    await api
      .as('EDITOR')
      .mutate('mutation ($input: UpdateArticleInput!) { updateArticle(input: $input) { userErrors { code } } }', {
        input: { id, version: 1, slug: 'new' },
      })

    expect(await get('/he/article/old.md')).toMatchObject({
      statusCode: 301,
      headers: { location: `${FEEDS_URL}/he/article/new.md` },
    })
    expect(await get('/en/article/bridge.md')).toMatchObject({
      statusCode: 301,
      headers: { location: `${FEEDS_URL}/article/bridge.md` },
    })

    expect((await get('/he/article/new.md')).statusCode).toBe(200)
    await acted(api.as('EDITOR'), 'withdrawArticle', { id, version: 2 }, { reason: 'A mistake' })
    expect((await get('/he/article/new.md')).statusCode).toBe(410)
    expect((await get('/he/article/old.md')).statusCode).toBe(410)
  })
})

describe('/llms.txt', () => {
  it('names the site, its sections and its newest articles', async () => {
    const { body, headers } = await get('/llms.txt')

    expect(headers['content-type']).toBe('text/markdown; charset=utf-8')
    expect(body).toBe(
      [
        '# The Daily',
        '## Sections',
        '- [World](https://daily.example/topic/world): Far \\[away]',
        '## Newest articles',
        `- [A "bridge" & \\<b>](${FEEDS_URL}/article/bridge.md): It is shut ]]>.\n`,
      ].join('\n\n'),
    )
  })
})

describe('/robots.txt', () => {
  const robots = async (variables: Record<string, string> = {}) => {
    const server = await publishedServer(database, { FEEDS_URL, ...variables })
    return (await server.get('/robots.txt')).body
  }

  it('names the sitemaps, and refuses those who make models of texts', async () => {
    const body = await robots()

    expect(body).toMatch(/^User-agent: \*\nDisallow:\n\n/)
    expect(body).toContain('User-agent: GPTBot\n')
    expect(body).not.toContain('OAI-SearchBot')
    expect(body).toMatch(/\nDisallow: \/\n\n/)
    expect(body.match(/^Sitemap: .*$/gm)).toEqual([
      `Sitemap: ${FEEDS_URL}/sitemap.xml`,
      `Sitemap: ${FEEDS_URL}/sitemaps/news.xml`,
    ])
  })

  it('does as AI_SEARCH and AI_TRAINING say', async () => {
    expect(await robots({ AI_TRAINING: 'allow' })).not.toMatch(/GPTBot|Disallow: \//)
    expect(await robots({ AI_SEARCH: 'deny' })).toMatch(/OAI-SearchBot\n(?:User-agent: .*\n)*User-agent: GPTBot/)
  })
})

describe('oEmbed', () => {
  it('describes an article', async () => {
    const response = await oembed('https://daily.example/article/bridge')

    expect(response.headers['content-type']).toBe('application/json; charset=utf-8')
    expect(response.json()).toEqual({
      ...{ type: 'rich', version: '1.0', provider_name: 'The Daily', provider_url: 'https://daily.example' },
      ...{ title: 'A "bridge" & <b>', url: 'https://daily.example/article/bridge' },
      ...{ author_name: 'Ada', author_url: 'https://daily.example/author/ada' },
      ...{ thumbnail_url: expect.stringMatching(/1280x640\.jpg$/), thumbnail_width: 1280, thumbnail_height: 640 },
      html: '<blockquote><a href="https://daily.example/article/bridge">A "bridge" &amp; &lt;b&gt;</a><p>It is&nbsp;shut ]]&gt;.</p><footer><cite>The Daily</cite></footer></blockquote>',
      ...{ width: 600, height: 200 },
    })
  })

  it('keeps to the size that fits', async () => {
    const of = async (size: Record<string, string>) =>
      (await oembed('https://daily.example/article/bridge', size)).json()

    expect(await of({ maxwidth: '500', maxheight: '100' })).toMatchObject({ width: 500, height: 100 })
    expect(await of({ maxwidth: '500' })).toMatchObject({
      thumbnail_width: 480,
      thumbnail_height: 240,
      thumbnail_url: expect.stringMatching(/480x240\.jpg$/),
    })
    for (const name of ['maxheight', 'maxwidth']) expect(await of({ [name]: '50' })).not.toHaveProperty('thumbnail_url')
  })

  it('writes the same as XML', async () => {
    const response = await oembed('https://daily.example/article/bridge', { format: 'xml' })
    const [root] = parseDocument(response.body, { xmlMode: true }).children.filter(({ type }) => type === 'tag')

    expect(response.headers['content-type']).toBe('text/xml; charset=utf-8')
    const json = (await oembed('https://daily.example/article/bridge')).json<Record<string, unknown>>()
    const said =
      root && 'children' in root ? root.children.map((child) => ['name' in child ? child.name : '', textIn(child)]) : []
    expect(Object.fromEntries(said)).toEqual(
      Object.fromEntries(Object.entries(json).map(([name, value]) => [name, String(value)])),
    )
  })

  it('links to topics and authors, and follows old addresses', async () => {
    const { id } = await given.topic({ slug: 'before', name: 'Renamed' })
    await api
      .as('ADMIN')
      .mutate(
        'mutation ($id: ID!) { updateTopic(input: { id: $id, version: 1, slug: "after" }) { userErrors { code } } }',
        { id },
      )

    expect((await oembed('https://daily.example/author/ada')).json()).toMatchObject({ type: 'link', title: 'Ada' })
    expect((await oembed('https://daily.example/topic/before')).json()).toMatchObject({
      type: 'link',
      title: 'Renamed',
      url: 'https://daily.example/topic/after',
    })
  })

  it.each([
    [404, { url: 'https://elsewhere.example/article/bridge' }],
    [404, { url: 'https://daily.example/article/nothing' }],
    [404, { url: 'https://daily.example/' }],
    [501, { url: 'https://daily.example/article/bridge', format: 'yaml' }],
    [400, { url: '/article/bridge' }],
    [400, { url: 'https://daily.example/article/bridge', maxwidth: 'x' }],
  ])('answers %i to %o', async (status, query) => {
    const { url, ...others } = query
    expect((await oembed(url, others)).statusCode).toBe(status)
  })

  it('answers 400 without an address', async () => {
    expect((await get('/oembed')).statusCode).toBe(400)
  })
})

type Parsed = ReturnType<typeof parseDocument>['children'][number]

function textIn(node: Parsed): string {
  if ('data' in node) return node.data
  return 'children' in node ? node.children.map(textIn).join('') : ''
}
