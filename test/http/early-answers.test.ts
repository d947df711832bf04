import { request } from 'node:http'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import type { FastifyInstance } from 'fastify'
import lightMyRequest from 'light-my-request'
import { beforeEach, describe, expect, it } from 'vitest'
import { ResponseCache } from '../../src/http/caching/response-cache.ts'
import { Hearing } from '../../src/outbox/hearing.ts'
import { atEnd } from '../helpers/at-end.ts'
import { smallServer } from './small-server.ts'

// What is answered before Fastify is answered as Fastify answers it.

type Options = NonNullable<Parameters<typeof smallServer>[0]>
type Headers = Record<string, string>

/** Long enough to be compressed. */
const QUERY = `query Long { ${Array.from({ length: 10 }, (_each, index) => `f${index}${'x'.repeat(120)}: hello`).join(' ')} }`
const PATH = `/graphql?${new URLSearchParams({ query: QUERY })}`

const hearing = new Hearing()
let validUntil = Number.POSITIVE_INFINITY
let log: Record<string, unknown>[] = []

beforeEach(() => {
  log = []
  hearing.heardAt = Number.POSITIVE_INFINITY
  validUntil = Number.POSITIVE_INFINITY
})

/** `seen` has the addresses of the requests that came to Fastify. */
async function cachingServer(options: Options = {}) {
  const cache = new ResponseCache({ maxBytes: 1_000_000, hearing })
  const seen: string[] = []
  const dependencies = () => ({ tags: ['a1', 'l2'], validUntil })
  const server = await smallServer({
    cache,
    log,
    makeContext: ({ headers: { authorization } }) => ({
      viewer: authorization === undefined ? null : { id: 'one' },
      reader: { statements: 1, isPrivate: false, dependencies: dependencies() },
    }),
    ...options,
  })
  server.addHook('onRequest', async ({ raw }) => {
    seen.push(raw.url ?? '')
  })
  return { server, cache, seen }
}

const get = (server: FastifyInstance, headers: Headers = {}, url = PATH) => server.inject({ url, headers })

/** As Fastify answers, whatever could be answered before it. */
const byFastify = (server: FastifyInstance, headers: Headers = {}, method: 'GET' | 'HEAD' = 'GET') =>
  lightMyRequest((one, other) => server.routing(one, other), { url: PATH, headers, method })

/** Until the answer is kept in all of its forms, and the request is known. */
async function warmUp(server: FastifyInstance, headers: Headers = {}): Promise<string> {
  const { headers: first } = await get(server, headers)
  for (let times = 0; times < 3; times++) {
    await get(server, { ...headers, 'accept-encoding': 'br' })
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  return String(first.etag)
}

async function originOf(server: FastifyInstance): Promise<string> {
  atEnd(() => server.close())
  return server.listen({ port: 0, host: '127.0.0.1' })
}

/** Over a connection. */
function send(url: string, headers: Headers, method = 'GET') {
  return new Promise<{ status: number | undefined; headers: Headers; body: string }>((resolve, reject) => {
    request(url, { method, headers, agent: false }, async (response) => {
      const answered = Object.entries(response.headers).map(([name, value]) => [name, String(value)])
      resolve({
        status: response.statusCode,
        headers: Object.fromEntries(answered),
        body: await text(response.setEncoding('latin1')),
      })
    })
      .on('error', reject)
      .end()
  })
}

const OF_ONE_ANSWER = ['date', 'x-request-id', 'connection', 'keep-alive']

function constant(headers: object): object {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !OF_ONE_ANSWER.includes(name)))
}

const CDN = { headersOf: () => ({ 'surrogate-key': 'all a1 l2' }), mostSeconds: () => 1 }

