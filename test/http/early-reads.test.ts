import { Agent, request as httpRequest } from 'node:http'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import type { FastifyInstance } from 'fastify'
import lightMyRequest from 'light-my-request'
import { describe, expect, it } from 'vitest'
import { sha256 } from '../../src/http/documents/asked-document.ts'
import { eventFeed } from '../../src/outbox/event-feed.ts'
import { testApi } from '../helpers/api.ts'
import { atEnd } from '../helpers/at-end.ts'
import { onPostgresql, testDatabase } from '../helpers/database.ts'
import { failing, refused } from '../helpers/failing-database.ts'
import { SITE } from '../helpers/site.ts'

// Queries whose documents are stored are answered before Fastify, as Fastify answers them.

const QUERY =
  'query Newest($n: Int!) { articles(first: $n) { nodes { id headline url byline } pageInfo { endCursor } } }'
const LARGE =
  'query Large { articles(first: 50) { nodes { headline bodyHtml a: bodyHtml b: bodyHtml c: bodyHtml d: bodyHtml } } }'

type Headers = Readonly<Record<string, string>>

const database = await testDatabase({ seeded: true })

async function site(variables: Readonly<Record<string, string>> = {}, isCaching = false) {
  const lines: Record<string, unknown>[] = []
  const events = isCaching ? eventFeed(database, SITE) : undefined
  const { app } = await testApi(database, {
    variables: { LOG_LEVEL: 'info', LOG_FORMAT: 'json', MAX_COST_READERS: '10000', ...variables },
    logTo: { write: (line) => lines.push(JSON.parse(line)) },
    ...(events && { events }),
  })
  /** The requests that came to Fastify */
  const seen: string[] = []
  app.addHook('onRequest', async ({ method, url }) => {
    seen.push(`${method} ${url}`)
  })
  await events?.start(app.log)
  if (events) atEnd(() => events.close())
  return { app, seen, lines }
}

type Site = Awaited<ReturnType<typeof site>>

type Method = 'GET' | 'HEAD' | 'POST'

/** As a client sends it. */
function asked(payload: object, headers: Headers = {}, method: Method = 'POST') {
  if (method === 'POST') {
    const body = JSON.stringify(payload)
    return { method, url: '/graphql', headers: { 'content-type': 'application/json', ...headers }, payload: body }
  }
  const written = Object.fromEntries(
    Object.entries(payload).map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]),
  )
  return { method, url: `/graphql?${new URLSearchParams(written)}`, headers }
}

type Sent = Parameters<typeof asked>

const post = ({ app }: Site, ...sent: Sent) => app.inject(asked(...sent))

/** As Fastify answers, whatever could be answered before it. */
const byFastify = ({ app }: Site, ...sent: Sent) =>
  lightMyRequest((one, other) => app.routing(one, other), asked(...sent))

async function store(on: Site, payload: object, headers: Headers = {}): Promise<void> {
  for (let times = 0; times < 3; times++) await post(on, payload, headers)
  on.seen.length = 0
  on.lines.length = 0
}

const OF_ONE_ANSWER = [
  'date',
  'x-request-id',
  'connection',
  'keep-alive',
  'ratelimit',
  'transfer-encoding',
  'content-length',
]

function constant(headers: object): object {
  const kept = Object.entries(headers).filter(([name]) => !OF_ONE_ANSWER.includes(name))
  return { ...Object.fromEntries(kept), hasRate: 'ratelimit' in headers }
}

const NEWEST = { query: QUERY, variables: { n: 5 } }
const PREVIEW =
  'query Draft($token: String!) { article(slug: "no-such-draft", stage: DRAFT, previewToken: $token) { headline } }'
const MODERN = { accept: 'application/graphql-response+json' }

async function originOf(app: FastifyInstance): Promise<string> {
  atEnd(() => app.close())
  return app.listen({ port: 0, host: '127.0.0.1' })
}

