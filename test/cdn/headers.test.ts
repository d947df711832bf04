import { describe, expect, it, vi } from 'vitest'
import { eventFeed } from '../../src/outbox/event-feed.ts'
import { tagOf } from '../../src/reading/tags/tag.ts'
import { testApi } from '../helpers/api.ts'
import { atEnd } from '../helpers/at-end.ts'
import { testDatabase } from '../helpers/database.ts'
import { givenIn } from '../helpers/given.ts'
import { SITE } from '../helpers/site.ts'
import { newImage } from '../media/sample-images.ts'
import { upload } from '../media/uploading.ts'
import { acted } from '../workflow/acting.ts'
import { SERVICE, TOKEN } from './purge-api.ts'

const database = await testDatabase()
const given = givenIn(database)

// A CDN that is not there: only what responses say matters here.
const FASTLY = {
  CDN: 'fastly',
  FASTLY_SERVICE_ID: SERVICE,
  FASTLY_API_TOKEN: TOKEN,
  FASTLY_API_URL: 'http://127.0.0.1:9',
}

async function server(variables: Record<string, string>) {
  const events = eventFeed(database, SITE)
  const api = await testApi(database, { variables: { CACHE_S_MAXAGE: '3600', ...variables }, events })
  await events.start({ info: () => undefined, warn: () => undefined, error: () => undefined })
  atEnd(() => events.close())
  return api
}

const api = await server(FASTLY)
const editor = api.as('EDITOR')

const QUERY = 'query ($slug: String!) { article(slug: $slug) { headline } }'

async function headersOf(slug: string, options: { method?: 'GET' | 'POST'; token?: string } = {}) {
  const { method = 'GET', token } = options
  const parameters = new URLSearchParams({ query: QUERY, variables: JSON.stringify({ slug }) })
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` }
  const { app } = api
  const response =
    method === 'GET'
      ? await app.inject({ url: `/graphql?${parameters}`, headers })
      : await app.inject({ method, url: '/graphql', payload: { query: QUERY, variables: { slug } } })
  return response.headers
}

/** What was purged just now is no longer so. */
async function fiveSecondsLater(work: () => Promise<void>) {
  const later = performance.now() + 5001
  vi.useFakeTimers({ toFake: ['performance'] })
  vi.advanceTimersByTime(later)
  await work().finally(() => vi.useRealTimers())
}

describe('A response that a CDN may store', () => {
  it('names what it depends on, found or not', async () => {
    const { uuid, slug } = await given.article()

    const found = await headersOf(slug)
    const absent = await headersOf('not-yet-there')

    expect(String(found['surrogate-key']).split(' ')).toEqual(
      expect.arrayContaining(['all', tagOf('a', uuid), tagOf('p', `article ${slug}`)]),
    )
    expect(String(absent['surrogate-key']).split(' ')).toContain(tagOf('p', 'article not-yet-there'))
  })

  it('names the same when it comes from the cache of the process', async () => {
    const { slug } = await given.article()

    const [first, second] = [await headersOf(slug), await headersOf(slug)]

    expect(second['surrogate-key']).toBe(first['surrogate-key'])
  })

  it('names them for Cloudflare and Varnish in their headers', async () => {
    const { uuid } = await given.article()
    const url = `/graphql?query=${encodeURIComponent(`{ article(id: "article_${uuid}") { headline } }`)}`

    const cloudflare = await server({ CDN: 'cloudflare', CLOUDFLARE_ZONE_ID: 'z', CLOUDFLARE_API_TOKEN: 't' })
    const varnish = await server({ CDN: 'varnish', VARNISH_URLS: 'http://127.0.0.1:9' })
    const none = await server({})

    expect((await cloudflare.app.inject(url)).headers['cache-tag']).toBe(`all,${tagOf('a', uuid)}`)
    expect((await varnish.app.inject(url)).headers.xkey).toBe(`all ${tagOf('a', uuid)}`)
    const headers = (await none.app.inject(url)).headers
    for (const name of ['cache-tag', 'xkey', 'surrogate-key']) expect(headers).not.toHaveProperty(name)
  })

  it('is an image file too, with the image that it is of', async () => {
    const { image } = await upload(api.app, (await editor.user()).token, await newImage())
    if (!image) throw new Error('no image')
    const uuid = image.id.replace('image_', '')
    await given.author({ imageId: uuid })
    const { file } = await database.prisma.image.findUniqueOrThrow({ where: { id: uuid } })

    const { statusCode, headers } = await api.app.inject(`/media/${file}`)

    expect(statusCode).toBe(200)
    expect(headers['surrogate-key']).toBe(`all ${tagOf('i', uuid)}`)
  })

  it('just after a purge of what it depends on may be stored for a second, later for as long as is set', async () => {
    const article = await given.article({ status: 'DRAFT' })
    await acted(editor, 'publishArticle', article)

    const justAfter = await headersOf(article.slug)

    expect(justAfter['cache-control']).toContain('s-maxage=1,')
    await fiveSecondsLater(async () => {
      expect((await headersOf(article.slug))['cache-control']).toContain('s-maxage=3600,')
    })
  })
})

describe('A response that no CDN may store', () => {
  it.each([
    ['by POST', { method: 'POST' as const }],
    ['with a token', { token: 'a-token-that-is-not-valid' }],
  ])('%s names nothing', async (_what, options) => {
    const { slug } = await given.article()

    const headers = await headersOf(slug, options)

    expect(headers).not.toHaveProperty('surrogate-key')
    expect(headers['cache-control']).toContain('no-store')
  })
})

describe('/readyz', () => {
  it('says that purges are in time', async () => {
    const before = await api.app.inject('/readyz')
    expect(before.json()).toMatchObject({ status: 'ready', cdn: 'ready' })
  })
})
