import { execFileSync } from 'node:child_process'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { testConnection, variablesOf } from '../helpers/database.ts'
import { freePort } from '../helpers/free-port.ts'
import { httpClient, startServer } from '../helpers/server-process.ts'
import { startVarnish } from './varnish.ts'

// Copydesk behind Varnish, with the configuration of docs/examples: what a reader gets after a change, and how often Copydesk is asked.

// A busy machine takes its time.
const PATIENTLY = { timeout: 30_000, interval: 50 }

const QUERY = 'query ($slug: String!) { article(slug: $slug) { headline corrections { text } } }'
const FRONT = '{ articles(first: 5) { nodes { headline slug } } }'

let varnish: string
let desk: ReturnType<typeof httpClient>

// .ci/run installs it: Debian's varnish and varnish-modules.
const hasVarnish = (() => {
  try {
    execFileSync('varnishd', ['-V'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
})()

beforeAll(async () => {
  if (!hasVarnish) return
  const [port, backendPort] = [await freePort(), await freePort()]
  const server = await startServer({
    ...variablesOf(await testConnection('seeded')),
    PORT: String(backendPort),
    RATE_LIMITS: 'false',
    CDN: 'varnish',
    CACHE_S_MAXAGE: '3600',
    VARNISH_URLS: `http://127.0.0.1:${port}`,
  })
  varnish = await startVarnish(port, backendPort)
  desk = httpClient(server.url, 'dev-editor')
})

interface Read {
  readonly isHit: boolean
  readonly data: unknown
  readonly headers: Headers
}

async function read(query: string, variables: object = {}): Promise<Read> {
  const parameters = new URLSearchParams({ query, variables: JSON.stringify(variables) })
  const response = await fetch(`${varnish}/graphql?${parameters}`)
  const { data }: { data: unknown } = JSON.parse(await response.text())
  return { isHit: response.headers.get('x-cache') === 'hit', data, headers: response.headers }
}

interface Saved {
  article: { id: string; version: number; slug: string }
  userErrors: unknown[]
}

async function acted(action: string, input: object): Promise<Saved['article']> {
  const name = `${action[0]?.toUpperCase()}${action.slice(1)}Input`
  const payload = await desk.mutate<Saved>(
    `mutation ($input: ${name}!) { ${action}(input: $input) { article { id version slug } userErrors { code message } } }`,
    { input },
  )
  expect(payload.userErrors).toEqual([])
  return payload.article
}

async function published(headline: string) {
  const { id, version, slug } = await acted('createArticle', {
    headline,
    locale: 'en',
    topics: [{ slug: 'egypt' }],
    body: [{ paragraph: { html: 'The delegation stays.' } }],
  })
  return { ...(await acted('publishArticle', { id, version })), slug }
}

/** Until Varnish has it for an hour: just after a publication it has it for a second. */
async function stored(slug: string): Promise<void> {
  await vi.waitFor(async () => {
    const { isHit, headers } = await read(QUERY, { slug })
    expect([isHit, headers.get('cache-control')]).toEqual([true, expect.stringContaining('s-maxage=3600')])
  }, PATIENTLY)
}

describe.skipIf(!hasVarnish)('Through Varnish', () => {
  it('a page is read from Copydesk once until it changes, and a correction is seen', async () => {
    const { id, version, slug } = await published('Talks in Cairo Enter a Second Day')
    await stored(slug)
    const reads: Read[] = []
    for (let n = 0; n < 100; n++) reads.push(await read(QUERY, { slug }))
    await acted('addCorrection', { id, version, kind: 'CORRECTION', text: 'The talks took three days.' })

    await vi.waitFor(async () => {
      const { data } = await read(QUERY, { slug })
      expect(data).toMatchObject({ article: { corrections: [{ text: 'The talks took three days.' }] } })
    }, PATIENTLY)

    expect(reads.filter(({ isHit }) => isHit)).toHaveLength(100)
    expect(reads[0]?.headers.get('xkey')).toBeNull()
  })

  it('an article that was asked for before it was published is there afterwards', async () => {
    const slug = 'a-third-day-of-talks'
    expect((await read(QUERY, { slug })).data).toEqual({ article: null })
    await stored(slug)
    const front = await read(FRONT)

    await published('A Third Day of Talks')

    await vi.waitFor(async () => expect((await read(QUERY, { slug })).data).toMatchObject({ article: {} }), PATIENTLY)
    await vi.waitFor(async () => expect((await read(FRONT)).data).not.toEqual(front.data), PATIENTLY)
  })

  it('a withdrawn article is not served even once after its purge', async () => {
    const { id, version, slug } = await published('A Story That Is Withdrawn')
    await stored(slug)

    await acted('withdrawArticle', { id, version, reason: 'A complaint' })

    await vi.waitFor(async () => expect((await read(QUERY, { slug })).data).toEqual({ article: null }), PATIENTLY)
    // A purge that only marked it as stale would have let a later reader have it from the cache once more.
    for (let n = 0; n < 5; n++) expect((await read(QUERY, { slug })).data).toEqual({ article: null })
  })

  it('what a colleague reads is never stored', async () => {
    const ask = () =>
      fetch(`${varnish}/graphql?query=${encodeURIComponent('{ viewer { name } }')}`, {
        headers: { authorization: 'Bearer dev-editor' },
      })

    for (const response of [await ask(), await ask()]) {
      expect(response.headers.get('x-cache')).toBe('miss')
      expect(response.headers.get('cache-control')).toBe('private, no-store')
    }
  })
})
