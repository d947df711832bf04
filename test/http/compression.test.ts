import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import type { FastifyInstance } from 'fastify'
import { beforeAll, describe, expect, it } from 'vitest'
import { smallServer } from './small-server.ts'

const LONG = 'x'.repeat(3000)
const QUERY = `{ required(id: "${LONG}") }`

let server: FastifyInstance

beforeAll(async () => {
  server = await smallServer()
})

const DECOMPRESS = { br: brotliDecompressSync, gzip: gunzipSync }

describe('a long answer', () => {
  it.each([
    ['br', 'br'],
    ['gzip', 'gzip'],
    ['gzip, deflate, br, zstd', 'br'],
    ['br;q=0, gzip', 'gzip'],
  ] as const)('to a client that accepts %s comes as %s, by GET and POST', async (accepted, encoding) => {
    const headers = { 'accept-encoding': accepted }

    const answers = [
      await server.inject({ url: '/graphql', query: { query: QUERY }, headers }),
      await server.inject({ method: 'POST', url: '/graphql', payload: { query: QUERY }, headers }),
    ]

    for (const { headers: got, rawPayload } of answers) {
      expect(got['content-encoding']).toBe(encoding)
      expect(got.vary).toContain('accept-encoding')
      expect(Number(got['content-length'] ?? rawPayload.length)).toBe(rawPayload.length)
      expect(rawPayload.length).toBeLessThan(300)
      expect(JSON.parse(DECOMPRESS[encoding](rawPayload).toString())).toEqual({ data: { required: LONG } })
    }
  })

  it.each(['identity', 'deflate', '', undefined])('to a client that accepts %j comes as it is', async (accepted) => {
    const response = await server.inject({
      url: '/graphql',
      query: { query: QUERY },
      headers: accepted === undefined ? {} : { 'accept-encoding': accepted },
    })

    expect(response.headers).not.toHaveProperty('content-encoding')
    expect(response.json()).toEqual({ data: { required: LONG } })
  })

  it('has one weak validator in all encodings', async () => {
    const answers = await Promise.all(
      ['br', 'gzip', 'identity'].map((accepted) =>
        server.inject({ url: '/graphql', query: { query: QUERY }, headers: { 'accept-encoding': accepted } }),
      ),
    )
    const tags = new Set(answers.map(({ headers }) => headers.etag))

    const again = await server.inject({
      url: '/graphql',
      query: { query: QUERY },
      headers: { 'accept-encoding': 'br', 'if-none-match': String([...tags][0]) },
    })

    expect([...tags]).toEqual([expect.stringMatching(/^W\/"/)])
    expect([again.statusCode, again.body]).toEqual([304, ''])
    expect(again.headers).not.toHaveProperty('content-encoding')
  })

  it('has no body when it is asked for by HEAD', async () => {
    const request = { url: '/graphql', query: { query: QUERY }, headers: { 'accept-encoding': 'br' } }

    const head = await server.inject({ ...request, method: 'HEAD' })

    expect([head.statusCode, head.body]).toEqual([200, ''])
    expect(head.headers.etag).toBe((await server.inject(request)).headers.etag)
  })
})

describe('what is not compressed', () => {
  const headers = { 'accept-encoding': 'br, gzip' }

  it('is a short answer', async () => {
    const response = await server.inject({ url: '/graphql', query: { query: '{ hello }' }, headers })

    expect(response.headers).not.toHaveProperty('content-encoding')
  })

  it('is the answer to a mutation, which may show a secret beside what was sent', async () => {
    const fields = Array.from({ length: 15 }, (_, index) => `${'a'.repeat(100)}${index}: touch`)

    const response = await server.inject({
      method: 'POST',
      url: '/graphql',
      payload: { query: `mutation { ${fields.join(' ')} }` },
      headers,
    })

    expect(response.body.length).toBeGreaterThan(1500)
    expect(response.headers).not.toHaveProperty('content-encoding')
  })

  it('is a request: few bytes could become many', async () => {
    const response = await server.inject({
      method: 'POST',
      url: '/graphql',
      headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' },
      payload: Buffer.from('1f8b08', 'hex'),
    })

    expect(response.statusCode).toBe(400)
  })
})

describe('texts that never change', () => {
  it.each(['/', '/explorer', '/schema.graphql'])('(%s) come compressed, with a validator', async (url) => {
    const [plain, br, gzip] = await Promise.all(
      ['identity', 'br', 'gzip'].map((accepted) => server.inject({ url, headers: { 'accept-encoding': accepted } })),
    )
    const head = await server.inject({ method: 'HEAD', url, headers: { 'accept-encoding': 'br' } })
    const again = await server.inject({ url, headers: { 'if-none-match': String(br?.headers.etag) } })

    if (!plain || !br || !gzip) throw new Error('an answer is missing')
    expect(brotliDecompressSync(br.rawPayload).toString()).toBe(plain.body)
    expect(gunzipSync(gzip.rawPayload).toString()).toBe(plain.body)
    expect(new Set([plain, br, gzip, head, again].map(({ headers }) => headers.etag)).size).toBe(1)
    expect(head.headers['content-length']).toBe(br.headers['content-length'])
    expect([again.statusCode, again.body]).toEqual([304, ''])
    for (const { headers } of [plain, br, gzip, again]) {
      expect(headers['cache-control']).toBe('public, max-age=0, must-revalidate')
      expect(headers.vary).toContain('accept-encoding')
    }
  })
})
