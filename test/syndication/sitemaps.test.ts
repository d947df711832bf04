import { Readable } from 'node:stream'
import { parseSitemap, parseSitemapIndex } from 'sitemap'
import { describe, expect, it } from 'vitest'
import { testDatabase } from '../helpers/database.ts'
import { givenIn } from '../helpers/given.ts'
import { acted } from '../workflow/acting.ts'
import { publishedServer } from './published-server.ts'
import { xsdFaults } from './xsd.ts'

const FEEDS_URL = 'https://feeds.example'

const database = await testDatabase()
const given = givenIn(database)
const { api, get } = await publishedServer(database, { FEEDS_URL, SITE_NAME: 'The <Daily>' })

const HOUR = 3_600_000
const ago = (ms: number) => new Date(Date.now() - ms).toISOString()

async function body(path: string): Promise<string> {
  const response = await get(path)
  expect([response.statusCode, response.headers['content-type']], path).toEqual([200, 'application/xml; charset=utf-8'])
  return response.body
}

async function sitemap(path: string) {
  const xml = await body(path)
  expect(await xsdFaults(xml), path).toBe('')
  return parseSitemap(Readable.from([xml]))
}

async function index(): Promise<string[]> {
  const listed = await parseSitemapIndex(Readable.from([await body('/sitemap.xml')]))
  return listed.map(({ url }) => {
    expect(url.startsWith(`${FEEDS_URL}/`)).toBe(true)
    return url.slice(FEEDS_URL.length)
  })
}

const urls = async (path: string) => (await sitemap(path)).map(({ url }) => url)

describe('Sitemaps', () => {
  it('of an empty site list nothing', async () => {
    for (const path of ['/sitemap.xml', '/sitemaps/news.xml', '/sitemaps/topics.xml', '/sitemaps/authors.xml'])
      expect(await body(path)).not.toContain('<loc>')
    expect((await get('/sitemaps/articles-2020-01.xml')).statusCode).toBe(404)
  })

  it('list articles by the month in which they first went live, topics and authors', async () => {
    const image = await given.image({ width: 2000, height: 1000 })
    const [topic, author] = [await given.topic({ slug: 'topic-a' }), await given.author({ slug: 'author-a' })]
    await given.article({ slug: 'start', firstPublishedAt: '2016-03-01T00:00:00.000Z' })
    const original = await given.article({
      ...{ slug: 'end', firstPublishedAt: '2016-03-31T23:59:59.999Z', publishedAt: '2016-03-31T23:00:00Z' },
      captions: [{ image, role: 'LEAD' }],
    })
    await given.article({ slug: 'next', firstPublishedAt: '2016-04-01T00:00:00.000Z' })
    const { uuid } = await given.article({
      slug: 'sof',
      locale: 'he',
      translationOf: original,
      firstPublishedAt: '2018-12-31T00:00:00Z',
    })
    await given.article({ slug: 'draft', status: 'DRAFT', translationOf: original, locale: 'fr' })

    expect(await index()).toEqual([
      '/sitemaps/articles-2016-03.xml',
      '/sitemaps/articles-2016-04.xml',
      '/sitemaps/articles-2018-12.xml',
      '/sitemaps/topics.xml',
      '/sitemaps/authors.xml',
    ])
    expect(await urls('/sitemaps/articles-2016-03.xml')).toEqual([
      'https://daily.example/article/start',
      'https://daily.example/article/end',
    ])
    expect(await urls('/sitemaps/articles-2016-04.xml')).toEqual(['https://daily.example/article/next'])
    const [, end] = await sitemap('/sitemaps/articles-2016-03.xml')
    expect(end).toMatchObject({
      lastmod: expect.stringMatching(/^20/),
      img: [{ url: expect.stringMatching(/1280x640\.jpg$/) }],
    })
    expect(end?.links).toEqual([
      { lang: 'en', url: 'https://daily.example/article/end' },
      { lang: 'he', url: 'https://daily.example/he/article/sof' },
    ])
    expect(await urls('/sitemaps/topics.xml')).toEqual([`https://daily.example/topic/${topic.slug}`])
    await database.prisma.topicTranslation.create({
      data: { id: crypto.randomUUID(), topicId: topic.uuid, locale: 'he', name: 'ארץ', slug: 'land' },
    })
    const languages = [
      { lang: 'en', url: `https://daily.example/topic/${topic.slug}` },
      { lang: 'he', url: 'https://daily.example/he/topic/land' },
    ]
    expect((await sitemap('/sitemaps/topics.xml')).map(({ url, links }) => [url, links])).toEqual(
      languages.map(({ url }) => [url, languages]),
    )
    expect(await urls('/sitemaps/authors.xml')).toEqual([`https://daily.example/author/${author.slug}`])

    await acted(api.as('EDITOR'), 'withdrawArticle', { id: `article_${uuid}` }, { reason: 'A mistake' })
    expect(await index()).not.toContain('/sitemaps/articles-2018-12.xml')
    expect((await sitemap('/sitemaps/articles-2016-03.xml'))[1]?.links).toEqual([])
  })

  it.each([
    '/sitemaps/articles-2016-13.xml',
    '/sitemaps/articles-2016-00.xml',
    '/sitemaps/articles-16-01.xml',
    '/sitemaps/articles-2031-01.xml',
    '/sitemaps/nothing.xml',
    '/sitemaps/',
    '/sitemap.xml/',
  ])('are not at %s', async (path) => {
    expect((await get(path)).statusCode).toBe(404)
  })

  it('refuse a cursor that is none', async () => {
    expect((await get('/sitemaps/topics.xml?after=x')).statusCode).toBe(400)
  })
})

