import { GraphQLError } from 'graphql'
import { beforeEach, describe, expect, it } from 'vitest'
import { unauthenticated } from '../../src/errors/errors.ts'
import { smallServer } from './small-server.ts'

type Server = Awaited<ReturnType<typeof smallServer>>

let log: unknown[]
let server: Server

beforeEach(async () => {
  log = []
  server = await smallServer({ log })
})

function ask(query: string, { to = server, headers = {}, variables = {} } = {}) {
  return to.inject({ method: 'POST', url: '/graphql', headers, payload: { query, variables } })
}

describe('an error', () => {
  it('that a resolver throws on purpose keeps its message, code and details', async () => {
    const response = await ask('{ refused }')

    expect(response.statusCode).toBe(200)
    expect(response.json().errors).toEqual([
      {
        message: 'Not like this.',
        path: ['refused'],
        locations: [{ line: 1, column: 3 }],
        extensions: { code: 'BAD_USER_INPUT', argument: 'first', allowed: '1 to 100' },
      },
    ])
  })

  it('that nobody expected is masked, and logged under the request id that the client gets', async () => {
    const response = await ask('query Sad { hello broken }', { headers: { 'x-request-id': 'request-4711' } })

    expect(response.json()).toMatchObject({
      data: { hello: 'world', broken: null },
      errors: [{ path: ['broken'], extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: 'request-4711' } }],
    })
    expect(response.body).not.toMatch(/secret|SELECT|\/srv/)
    expect(log).toContainEqual(
      expect.objectContaining({
        msg: 'internal error',
        requestId: 'request-4711',
        operation: 'Sad',
        err: expect.objectContaining({ message: expect.stringContaining('secret_table') }),
      }),
    )
  })

  it('that nobody expected is masked where a non-null field has no value', async () => {
    const response = await ask('{ brokenList { name } }')

    expect(response.json().errors[0].extensions.code).toBe('INTERNAL_SERVER_ERROR')
    expect(response.body).not.toContain('brokenList {')
  })

  it('in an argument that only execution finds is reported as BAD_USER_INPUT', async () => {
    const response = await ask('query ($id: ID) { required(id: $id) }', { variables: { id: null } })

    expect(response.json().errors[0]).toMatchObject({
      message: expect.stringContaining('Argument "id"'),
      extensions: { code: 'BAD_USER_INPUT' },
    })
  })

  it('of an executor plugged in through responseForOperation is masked too', async () => {
    const leaky = await smallServer({
      plugins: [
        {
          requestDidStart: async () => ({
            responseForOperation: async ({ response }) => ({
              http: response.http,
              body: { kind: 'single', singleResult: { errors: [new GraphQLError('secret')], data: null } },
            }),
          }),
        },
      ],
    })

    const response = await ask('{ hello }', { to: leaky })

    expect(response.body).not.toContain('secret')
    expect(response.json().errors[0].extensions).toMatchObject({
      code: 'INTERNAL_SERVER_ERROR',
      requestId: expect.any(String),
    })
  })

  it('while the request’s context is made is masked, or has its own status', async () => {
    const broken = await smallServer({
      makeContext: () => {
        throw new Error('secret')
      },
    })
    const closed = await smallServer({
      makeContext: () => {
        throw unauthenticated('This token has expired.')
      },
    })

    const [masked, refused] = [await ask('{ hello }', { to: broken }), await ask('{ hello }', { to: closed })]

    expect(masked.statusCode).toBe(500)
    expect(masked.body).not.toContain('secret')
    expect(masked.json().errors[0].extensions.requestId).toBe(masked.headers['x-request-id'])
    expect(refused.statusCode).toBe(401)
    expect(refused.json().errors[0]).toMatchObject({
      message: 'This token has expired.',
      extensions: { code: 'UNAUTHENTICATED' },
    })
  })
})

describe('a faulty document', () => {
  it.each([
    ['{', 'GRAPHQL_PARSE_FAILED'],
    ['{ nothing }', 'GRAPHQL_VALIDATION_FAILED'],
    ['query ($id: ID!) { required(id: $id) }', 'BAD_USER_INPUT'],
  ])('%s is 400 with its code, or 200 for those who ask for application/json alone', async (query, code) => {
    const modern = await ask(query, { headers: { accept: 'application/graphql-response+json' } })
    const unsaid = await ask(query)
    const legacy = await ask(query, { headers: { accept: 'application/json' } })

    expect([modern.statusCode, unsaid.statusCode, legacy.statusCode]).toEqual([400, 400, 200])
    expect(modern.json().errors[0].extensions.code).toBe(code)
  })
})

describe('a malformed request', () => {
  it.each([
    ['no JSON', { 'content-type': 'application/json' }, '{ "query"', 400],
    ['an empty body', { 'content-type': 'application/json' }, '', 400],
    ['no query', { 'content-type': 'application/json' }, '{}', 400],
    ['a batch', { 'content-type': 'application/json' }, '[{"query":"{ hello }"}]', 400],
    ['a poisoned object', { 'content-type': 'application/json' }, '{"query":"{ hello }","__proto__":{}}', 400],
    ['plain text', { 'content-type': 'text/plain' }, '{"query":"{ hello }"}', 415],
    ['a form', { 'content-type': 'application/x-www-form-urlencoded' }, 'query={hello}', 415],
    ['no content type', {}, '{"query":"{ hello }"}', 415],
  ])('with %s is refused, whatever the Accept header says', async (_what, headers, payload, status) => {
    const response = await server.inject({
      method: 'POST',
      url: '/graphql',
      headers: { ...headers, accept: 'application/json' },
      payload,
    })

    expect(response.statusCode).toBe(status)
    expect(response.json().errors[0].extensions.code).toBe('BAD_REQUEST')
  })
})

describe('a request that no client sends', () => {
  it.each([
    ['a host that is none', { url: '/graphql?query={hello}', headers: { host: 'a b<>' } }],
    ['a broken escape in its address', { url: '/%zz' }],
  ])('%s is answered with status 400', async (_what, request) => {
    const response = await server.inject(request)

    expect(response.statusCode).toBe(400)
    expect(response.json().errors[0].extensions.code).toBe('BAD_REQUEST')
    const { headers } = await server.inject('/healthz')
    expect(Object.keys(response.headers)).toEqual(
      expect.arrayContaining(Object.keys(headers).filter((name) => /^(x-|referrer|cross)/.test(name))),
    )
    expect(log).toContainEqual(
      expect.objectContaining({ msg: 'request', requestId: response.headers['x-request-id'], status: 400 }),
    )
    expect(log).not.toContainEqual(expect.objectContaining({ level: 50 }))
  })
})

describe('an unknown address', () => {
  it('is answered with status 404 and a GraphQL error', async () => {
    const response = await server.inject('/nowhere')

    expect(response.statusCode).toBe(404)
    expect(response.json().errors[0].extensions.code).toBe('NOT_FOUND')
  })
})

describe('an operation name that the document does not have', () => {
  it.each(['Another', '__proto__', 'constructor'])('%s is refused', async (operationName) => {
    const payload = { query: 'query Front { hello }', operationName }

    const response = await server.inject({ method: 'POST', url: '/graphql', payload })

    expect(response.statusCode).toBe(400)
    expect(response.json().errors).toMatchObject([{ extensions: { code: 'OPERATION_RESOLUTION_FAILURE' } }])
  })
})

describe('an OPTIONS request that is no preflight', () => {
  it('is answered without a body', async () => {
    const response = await server.inject({ method: 'OPTIONS', url: '/graphql' })

    expect([response.statusCode, response.body]).toEqual([204, ''])
  })
})
