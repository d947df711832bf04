import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Cdn } from '../../src/cdn/cdn.ts'
import { cdnOf } from '../../src/cdn/open-cdn.ts'
import { purgeWatch } from '../../src/cdn/purge-watch.ts'
import { startPurger } from '../../src/cdn/purger.ts'
import { eventFeed } from '../../src/outbox/event-feed.ts'
import { tagOf } from '../../src/reading/tags/tag.ts'
import { testApi } from '../helpers/api.ts'
import { testDatabase } from '../helpers/database.ts'
import { type Given, givenIn } from '../helpers/given.ts'
import { SITE } from '../helpers/site.ts'
import { acted } from '../workflow/acting.ts'
import { SERVICE, startFastly, TOKEN } from './purge-api.ts'

const database = await testDatabase()
const api = await testApi(database)
const editor = api.as('EDITOR')
const given = givenIn(database)
const fastly = await startFastly()
const cdn = cdnOf({ name: 'fastly', serviceId: SERVICE, token: TOKEN, apiUrl: fastly.url })
const log = { info: vi.fn(), warn: vi.fn(), error: vi.fn() }

// A busy machine takes its time.
const PATIENTLY = { timeout: 30_000 }

const ended: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const end of ended.splice(0).reverse()) await end()
  fastly.refuse(null)
  fastly.forget()
  vi.clearAllMocks()
})

/** A process that purges. */
async function server(used: Cdn = cdn) {
  const feed = eventFeed(database, SITE, { pauseMs: 20 })
  await feed.start(log)
  const purger = await startPurger(used, { database, feed, site: SITE, log })
  let isOver = false
  async function stop() {
    if (isOver) return
    isOver = true
    await purger.close()
    await feed.close()
  }
  ended.push(stop)
  return { stop }
}

async function published() {
  const article = await given.article({ status: 'DRAFT' })
  const { version } = await acted(editor, 'publishArticle', article)
  return { ...article, version }
}

/** The ways in which the article was purged, in their order. */
const purgesOf = (article: Given) =>
  fastly.purges
    .filter(({ tags }) => tags.includes(tagOf('a', article.uuid)))
    .map(({ isSoft }) => (isSoft ? 'soft' : 'hard'))

describe('What changes', () => {
  it('is purged twice: softly what is new, and hard what was withdrawn', async () => {
    await server()

    const article = await published()
    await vi.waitFor(() => expect(purgesOf(article)).toEqual(['soft', 'soft']), PATIENTLY)
    fastly.forget()
    await acted(editor, 'withdrawArticle', article, { reason: 'A complaint' })

    await vi.waitFor(() => expect(purgesOf(article)).toEqual(['hard', 'hard']), PATIENTLY)
  })

  it('in drafts is not purged', async () => {
    await server()
    const draft = await given.article({ status: 'DRAFT' })
    await acted(editor, 'updateArticle', draft, { headline: 'Not yet for readers' })

    const article = await published()

    await vi.waitFor(() => expect(purgesOf(article)).toHaveLength(2), PATIENTLY)
    expect(purgesOf(draft)).toEqual([])
  })

  it('is purged by one of several processes', async () => {
    await server()
    await server()

    const articles = [await published(), await published()]

    for (const article of articles)
      await vi.waitFor(() => expect(purgesOf(article).length).toBeGreaterThanOrEqual(2), PATIENTLY)
    await new Promise((resolve) => setTimeout(resolve, 1000))
    for (const article of articles) expect(purgesOf(article)).toEqual(['soft', 'soft'])
  })

  it('while no process runs is purged by the next one', async () => {
    const first = await server()
    await first.stop()

    const article = await published()
    await server()

    await vi.waitFor(() => expect(purgesOf(article)).toEqual(['soft', 'soft']), PATIENTLY)
  })
})

describe('A CDN that refuses', () => {
  it('gets everything once it takes purges again', async () => {
    await server()
    fastly.refuse({ status: 503 })
    const articles = [await published(), await published()]
    await vi.waitFor(() => expect(log.error).toHaveBeenCalled(), PATIENTLY)

    fastly.refuse(null)

    for (const article of articles)
      await vi.waitFor(() => expect(purgesOf(article)).toEqual(['soft', 'soft']), PATIENTLY)
    expect(JSON.stringify(log.error.mock.calls)).not.toContain(TOKEN)
  })

  it('is left alone for as long as it asks', async () => {
    await server()
    fastly.refuse({ status: 429, retryAfter: '60' })
    await published()
    // Both of the consumers have been refused.
    await vi.waitFor(() => expect(log.error).toHaveBeenCalledTimes(2), PATIENTLY)
    const before = fastly.requests()

    await published()
    await new Promise((resolve) => setTimeout(resolve, 3000))

    expect(fastly.requests()).toBe(before)
  })

  it('for ten minutes is reported, and the end of it too', async () => {
    await server()
    fastly.refuse({ status: 503 })
    await published()
    await vi.waitFor(() => expect(log.error).toHaveBeenCalled(), PATIENTLY)
    await database.prisma.$executeRaw`update outbox_event set at = now() - interval '11 minutes'
      where position > (select position from event_consumer where name = 'cdn')`

    const late = purgeWatch(database, 50)
    late.start(log)
    ended.push(() => late.close())
    await vi.waitFor(() => expect(late.isLate).toBe(true), PATIENTLY)
    fastly.refuse(null)

    await vi.waitFor(() => expect(late.isLate).toBe(false), PATIENTLY)
  })

  it('for ten minutes lets responses be stored for ten seconds, which /readyz says, until it takes purges again', async () => {
    const variables = {
      ...{ CDN: 'fastly', FASTLY_SERVICE_ID: SERVICE, FASTLY_API_TOKEN: TOKEN, FASTLY_API_URL: fastly.url },
      CACHE_S_MAXAGE: '3600',
    }
    const events = eventFeed(database, SITE)
    const { app } = await testApi(database, { variables, events })
    await events.start(log)
    ended.push(() => events.close())
    await server()
    fastly.refuse({ status: 503 })
    await published()
    await vi.waitFor(() => expect(log.error).toHaveBeenCalled(), PATIENTLY)
    const url = `/graphql?query=${encodeURIComponent('{ article(slug: "never-there") { headline } }')}`
    const cacheControl = async () => String((await app.inject(url)).headers['cache-control'])
    const readiness = async () => (await app.inject('/readyz')).json()
    expect(await cacheControl()).toContain('s-maxage=3600,')
    expect(await readiness()).toMatchObject({ status: 'ready', cdn: 'ready' })

    await database.prisma.$executeRaw`update outbox_event set at = now() - interval '11 minutes'
      where position > (select position from event_consumer where name = 'cdn')`

    // It is looked for every ten seconds.
    const soon = { timeout: 30_000, interval: 200 }
    await expect.poll(readiness, soon).toMatchObject({ status: 'ready', cdn: 'late' })
    expect(await cacheControl()).toContain('s-maxage=10,')

    fastly.refuse(null)

    const later = { timeout: 90_000, interval: 200 }
    await expect.poll(readiness, later).toMatchObject({ status: 'ready', cdn: 'ready' })
    expect(await cacheControl()).toContain('s-maxage=3600,')
  }, 180_000)
})
