import { createServer } from 'node:http'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { eventFeed } from '../../src/outbox/event-feed.ts'
import { startPinger } from '../../src/syndication/websub/pinger.ts'
import { testApi } from '../helpers/api.ts'
import { atEnd } from '../helpers/at-end.ts'
import { testDatabase } from '../helpers/database.ts'
import { givenIn } from '../helpers/given.ts'
import { SITE } from '../helpers/site.ts'
import { acted } from '../workflow/acting.ts'

const database = await testDatabase()
const given = givenIn(database)
const api = await testApi(database)
const log = { info: () => undefined, warn: vi.fn(), error: vi.fn() }

/** What the hub received, in order. */
const told: { mode: string | null; url: string | null }[] = []
/** What it answers, one after the other; then 204 */
const answers: number[] = []

const hub = createServer(async (request, response) => {
  let body = ''
  for await (const piece of request) body += piece
  const status = answers.shift() ?? 204
  const sent = new URLSearchParams(body)
  if (status < 300) told.push({ mode: sent.get('hub.mode'), url: sent.get('hub.url') })
  response.writeHead(status).end()
})

beforeAll(async () => {
  await new Promise<void>((resolve) => hub.listen(0, '127.0.0.1', resolve))
  const address = hub.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const feed = eventFeed(database, SITE)
  const pinger = await startPinger(`http://127.0.0.1:${port}/hub/`, { database, feed, site: SITE, log })
  await feed.start(log)
  atEnd(async () => {
    await pinger.close()
    await feed.close()
  })
})
afterAll(() => hub.close())

const formats = (path: string, query = '') =>
  ['rss', 'atom', 'json'].map((ending) => `https://daily.example/feeds/${path}.${ending}${query}`)

async function toldUrls(count: number): Promise<(string | null)[]> {
  await vi.waitFor(() => expect(told.length).toBeGreaterThanOrEqual(count), { timeout: 30_000, interval: 50 })
  return told
    .splice(0)
    .map(({ url }) => url)
    .sort()
}

describe('A hub', () => {
  it('gets the feeds in which an article changes, once for several changes, and again after a failure', async () => {
    const [above, author] = [await given.topic({ slug: 'above' }), await given.author({ slug: 'ada' })]
    const topic = await given.topic({ slug: 'below', parent: above })
    await given.topic({ slug: 'other' })
    const one = await given.article({ topics: [topic], credits: [{ author }] })
    const other = await given.article({ locale: 'he', topics: [topic] })
    await toldUrls(1)
    await new Promise((resolve) => setTimeout(resolve, 2500))
    told.splice(0)

    answers.push(503)
    const editor = api.as('EDITOR')
    await acted(editor, 'withdrawArticle', { id: one.id }, { reason: 'A mistake' })
    await acted(editor, 'withdrawArticle', { id: other.id }, { reason: 'A mistake' })

    const lists = ['articles', 'topics/above', 'topics/below', 'authors/ada']
    const expected = lists.flatMap((list) => [...formats(list), ...formats(list, '?locale=he')]).sort()
    const urls = await toldUrls(expected.length)
    expect([...new Set(urls)]).toEqual(expected)
    expect(log.error).toHaveBeenCalledTimes(1)
  })

  it('gets the feeds in which an article is corrected', async () => {
    const above = await given.topic({ slug: 'above-it' })
    const topic = await given.topic({ slug: 'below-it', parent: above })
    const live = await given.article({ topics: [topic] })
    await new Promise((resolve) => setTimeout(resolve, 2500))
    told.splice(0)

    await acted(api.as('EDITOR'), 'addCorrection', live, { kind: 'CORRECTION', text: 'The bridge is older.' })

    const expected = ['articles', 'topics/above-it', 'topics/below-it'].flatMap((list) => formats(list)).sort()
    expect([...new Set(await toldUrls(expected.length))]).toEqual(expected)
  })
})