describe('The sitemap of news', () => {
  it('has what first went live in the last 48 hours, the newest first', async () => {
    const at = { new: ago(HOUR), older: ago(47 * HOUR) }
    await given.article({
      slug: 'new',
      headline: 'A & B',
      publishedAt: at.new,
      firstPublishedAt: at.new,
      locale: 'pt-BR',
    })
    await given.article({ slug: 'older', publishedAt: at.older, firstPublishedAt: at.older })
    await given.article({ slug: 'too-old', publishedAt: ago(HOUR), firstPublishedAt: ago(49 * HOUR) })
    await given.article({ slug: 'of-archive', publishedAt: '2001-01-01T00:00:00Z', firstPublishedAt: ago(HOUR) })

    const news = await sitemap('/sitemaps/news.xml')

    expect(news.map(({ url, news: item }) => [url, item])).toEqual([
      [
        'https://daily.example/pt-BR/article/new',
        { publication: { name: 'The <Daily>', language: 'pt' }, title: 'A & B', publication_date: at.new },
      ],
      [
        'https://daily.example/article/older',
        { publication: { name: 'The <Daily>', language: 'en' }, title: expect.any(String), publication_date: at.older },
      ],
    ])
  })

  it('loses an article when its 48 hours are over, also when the answer is cached', async () => {
    const leaving = ago(48 * HOUR - 2000)
    await given.article({ slug: 'leaving', publishedAt: leaving, firstPublishedAt: leaving })
    const has = async () => (await get('/sitemaps/news.xml')).body.includes('/leaving<')
    expect(await has()).toBe(true)

    await new Promise((resolve) => setTimeout(resolve, 2100))

    expect(await has()).toBe(false)
  })
})

describe('An article that search engines shall not list', () => {
  it('is in no sitemap, nor named by its translation', async () => {
    const at = ago(HOUR)
    const shown = await given.article({ slug: 'listed', publishedAt: at, firstPublishedAt: at })
    const hidden = await given.article({
      slug: 'unlisted',
      locale: 'he',
      translationOf: shown,
      publishedAt: at,
      firstPublishedAt: at,
    })
    const foreign = await given.article({ slug: 'foreign', publishedAt: at, firstPublishedAt: at })
    await database.prisma.article.update({ where: { id: hidden.uuid }, data: { noIndex: true } })
    await database.prisma.article.update({
      where: { id: foreign.uuid },
      data: { canonicalUrl: 'https://agency.example/a' },
    })

    const [month, news] = [
      await sitemap(`/sitemaps/articles-${at.slice(0, 7)}.xml`),
      await sitemap('/sitemaps/news.xml'),
    ]

    const found = month.find(({ url }) => url.endsWith('/listed'))
    expect(found?.links).toEqual([])
    expect(news.map(({ url }) => url)).toContain('https://daily.example/article/listed')
    expect(JSON.stringify([month, news])).not.toMatch(/unlisted|foreign/)
  })
})