describe('A request that was answered from the cache before', () => {
  it.each<[string, Options, Headers, 'GET' | 'HEAD']>([
    ['as it is', {}, {}, 'GET'],
    ['with the newer media type', {}, { accept: 'application/graphql-response+json' }, 'GET'],
    ['in brotli', {}, { 'accept-encoding': 'gzip, br' }, 'GET'],
    ['in gzip', {}, { 'accept-encoding': 'gzip' }, 'GET'],
    ['by HEAD', {}, {}, 'HEAD'],
    ['with the tag that the client has', {}, { 'if-none-match': 'the tag' }, 'GET'],
    ['with a star for a tag', {}, { 'if-none-match': '*', 'accept-encoding': 'br' }, 'GET'],
    ['with another tag', {}, { 'if-none-match': 'W/"other"' }, 'GET'],
    ['for a page of another site', {}, { origin: 'https://other.example' }, 'GET'],
    ['where only some sites may read it', { variables: { CORS_ORIGINS: 'https://daily.example' } }, {}, 'GET'],
    ['just after a purge of a CDN', { cdn: CDN }, {}, 'GET'],
    ['with times for caches', { variables: { CACHE_MAX_AGE: '5', CACHE_S_MAXAGE: '0' } }, {}, 'GET'],
    ['with limited rates', { variables: { RATE_LIMITS: 'true' } }, {}, 'GET'],
  ])('is answered before Fastify (%s), and as Fastify does it', async (_what, options, given, method) => {
    const { server, seen } = await cachingServer(options)
    const accept: Headers = given.accept === undefined ? {} : { accept: given.accept }
    const etag = await warmUp(server, accept)
    const headers = { ...given, ...(given['if-none-match'] === 'the tag' && { 'if-none-match': etag }) }
    const wanted = await byFastify(server, headers, method)
    const url = `${await originOf(server)}${PATH}`
    seen.length = 0

    const answer = await send(url, { ...headers, 'x-request-id': 'one-of-many' }, method)

    expect(seen).toEqual([])
    expect(answer.status).toBe(wanted.statusCode)
    expect(answer.body).toBe(wanted.rawPayload.toString('latin1'))
    expect(constant(answer.headers)).toEqual(constant(wanted.headers))
    expect(answer.headers['x-request-id']).toBe('one-of-many')
  })

  it('is in the log as all others', async () => {
    const { server, seen } = await cachingServer({ variables: { TRUST_PROXY: 'true' } })
    const headers = { 'x-forwarded-for': '192.0.2.7' }
    await warmUp(server)
    await byFastify(server, headers)
    seen.length = 0
    await get(server, headers)

    const [wanted, line] = log.slice(-2).map((each) => ({ ...each, time: 0, ms: 0, requestId: '' }))

    expect(seen).toEqual([])
    expect(line).toEqual(wanted)
    expect(Object.keys(line ?? {})).toEqual(Object.keys(wanted ?? {}))
    expect(line).toMatchObject({
      address: '192.0.2.7',
      cache: 'hit',
      operation: 'Long',
      statements: 0,
      path: '/graphql',
    })
  })

  it.each<[string, Headers]>([
    ['a token', { authorization: 'Bearer a' }],
    ['the cost', { 'graphql-cost': 'report' }],
    ['a content type', { 'content-type': 'application/json' }],
    ['a body', { 'content-length': '2' }],
    ['another media type', { accept: 'application/graphql-response+json' }],
  ])('is left to Fastify with %s', async (_what, headers) => {
    const { server, seen } = await cachingServer()
    await warmUp(server)
    seen.length = 0

    await get(server, headers)

    expect(seen).toEqual([PATH])
  })

  it.each<[string, Headers]>([
    ['a host', { host: 'a b' }],
    ['a forwarded host', { 'x-forwarded-host': 'a b' }],
    ['a forwarded protocol', { 'x-forwarded-proto': 'gopher' }],
  ])('is refused with %s that is none', async (_what, headers) => {
    const { server } = await cachingServer({ variables: { TRUST_PROXY: 'true' } })
    await warmUp(server)

    expect((await get(server, headers)).statusCode).toBe(400)
    expect((await get(server, headers, '/healthz')).statusCode).toBe(400)
  })

  it('is left to Fastify with an origin where only some may read it', async () => {
    const { server, seen } = await cachingServer({ variables: { CORS_ORIGINS: 'https://daily.example' } })
    await warmUp(server)
    seen.length = 0

    const { headers } = await get(server, { origin: 'https://daily.example' })

    expect(seen).toEqual([PATH])
    expect(headers['access-control-allow-origin']).toBe('https://daily.example')
  })

  it.each<[string, (cache: ResponseCache) => void]>([
    ['a tag of the answer was purged', (cache) => cache.purge(['l2'])],
    ['everything was purged', (cache) => cache.purge(['all'])],
    ['the process has not heard of changes for a second', () => (hearing.heardAt = performance.now() - 1001)],
    ['something was changed that could not be read', () => hearing.distrust()],
  ])('is left to Fastify when %s', async (_what, change) => {
    const { server, cache, seen } = await cachingServer()
    await warmUp(server)
    seen.length = 0
    hearing.heardAt = performance.now()
    change(cache)

    await get(server)

    expect(seen).toEqual([PATH])
  })

  it('is left to Fastify when the time of the answer is over', async () => {
    const { server, seen } = await cachingServer()
    validUntil = performance.now() + 300
    await warmUp(server)
    await new Promise((resolve) => setTimeout(resolve, 300))
    seen.length = 0

    await get(server)

    expect(seen).toEqual([PATH])
  })

  it('is answered also in great numbers at once', async () => {
    const { server, seen } = await cachingServer()
    await warmUp(server)
    seen.length = 0

    const answers = await Promise.all(Array.from({ length: 600 }, () => get(server)))

    expect(new Set(answers.map(({ statusCode }) => statusCode))).toEqual(new Set([200]))
    expect(seen.length).toBeLessThan(600)
  })

  it('ends its connection where the server asks for it', async () => {
    const { server } = await cachingServer()
    await warmUp(server)
    server.server.prependListener('request', (_request, response) => response.setHeader('connection', 'close'))

    expect((await send(`${await originOf(server)}${PATH}`, {})).headers.connection).toBe('close')
  })
})

