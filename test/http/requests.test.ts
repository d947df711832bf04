import { describe, expect, it } from 'vitest'
import { unauthenticated } from '../../src/errors/errors.ts'
import { smallServer } from './small-server.ts'

describe('the log', () => {
  it('has one line a request: operation, milliseconds, statements, status, request id', async () => {
    const log: unknown[] = []
    const server = await smallServer({ log })

    const response = await server.inject({
      method: 'POST',
      url: '/graphql',
      payload: { query: 'query Greeting { hello }' },
    })

    expect(log).toEqual([
      expect.objectContaining({
        msg: 'request',
        operation: 'Greeting',
        statements: 2,
        status: 200,
        ms: expect.any(Number),
        requestId: response.headers['x-request-id'],
      }),
    ])
  })

  it('has no lines for health probes', async () => {
    const log: unknown[] = []
    const server = await smallServer({ log })

    await server.inject('/healthz')

    expect(log).toEqual([])
  })
})

describe('the request id', () => {
  it.each([
    ['request-4711', true],
    ['f81d4fae-7dec-11d0-a765-00a0c91e6bf6', true],
    ['short', false],
    ['with spaces in it', false],
    [`long${'g'.repeat(100)}`, false],
    ['<script>alert(1)</script>', false],
  ])('given as %j is taken over: %s', async (given, kept) => {
    const server = await smallServer()

    const { headers } = await server.inject({ url: '/healthz', headers: { 'x-request-id': given } })

    expect(headers['x-request-id'] === given).toBe(kept)
    expect(headers['x-request-id']).toMatch(/^[\w.-]{8,64}$/)
  })
})

describe('a GET request', () => {
  it('runs a query without any header, as urql sends it', async () => {
    const server = await smallServer()

    const response = await server.inject({ url: '/graphql', query: { query: '{ hello }' } })

    expect(response.json()).toEqual({ data: { hello: 'world' } })
  })

  const ABSENT: Record<string, string>[] = [
    { operationName: '' },
    { variables: '' },
    { variables: 'null' },
    { extensions: '' },
    { operationName: '', variables: '{}', extensions: 'null' },
  ]

  it.each(ABSENT)('may send what it leaves out as empty or null: %j', async (absent) => {
    const server = await smallServer()

    const response = await server.inject({ url: '/graphql', query: { query: 'query Named { hello }', ...absent } })

    expect(response.json()).toEqual({ data: { hello: 'world' } })
  })

  it('is told that variables are no JSON', async () => {
    const server = await smallServer()

    const response = await server.inject({ url: '/graphql', query: { query: '{ hello }', variables: '{' } })

    expect(response.statusCode).toBe(400)
  })

  it('runs no mutation, so that no link or image on another page can change anything', async () => {
    const server = await smallServer()

    const response = await server.inject({ url: '/graphql', query: { query: 'mutation { touch }' } })

    expect(response.statusCode).toBe(405)
    expect(response.headers.allow).toBe('POST')
  })
})

describe('a POST request', () => {
  it.each([
    { operationName: '' },
    { operationName: null, variables: null, extensions: null },
    { variables: {}, extensions: {} },
  ])('may send what it leaves out as empty or null: %j', async (absent) => {
    const server = await smallServer()

    const response = await server.inject({
      method: 'POST',
      url: '/graphql',
      payload: { query: 'query Named { hello }', ...absent },
    })

    expect(response.json()).toEqual({ data: { hello: 'world' } })
  })
})

describe('the name __proto__', () => {
  it.each([
    'query __proto__ { hello }',
    '{ __proto__: hello }',
    '{ ...__proto__ } fragment __proto__ on Query { hello }',
    'query ($__proto__: Boolean!) { hello @include(if: $__proto__) }',
  ])('is refused when the document is checked: %s', async (query) => {
    const server = await smallServer()

    const response = await server.inject({ method: 'POST', url: '/graphql', payload: { query } })

    expect(response.json()).toMatchObject({ errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }] })
  })

  it('is the only one: others of JavaScript objects work, and two underscores begin the aliases of Relay', async () => {
    const server = await smallServer()

    const response = await server.inject({
      method: 'POST',
      url: '/graphql',
      payload: {
        query: `query toString($valueOf: Boolean!) { constructor: hello __isQuery: __typename ...hasOwnProperty }
          fragment hasOwnProperty on Query { hello @include(if: $valueOf) }`,
        variables: { valueOf: true },
      },
    })

    expect(response.json()).toEqual({ data: { constructor: 'world', __isQuery: 'Query', hello: 'world' } })
  })
})

describe('pages of other origins', () => {
  const preflight = { origin: 'https://front.example', 'access-control-request-method': 'POST' }

  it('may call the API, without credentials', async () => {
    const server = await smallServer()

    const { headers } = await server.inject({ method: 'OPTIONS', url: '/graphql', headers: preflight })

    expect(headers['access-control-allow-origin']).toBe('*')
    expect(headers['access-control-allow-credentials']).toBeUndefined()
  })

  it('may not call the API when CORS_ORIGINS names others', async () => {
    const server = await smallServer({ variables: { CORS_ORIGINS: 'https://daily.example' } })

    const stranger = await server.inject({ method: 'OPTIONS', url: '/graphql', headers: preflight })
    const named = await server.inject({
      method: 'OPTIONS',
      url: '/graphql',
      headers: { ...preflight, origin: 'https://daily.example' },
    })

    expect(stranger.headers['access-control-allow-origin']).not.toBe('https://front.example')
    expect(named.headers['access-control-allow-origin']).toBe('https://daily.example')
  })
})

describe('pages that send a token', () => {
  const preflight = {
    origin: 'https://daily.example',
    'access-control-request-method': 'POST',
    'access-control-request-headers': 'authorization,content-type',
  }

  it.each(['*', 'https://daily.example'])('may when CORS_ORIGINS is %s, but send no cookies', async (origins) => {
    const server = await smallServer({ variables: { CORS_ORIGINS: origins } })

    const { statusCode, headers } = await server.inject({ method: 'OPTIONS', url: '/graphql', headers: preflight })

    expect(statusCode).toBe(204)
    expect(headers['access-control-allow-origin']).toBe(origins)
    expect(headers['access-control-allow-headers']).toBe('authorization,content-type')
    expect(headers['access-control-allow-credentials']).toBeUndefined()
  })

  it('learn why a token is refused', async () => {
    const server = await smallServer({
      makeContext: () => {
        throw unauthenticated()
      },
    })

    const { statusCode, headers } = await server.inject({
      method: 'POST',
      url: '/graphql',
      headers: { origin: 'https://daily.example', authorization: 'Bearer bad' },
      payload: { query: '{ hello }' },
    })

    expect(statusCode).toBe(401)
    expect(headers['access-control-allow-origin']).toBe('*')
    expect(headers['access-control-expose-headers']).toContain('www-authenticate')
  })
})

describe('introspection', () => {
  it('is refused when INTROSPECTION is off', async () => {
    const server = await smallServer({ variables: { INTROSPECTION: 'false' } })

    const response = await server.inject({ url: '/graphql', query: { query: '{ __schema { queryType { name } } }' } })

    expect(response.statusCode).toBe(400)
  })
})
