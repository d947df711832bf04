import type { FastifyInstance } from 'fastify'
import { beforeAll, describe, expect, it } from 'vitest'
import { publicCacheControl } from '../../src/http/caching/cache-control.ts'
import { smallServer } from './small-server.ts'

const PUBLIC = 'public, max-age=0, s-maxage=60, stale-while-revalidate=30, stale-if-error=86400'
const PRIVATE = 'private, no-store'

let server: FastifyInstance

beforeAll(async () => {
  server = await smallServer()
})

function get(query = '{ hello }', headers: Record<string, string> = {}, to = server) {
  return to.inject({ url: '/graphql', query: { query }, headers })
}

describe('an answer with published content, by GET', () => {
  it('may be cached by everybody, as the variables say', async () => {
    const others = await smallServer({ variables: { CACHE_MAX_AGE: '5', CACHE_S_MAXAGE: '600' } })

    expect((await get()).headers['cache-control']).toBe(PUBLIC)
    expect((await get('{ hello }', {}, others)).headers['cache-control']).toBe(
      'public, max-age=5, s-maxage=600, stale-while-revalidate=30, stale-if-error=86400',
    )
  })

  it('is never old where CACHE_S_MAXAGE is 0', async () => {
    const exact = await smallServer({ variables: { CACHE_S_MAXAGE: '0' } })

    const { headers } = await get('{ hello }', {}, exact)

    expect(headers['cache-control']).toBe('public, max-age=0, s-maxage=0')
    expect(headers.etag).toBeDefined()
  })

  it('names the headers that it depends on, and the origin where that decides', async () => {
    const named = await smallServer({ variables: { CORS_ORIGINS: 'https://daily.example' } })

    expect((await get()).headers.vary).toBe('accept, accept-encoding, authorization, graphql-cost')
    expect((await get('{ hello }', { origin: 'https://daily.example' }, named)).headers.vary).toBe(
      'Origin, accept, accept-encoding, authorization, graphql-cost',
    )
  })

  it('has nothing of one client', async () => {
    const limiting = await smallServer({ variables: { RATE_LIMITS: 'true' } })

    const shared = await get('{ hello }', {}, limiting)
    const own = await limiting.inject({ method: 'POST', url: '/graphql', payload: { query: '{ hello }' } })

    expect(Object.keys(shared.headers).filter((name) => name.startsWith('ratelimit'))).toEqual([])
    expect(Object.keys(own.headers).filter((name) => name.startsWith('ratelimit'))).toHaveLength(2)
  })

  it('has the same headers when it is asked for by HEAD, and no body', async () => {
    const { headers: wanted } = await get()

    const { statusCode, headers, body } = await server.inject({
      method: 'HEAD',
      url: '/graphql',
      query: { query: '{ hello }' },
    })

    expect([statusCode, body]).toEqual([200, ''])
    for (const name of ['etag', 'cache-control', 'content-type', 'content-length', 'vary'])
      expect(headers[name]).toBe(wanted[name])
  })
})

describe('a client that has the answer', () => {
  it.each([
    ['the tag', (etag: string) => etag],
    ['the tag as a strong one', (etag: string) => etag.replace('W/', '')],
    ['several tags', (etag: string) => `"a,b", W/"other", ${etag}`],
    ['a star', () => '*'],
  ])('and sends %s is told so, with the headers of the answer', async (_what, written) => {
    const { headers: first } = await get()

    const { statusCode, headers, body } = await get('{ hello }', { 'if-none-match': written(String(first.etag)) })

    expect([statusCode, body]).toEqual([304, ''])
    for (const name of ['etag', 'cache-control', 'vary']) expect(headers[name]).toBe(first[name])
    expect(headers).not.toHaveProperty('content-type')
  })

  it.each([
    ['another tag', (etag: string) => etag.replace('W/"', 'W/"x')],
    ['a tag without its quotes', (etag: string) => etag.replaceAll('"', '')],
    ['a tag within another', (etag: string) => `"W/${etag.replaceAll('"', '')}"`],
    ['nothing', () => ''],
  ])('but sends %s gets the answer', async (_what, written) => {
    const { headers } = await get()

    const again = await get('{ hello }', { 'if-none-match': written(String(headers.etag)) })

    expect(again.statusCode).toBe(200)
    expect(again.json()).toEqual({ data: { hello: 'world' } })
  })

  it('of another media type or other content gets its own', async () => {
    const json = await get('{ hello }', { accept: 'application/json' })
    const modern = await get('{ hello }', { accept: 'application/graphql-response+json' })
    const other = await get('{ hi: hello }', { accept: 'application/json' })

    expect(new Set([json, modern, other].map(({ headers }) => headers.etag)).size).toBe(3)
  })
})