describe('A request that names a known document', () => {
  it('is answered before Fastify as long as it is known', async () => {
    const hash = '3b2bc1d4f0c0d9f9f0c4f5c4a3b3f6d5e4c3b2a190807060504030201000f0e0'
    const known = new Map([[hash, QUERY]])
    const documents = {
      find: async (asked: string) => known.get(asked) ?? null,
      remembers: (asked: string) => known.has(asked),
    }
    const { server, seen } = await cachingServer({ documents, variables: { DOCUMENTS: 'required' } })
    const url = `/graphql?${new URLSearchParams({ documentId: `sha256:${hash}` })}`
    for (let times = 0; times < 3; times++) await get(server, {}, url)
    expect(seen).toHaveLength(2)

    expect((await get(server, {}, url)).body).toContain('world')
    expect(seen).toHaveLength(2)

    known.clear()
    expect((await get(server, {}, url)).statusCode).toBe(404)
  })

  it('is left to Fastify, which logs it, if it is not known', async () => {
    const { server, seen } = await cachingServer({ variables: { DOCUMENTS: 'known' } })
    for (let times = 0; times < 3; times++) await get(server)

    expect(seen).toHaveLength(3)
    expect(log.filter(({ document }) => document !== undefined)).toHaveLength(3)
  })
})

describe('A client that asks for too much', () => {
  const LIMITED = { RATE_LIMITS: 'true', RATE_LIMIT_BURST: '300', RATE_LIMIT_COST_PER_SECOND: '1', TRUST_PROXY: 'true' }
  const from = (address: string) => ({ 'x-forwarded-for': address })

  it('is charged for cached answers, and refused as Fastify does it', async () => {
    const { server, seen } = await cachingServer({ variables: LIMITED })
    const other = from('198.51.100.1')
    for (let times = 0; times < 3; times++) await get(server, other)
    seen.length = 0
    const statuses: number[] = []
    while (!statuses.includes(429)) statuses.push((await get(server, from('192.0.2.1'))).statusCode)
    const refused = await get(server, from('192.0.2.1'))
    const wanted = await byFastify(server, from('192.0.2.1'))

    // 300 / 5, and what runs out in the meantime
    expect(statuses.length).toBeGreaterThan(60)
    expect([refused.statusCode, refused.body]).toEqual([429, wanted.body])
    expect(constant(refused.headers)).toEqual(constant(wanted.headers))
    expect(log.at(-2)).toMatchObject({ status: 429, errorCodes: ['RATE_LIMITED'], address: '192.0.2.1' })
    expect((await get(server, other)).statusCode).toBe(200)
    expect(seen).toEqual([])
  })

  it('is refused before any of a body arrives, by a connection that ends if the body is long', async () => {
    const { server } = await cachingServer({ variables: { ...LIMITED, RATE_LIMIT_BURST: '100', TRUST_PROXY: 'false' } })
    while ((await get(server)).statusCode !== 429);
    const { port } = new URL(await originOf(server))
    for (const [length, ends] of [
      [100, false],
      [1_000_000, true],
    ] as const) {
      const socket = connect(Number(port), '127.0.0.1')
      socket.write(
        `POST /graphql HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: ${length}\r\n\r\n`,
      )
      const [answer] = await new Promise<[Buffer]>((resolve) => socket.once('data', (data) => resolve([data])))
      socket.destroy()

      expect(answer.toString()).toMatch(/^HTTP\/1\.1 429 /)
      expect(/connection: close/i.test(answer.toString())).toBe(ends)
    }
  })
})

describe('While there is too much to do', () => {
  it('is refused what is asked, before any of it is read, and /healthz is answered', async () => {
    const { server, seen } = await cachingServer({ variables: { MAX_RSS_BYTES: '1024' } })
    await expect.poll(async () => (await get(server)).statusCode).toBe(503)
    seen.length = 0

    const answers = [
      await get(server),
      await get(server, { authorization: 'Bearer a' }),
      await get(server, {}, '/nowhere'),
    ]
    const health = await get(server, {}, '/healthz')

    expect(answers.map(({ statusCode, headers }) => [statusCode, headers['retry-after']])).toEqual(
      answers.map(() => [503, '2']),
    )
    expect([health.statusCode, health.body]).toEqual([200, '{"status":"ok"}'])
    expect(seen).toEqual([])
  })
})

describe('/healthz', () => {
  it.each<Headers>([{}, { CORS_ORIGINS: 'https://daily.example' }])(
    'is answered before Fastify, and as Fastify does it (%j)',
    async (variables) => {
      const { server, seen } = await cachingServer({ variables })
      const answer = await get(server, {}, '/healthz')
      expect(seen).toEqual([])
      const wanted = await lightMyRequest((one, other) => server.routing(one, other), '/healthz')

      expect(constant(answer.headers)).toEqual(constant(wanted.headers))
      expect(answer.body).toBe(wanted.body)
    },
  )
})
