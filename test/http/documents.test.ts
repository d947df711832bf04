import { createHash } from 'node:crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import { unauthenticated } from '../../src/errors/errors.ts'
import { smallServer } from './small-server.ts'

type Server = Awaited<ReturnType<typeof smallServer>>
type Query = Record<string, string>

const hashOf = (text: string) => createHash('sha256').update(text).digest('hex')

const KNOWN = 'query Known($name: ID! = "why?") { hello required(id: $name) }'
const MUTATION = 'mutation Touch { touch }'
const INVALID = 'query Old { nothing }'
const FREE = 'query Free { hello }'
const UNKNOWN = `sha256:${hashOf(FREE)}`
const MODERN = { accept: 'application/graphql-response+json' }

const STORE = new Map([KNOWN, MUTATION, INVALID].map((text) => [hashOf(text), text]))

const idOf = (text: string) => `sha256:${hashOf(text)}`
const automatic = (text: string) => ({ persistedQuery: { version: 1, sha256Hash: hashOf(text) } })

let log: unknown[]

beforeEach(() => {
  log = []
})

function serverWith(variables: Record<string, string> = {}): Promise<Server> {
  return smallServer({
    log,
    variables,
    documents: { find: async (hash) => STORE.get(hash) ?? null, remembers: (hash) => STORE.has(hash) },
    makeContext: ({ headers }) => {
      if (headers.authorization === 'Bearer bad') throw unauthenticated('This token has expired.')
      const viewer = headers.authorization === undefined ? null : { id: 'one' }
      return { viewer, reader: { statements: 0, isPrivate: viewer !== null } }
    },
  })
}

const get = (server: Server, query: Query, headers: Record<string, string> = {}) =>
  server.inject({ url: '/graphql', query, headers })

const post = (server: Server, payload: object, headers: Record<string, string> = {}) =>
  server.inject({ method: 'POST', url: '/graphql', payload, headers })

describe('a known document', () => {
  it.each(['any', 'known', 'required'])(
    'runs by its id or Apollo’s hash, by GET and POST (DOCUMENTS=%s)',
    async (policy) => {
      const server = await serverWith({ DOCUMENTS: policy })
      const variables = { name: 'you & me' }
      const extensions = automatic(KNOWN)

      const answers = [
        await get(server, { documentId: idOf(KNOWN), variables: JSON.stringify(variables) }),
        await get(server, {
          extensions: JSON.stringify(extensions),
          variables: JSON.stringify(variables),
          operationName: 'Known',
        }),
        await get(server, { documentId: idOf(KNOWN), query: KNOWN, variables: JSON.stringify(variables) }),
        await get(server, { query: KNOWN, variables: JSON.stringify(variables) }),
        await post(server, { documentId: idOf(KNOWN), variables }),
        await post(server, { documentId: idOf(KNOWN), query: null, operationName: '', variables, extensions: null }),
        await post(server, { extensions: { ...extensions, other: 1 }, variables }),
        await post(server, { query: KNOWN, extensions, variables }),
        await post(server, { query: KNOWN, variables }),
      ]

      for (const answer of answers) {
        expect(answer.statusCode).toBe(200)
        expect(answer.json()).toEqual({ data: { hello: 'world', required: 'you & me' } })
      }
      expect(answers[0]?.headers['cache-control']).toMatch(/^public/)
      expect(answers[0]?.headers.etag).toBe(answers[3]?.headers.etag)
    },
  )

  it('is answered by HEAD, and with 304', async () => {
    const server = await serverWith()
    const query = { documentId: idOf(KNOWN) }
    const { headers } = await get(server, query)

    const head = await server.inject({ method: 'HEAD', url: '/graphql', query })
    const again = await get(server, query, { 'if-none-match': String(headers.etag) })

    expect([head.statusCode, head.headers.etag]).toEqual([200, headers.etag])
    expect(again.statusCode).toBe(304)
  })

  it('that is a mutation runs by POST only', async () => {
    const server = await serverWith({ DOCUMENTS: 'required' })

    expect((await get(server, { documentId: idOf(MUTATION) })).statusCode).toBe(405)
    expect((await post(server, { documentId: idOf(MUTATION) })).json()).toEqual({ data: { touch: null } })
  })

  it('that the schema has outgrown is not valid', async () => {
    const response = await get(await serverWith(), { documentId: idOf(INVALID) }, MODERN)

    expect(response.statusCode).toBe(400)
    expect(response.json().errors[0].extensions.code).toBe('GRAPHQL_VALIDATION_FAILED')
  })

  it('is within the limits', async () => {
    const response = await get(await serverWith({ MAX_ROOT_FIELDS: '1' }), { documentId: idOf(KNOWN) })

    expect(response.json().errors[0].extensions.code).toBe('TOO_MANY_ROOT_FIELDS')
  })

  it('is parsed and validated once, and costs as one that came before', async () => {
    const server = await serverWith({ RATE_LIMITS: 'true', RATE_LIMIT_BURST: '1000', RATE_LIMIT_COST_PER_SECOND: '1' })
    const left = async (payload: object) =>
      Number(/r=(\d+)/.exec(String((await post(server, payload)).headers.ratelimit))?.[1])

    const first = await left({ documentId: idOf(KNOWN) })
    const second = await left({ documentId: idOf(KNOWN) })
    const free = await left({ query: FREE })

    expect(first - second).toBeLessThan(100)
    expect(1000 - first).toBeLessThan(100)
    expect(second - free).toBeGreaterThanOrEqual(100)
  })
})