describe('an answer that is not for everybody', () => {
  it.each([
    ['with a field that failed', '{ hello broken }', {}, 200],
    ['to a document that is not valid', '{ nothing }', { accept: 'application/json' }, 200],
    ['to a document that is not valid', '{ nothing }', {}, 400],
    ['to a mutation', 'mutation { touch }', {}, 405],
    ['with its cost', '{ hello }', { 'graphql-cost': 'report' }, 200],
    ['to a request with a token', '{ hello }', { authorization: 'Bearer a' }, 200],
  ])('(%s: %s) is stored by nobody, and has no validator', async (_what, query, headers, status) => {
    const response = await get(query, headers)
    const conditional = await get(query, { ...headers, 'if-none-match': '*' })

    for (const answer of [response, conditional]) {
      expect(answer.statusCode).toBe(status)
      expect(answer.headers['cache-control']).toBe(PRIVATE)
      expect(answer.headers).not.toHaveProperty('etag')
    }
  })

  it('(by POST) is stored by nobody', async () => {
    const response = await server.inject({
      method: 'POST',
      url: '/graphql',
      headers: { 'if-none-match': '*' },
      payload: { query: '{ hello }' },
    })

    expect(response.statusCode).toBe(200)
    expect(response.headers['cache-control']).toBe(PRIVATE)
  })

  it.each(['/nowhere', '/healthz', '/readyz', '/%zz', '/media/none.jpg'])('(%s) is stored by nobody', async (url) => {
    expect((await server.inject(url)).headers['cache-control']).toBe(PRIVATE)
  })

  it('(because it was read for one person, or its viewer is known) is stored by nobody', async () => {
    const contexts = [
      { viewer: null, reader: { statements: 0, isPrivate: true } },
      { viewer: { id: 'one' }, reader: { statements: 0, isPrivate: false } },
    ]

    for (const context of contexts) {
      const personal = await smallServer({ makeContext: () => context })

      expect((await get('{ hello }', {}, personal)).headers['cache-control']).toBe(PRIVATE)
    }
  })
})

describe('the times of a cache', () => {
  const times = { maxAge: 10, sharedMaxAge: 100 }

  it.each([
    [1000 * 1000, 'public, max-age=10, s-maxage=100, stale-while-revalidate=30, stale-if-error=900'],
    [110 * 1000, 'public, max-age=10, s-maxage=100, stale-while-revalidate=10, stale-if-error=10'],
    [50 * 1000 + 999, 'public, max-age=10, s-maxage=50, stale-while-revalidate=0, stale-if-error=0'],
    [3 * 1000, 'public, max-age=3, s-maxage=3, stale-while-revalidate=0, stale-if-error=0'],
    [-1, 'public, max-age=0, s-maxage=0, stale-while-revalidate=0, stale-if-error=0'],
  ])('end with the answer, %i ms from now: %s', (left, header) => {
    expect(publicCacheControl(times, left)).toBe(header)
  })
})

describe('a question mark in a query', () => {
  it('that is not encoded does not end it', async () => {
    const response = await server.inject(`/graphql?query={required(id:"why?")}`)

    expect(response.json()).toEqual({ data: { required: 'why?' } })
  })
})