/** Over a connection. */
function send(origin: string, sent: Sent, agent: Agent | false = false) {
  return new Promise<{ status: number | undefined; headers: object; body: string }>((resolve, reject) => {
    const { method, url, headers, payload = '' } = { payload: undefined, ...asked(...sent) }
    const all = { ...headers, ...(payload !== '' && { 'content-length': String(Buffer.byteLength(payload)) }) }
    httpRequest(`${origin}${url}`, { method, headers: all, agent }, async (response) => {
      const { statusCode: status, headers: given } = response
      resolve({ status, headers: given, body: await text(response.setEncoding('latin1')) })
    })
      .on('error', reject)
      .end(payload)
  })
}

describe('A query that is known', () => {
  const WAYS: [string, object, Headers, Readonly<Record<string, string>>][] = [
    ['as it is', NEWEST, {}, {}],
    ['with null for what may be left out', { ...NEWEST, operationName: null, extensions: null }, {}, {}],
    ['with the newer media type', NEWEST, MODERN, {}],
    ['in brotli', NEWEST, { 'accept-encoding': 'gzip, br' }, {}],
    ['in gzip', NEWEST, { 'accept-encoding': 'gzip' }, {}],
    ['too short to be compressed', { query: '{ topics { totalCount } }' }, { 'accept-encoding': 'br' }, {}],
    ['too long to be compressed at once', { query: LARGE }, { 'accept-encoding': 'gzip' }, {}],
    ['with a tag that is another', NEWEST, { 'if-none-match': 'W/"other"' }, {}],
    ['with a star for a tag', NEWEST, { 'if-none-match': '*', 'accept-encoding': 'br' }, {}],
    ['for a page of another site', NEWEST, { origin: 'https://other.example' }, {}],
    ['where only some sites may read it', NEWEST, {}, { CORS_ORIGINS: 'https://daily.example' }],
    ['with limited rates', NEWEST, {}, { RATE_LIMITS: 'true' }],
    ['for a client that is exempt', NEWEST, {}, { RATE_LIMITS: 'true', RATE_LIMIT_EXEMPT: '127.0.0.0/8' }],
    ['with times for caches', NEWEST, {}, { CACHE_MAX_AGE: '5', CACHE_S_MAXAGE: '60' }],
    ['with tags for a CDN', NEWEST, {}, { CDN: 'varnish', VARNISH_URLS: 'http://127.0.0.1:1/' }],
    ['of a draft', { query: PREVIEW, variables: { token: 'none' } }, {}, {}],
  ]

  it.each(WAYS)(
    'is answered before Fastify (%s), and as Fastify does it',
    async (_what, payload, headers, variables) => {
      const on = await site(variables)
      await store(on, payload, headers)
      const origin = await originOf(on.app)
      for (const method of ['POST', 'GET', 'HEAD'] as const) {
        await byFastify(on, payload, headers, method)
        const wanted = await byFastify(on, payload, headers, method)
        on.seen.length = 0

        const answer = await send(origin, [payload, { ...headers, 'x-request-id': 'one-of-many' }, method])

        expect(on.seen).toEqual([])
        expect(answer.status).toBe(wanted.statusCode)
        expect(answer.body).toBe(wanted.rawPayload.toString('latin1'))
        expect(constant(answer.headers)).toEqual(constant(wanted.headers))
        expect(answer.headers).toMatchObject({ 'x-request-id': 'one-of-many' })
        if (method !== 'HEAD' && answer.status === 200)
          expect(answer.headers).toMatchObject({ 'content-length': String(wanted.rawPayload.length) })
      }
    },
  )

  it('is in the log as all others', async () => {
    const on = await site({ TRUST_PROXY: 'true' })
    const headers = { 'x-forwarded-for': '192.0.2.7', 'x-request-id': 'one-of-many' }
    await store(on, NEWEST)
    await byFastify(on, NEWEST, headers)
    on.seen.length = 0
    await post(on, NEWEST, headers)

    const [wanted, line] = on.lines.slice(-2).map((each) => ({ ...each, time: 0, ms: 0 }))

    expect(on.seen).toEqual([])
    expect(line).toEqual(wanted)
    expect(line).toMatchObject({ address: '192.0.2.7', operation: 'Newest', statements: 1, requestId: 'one-of-many' })
  })

  it.each<[string, Headers]>([
    ['as it is', {}],
    ['in brotli', { 'accept-encoding': 'br' }],
  ])('comes from the cache (%s), also before Fastify', async (_what, headers) => {
    const on = await site({ RATE_LIMITS: 'true' }, true)
    await store(on, NEWEST, headers)
    // It is compressed after its first use.
    await expect.poll(async () => (await post(on, NEWEST, headers)) && on.lines.at(-1)?.cache).toBe('hit')
    await new Promise((resolve) => setTimeout(resolve, 100))
    const wanted = await byFastify(on, NEWEST, headers)
    on.seen.length = 0

    const answer = await post(on, NEWEST, headers)

    expect(on.seen).toEqual([])
    expect(on.lines.at(-1)).toMatchObject({ cache: 'hit', statements: 0, operation: 'Newest' })
    expect(answer.rawPayload).toEqual(wanted.rawPayload)
    expect(constant(answer.headers)).toEqual(constant(wanted.headers))
  })

  it('may be named by its hash', async () => {
    const query = `${QUERY} # by its hash`
    await database.query({
      text: `INSERT INTO known_document (hash, text, name) VALUES ($1, $2, 'Newest')`,
      parameters: [sha256(query), query],
    })
    for (const DOCUMENTS of ['any', 'known', 'required']) {
      const on = await site({ DOCUMENTS })
      const named = { documentId: `sha256:${sha256(query)}`, variables: { n: 2 } }
      await store(on, named)
      const wanted = await byFastify(on, named)
      on.seen.length = 0

      expect((await post(on, named)).json()).toEqual(wanted.json())
      expect((await post(on, { query, variables: { n: 2 } })).json()).toEqual(wanted.json())
      expect(on.seen).toEqual([])
      if (DOCUMENTS === 'required') expect((await post(on, NEWEST)).statusCode).toBe(404)
    }
  })

  it('is reported once if it is not among the known documents', async () => {
    const on = await site({ DOCUMENTS: 'known' })
    await store(on, NEWEST)

    await post(on, NEWEST)

    expect(on.seen).toEqual(['POST /graphql'])
    expect(on.lines.filter(({ msg }) => msg === 'a document that is not known')).toHaveLength(1)
  })

  it.each<[string, Headers]>([
    ['a token', { authorization: 'Bearer none' }],
    ['the cost', { 'graphql-cost': 'report' }],
    ['another charset', { 'content-type': 'application/json; charset=utf-16' }],
    ['an encoding', { 'content-encoding': 'identity' }],
    ['no compression', { 'x-no-compression': '1' }],
  ])('is left to Fastify with %s', async (_what, headers) => {
    const on = await site()
    await store(on, NEWEST)

    await post(on, NEWEST, headers)

    expect(on.seen).toEqual(['POST /graphql'])
  })

  it.each<[string, object]>([
    ['a variable of another type', { query: QUERY, variables: { n: 'five' } }],
    ['a page that is too long', { query: QUERY, variables: { n: 500 } }],
    ['another name', { ...NEWEST, operationName: 'Oldest' }],
    ['a part that nobody knows', { ...NEWEST, more: true }],
    ['a prototype', JSON.parse('{"query":"{ topics { totalCount } }","variables":{"__proto__":{}}}')],
  ])('is charged and reported by Fastify once with %s', async (_what, payload) => {
    const on = await site({ RATE_LIMITS: 'true', RATE_LIMIT_COST_PER_SECOND: '1' })
    await store(on, NEWEST)
    await byFastify(on, payload)
    const left = ({ headers }: { headers: object }) => Number(/r=(\d+)/.exec(JSON.stringify(headers))?.[1])
    const before = left(await byFastify(on, NEWEST))
    const wanted = await byFastify(on, payload)
    const between = left(await byFastify(on, NEWEST))
    on.seen.length = 0

    const answer = await post(on, payload)

    expect(on.seen).toEqual(['POST /graphql'])
    expect(answer.statusCode).toBe(wanted.statusCode)
    expect(answer.json()).toEqual(wanted.json())
    expect(constant(answer.headers)).toEqual(constant(wanted.headers))
    const after = left(await byFastify(on, NEWEST))
    // A second may have passed.
    expect(Math.abs(between - after - (before - between))).toBeLessThanOrEqual(2)
  })

  it('is left to Fastify if its body comes in pieces, or is long', async () => {
    const on = await site()
    await store(on, NEWEST)
    const origin = new URL(await originOf(on.app))
    const body = JSON.stringify(NEWEST)
    const socket = connect(Number(origin.port), origin.hostname)
    socket.write(`POST /graphql HTTP/1.1\r\nhost: a\r\nconnection: close\r\ncontent-type: application/json\r\n`)
    socket.write(`content-length: ${body.length}\r\n\r\n${body.slice(0, 20)}`)
    setTimeout(() => socket.write(body.slice(20)), 100)

    expect(await text(socket)).toMatch(/^HTTP\/1.1 200 OK[\s\S]*"articles"/)
    expect((await send(origin.origin, [{ ...NEWEST, query: `${QUERY} #${'x'.repeat(40_000)}` }])).status).toBe(200)
    expect(on.seen).toEqual(['POST /graphql', 'POST /graphql'])
  })

  it('whose body does not come is ended after the time for requests', async () => {
    const on = await site({ REQUEST_TIMEOUT_MS: '300' })
    await store(on, NEWEST)
    const { port, hostname } = new URL(await originOf(on.app))
    const head = 'POST /graphql HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: 20\r\n\r\n'

    const socket = connect(Number(port), hostname)
    socket.write(head)

    expect(await text(socket)).toMatch(/^HTTP\/1\.1 408 /)
    expect((await post(on, NEWEST)).statusCode).toBe(200)
  })

  it('waits for its turn, and is refused while its client has to wait', async () => {
    const on = await site({ RATE_LIMITS: 'true', RATE_LIMIT_BURST: '100', RATE_LIMIT_COST_PER_SECOND: '1' })
    await store(on, NEWEST)
    const answers = []
    for (let count = 0; count < 20; count++) answers.push(await post(on, NEWEST))

    const refused = answers.filter(({ statusCode }) => statusCode === 429)
    expect(refused.length).toBeGreaterThan(0)
    expect(refused.at(-1)?.json()).toMatchObject({ errors: [{ extensions: { code: 'RATE_LIMITED' } }] })
    expect(Number(refused.at(-1)?.headers['retry-after'])).toBeGreaterThan(0)
  })

  it('ends its connection while the server closes', async () => {
    const on = await site()
    const slow = { query: '{ articles(first: 1) { nodes { headline } } }' }
    await store(on, slow)
    const origin = await originOf(on.app)
    const { promise: held, resolve: release } = Promise.withResolvers<void>()
    const { promise: locked, resolve: hasLock } = Promise.withResolvers<void>()
    // The embedded database has one connection, PostgreSQL has many.
    const inTransaction = database.transaction(async (tx) => {
      await tx.$executeRawUnsafe('LOCK TABLE article IN ACCESS EXCLUSIVE MODE')
      hasLock()
      await held
    })
    await locked

    const agent = new Agent({ keepAlive: true })
    const answer = send(origin, [slow], agent)
    setTimeout(release, 300)
    await new Promise((resolve) => setTimeout(resolve, 50))
    const closed = on.app.close()

    expect(await answer).toMatchObject({ status: 200, headers: { connection: 'close' } })
    await inTransaction
    await closed
    expect(on.seen).toEqual([])
    agent.destroy()
  })

  it.runIf(onPostgresql)(
    'gives up its place among the readers if the database fails and Fastify refuses it too',
    async () => {
      let isDown = false
      const { app } = await testApi(
        failing(database, () => isDown),
        { variables: { DATABASE_POOL_SIZE: '4' } },
      )
      app.addHook('onRequest', async () => {
        if (isDown) throw refused()
      })
      const ask = () => app.inject(asked(NEWEST))
      for (let times = 0; times < 3; times++) expect((await ask()).statusCode).toBe(200)

      isDown = true
      for (let times = 0; times < 20; times++) expect((await ask()).statusCode).toBe(503)
      isDown = false
      // Longer than a reader may wait for a place
      await new Promise((resolve) => setTimeout(resolve, 400))

      expect((await ask()).statusCode).toBe(200)
    },
  )
})