describe('an id that is not known', () => {
  it.each(['any', 'known', 'required'])('is DOCUMENT_NOT_FOUND (DOCUMENTS=%s)', async (policy) => {
    const server = await serverWith({ DOCUMENTS: policy })

    const modern = await get(server, { documentId: UNKNOWN }, MODERN)
    const unsaid = await post(server, { documentId: UNKNOWN })
    const legacy = await get(server, { documentId: UNKNOWN }, { accept: 'application/json' })

    expect([modern.statusCode, unsaid.statusCode, legacy.statusCode]).toEqual([404, 404, 200])
    expect(modern.headers['content-type']).toBe('application/graphql-response+json; charset=utf-8')
    expect(legacy.headers['content-type']).toBe('application/json; charset=utf-8')
    for (const { headers, body } of [modern, unsaid, legacy]) {
      expect(JSON.parse(body)).toEqual({
        errors: [{ message: expect.stringContaining('npm run documents'), extensions: { code: 'DOCUMENT_NOT_FOUND' } }],
      })
      expect(headers['cache-control']).toBe('private, no-store')
    }
    expect(log).toContainEqual(expect.objectContaining({ msg: 'request', errorCodes: ['DOCUMENT_NOT_FOUND'] }))
  })

  it('registers nothing, also when its text comes with it', async () => {
    const server = await serverWith()

    const told = await post(server, { extensions: automatic(FREE) })
    const withText = await post(server, { query: FREE, extensions: automatic(FREE) })
    const again = await post(server, { extensions: automatic(FREE) })

    for (const answer of [told, again]) {
      expect(answer.statusCode).toBe(200)
      expect(answer.json()).toEqual({
        errors: [{ message: 'PersistedQueryNotFound', extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' } }],
      })
      expect(answer.headers['cache-control']).toBe('private, no-store')
    }
    expect(withText.json()).toEqual({ data: { hello: 'world' } })
  })
})

describe('a request that names a document wrongly', () => {
  const HASH = hashOf(KNOWN)

  it.each([
    [{ documentId: HASH }],
    [{ documentId: `sha256:${HASH.toUpperCase()}` }],
    [{ documentId: `sha256:${HASH}0` }],
    [{ documentId: `md5:${HASH}` }],
    [{ documentId: 5 }],
    [{ documentId: [idOf(KNOWN)] }],
    [{ documentId: '' }],
    [{ documentId: idOf(KNOWN), query: FREE }],
    [{ documentId: idOf(KNOWN), extensions: automatic(FREE) }],
    [{ query: FREE, extensions: automatic(KNOWN) }],
    [{ extensions: { persistedQuery: { version: 2, sha256Hash: HASH } } }],
    [{ extensions: { persistedQuery: { version: 1 } } }],
    [{ extensions: { persistedQuery: HASH } }],
  ])('is malformed: %j', async (payload) => {
    const response = await post(await serverWith(), payload)

    expect(response.statusCode).toBe(400)
    expect(response.json().errors).toEqual([{ message: expect.any(String), extensions: { code: 'BAD_REQUEST' } }])
  })

  it('is malformed with two ids in an address', async () => {
    const id = idOf(KNOWN)

    expect((await (await serverWith()).inject(`/graphql?documentId=${id}&documentId=${id}`)).statusCode).toBe(400)
  })
})

describe('DOCUMENTS=required', () => {
  it('refuses readers every document that is not known, introspection too', async () => {
    const server = await serverWith({ DOCUMENTS: 'required' })

    const answers = [
      await get(server, { query: FREE }),
      await post(server, { query: '{ __schema { queryType { name } } }' }),
      await post(server, { query: FREE, extensions: automatic(FREE) }),
      // Apollo Client would send the text next, in vain.
      await post(server, { extensions: automatic(FREE) }),
      await post(server, { query: '{' }),
    ]

    for (const { statusCode, body } of answers) {
      expect(statusCode).toBe(404)
      expect(JSON.parse(body).errors[0].extensions).toEqual({ code: 'DOCUMENT_NOT_FOUND' })
    }
  })

  it('lets signed-in viewers run any, and says that a token is not good', async () => {
    const server = await serverWith({ DOCUMENTS: 'required' })

    expect((await post(server, { query: FREE }, { authorization: 'Bearer good' })).json()).toEqual({
      data: { hello: 'world' },
    })
    expect(
      (await post(server, { extensions: automatic(FREE) }, { authorization: 'Bearer good' })).json(),
    ).toMatchObject({
      errors: [{ extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' } }],
    })
    expect((await post(server, { query: FREE }, { authorization: 'Bearer bad' })).statusCode).toBe(401)
  })
})

describe('DOCUMENTS=known', () => {
  it('runs every document, and logs those of readers that are not known', async () => {
    const server = await serverWith({ DOCUMENTS: 'known' })

    await post(server, { query: KNOWN })
    await post(server, { query: FREE }, { authorization: 'Bearer good' })
    const before = log.length
    const response = await post(server, { query: FREE })

    const isReport = expect.objectContaining({ msg: 'a document that is not known', document: hashOf(FREE) })
    expect(response.json()).toEqual({ data: { hello: 'world' } })
    expect(log.slice(0, before)).not.toContainEqual(isReport)
    expect(log.slice(before)).toContainEqual(isReport)
  })
})
