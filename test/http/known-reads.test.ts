import { ApolloServer } from '@apollo/server'
import type { InjectOptions } from 'fastify'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { testApi } from '../helpers/api.ts'
import { testDatabase } from '../helpers/database.ts'

// Queries whose documents are stored are answered without Apollo Server. Nobody may see a difference.

const database = await testDatabase({ seeded: true })
const api = await testApi(database, {
  variables: {
    MAX_COST_READERS: '5000',
    RATE_LIMITS: 'true',
    RATE_LIMIT_BURST: '1000000',
    RATE_LIMIT_COST_PER_SECOND: '1',
  },
})
const limited = await testApi(database, {
  variables: { RATE_LIMITS: 'true', RATE_LIMIT_BURST: '700', RATE_LIMIT_COST_PER_SECOND: '1' },
})
const lines: string[] = []
const logged = await testApi(database, {
  variables: { LOG_LEVEL: 'info', LOG_FORMAT: 'json' },
  logTo: { write: (line) => void lines.push(line) },
})
const { token } = await api.as('EDITOR').user()

const byApollo = vi.spyOn(ApolloServer.prototype, 'executeHTTPGraphQLRequest')

beforeEach(() => {
  byApollo.mockClear()
})

type Request = Readonly<Record<string, unknown>> & { readonly query: string }

interface Sent {
  readonly method?: 'GET' | 'HEAD' | 'POST'
  readonly headers?: Readonly<Record<string, string>>
}

const ARTICLES =
  'query Some($n: Int!, $after: String) { articles(first: $n, after: $after) { nodes { id url byline } } }'
const TWO = 'query One { topics(first: 1) { totalCount } } query Two { authors(first: 1) { totalCount } }'
const STATUS = 'query Status($n: Int!) { articles(first: $n) { nodes { headline status } } }'
const DEAR = 'query Dear($n: Int!) { articles(first: $n) { nodes { relatedArticles(first: 2) { nodes { id } } } } }'
const HEADLINES = '{ articles(first: 2) { nodes { headline topics { topic { name } } } pageInfo { endCursor } } }'

let documents = 0

/** A document that no server has seen. */
function fresh(query: string): string {
  documents += 1
  return `${query} # ${documents}`
}

async function send(request: Request, { method = 'POST', headers = {} }: Sent, to = api) {
  const asked: InjectOptions =
    method === 'POST'
      ? { method, url: '/graphql', payload: request, headers }
      : { method, url: '/graphql', query: parametersOf(request), headers }
  const { statusCode, headers: given, body } = await to.app.inject(asked)
  const { 'x-request-id': _id, date: _date, ratelimit, 'content-length': length, ...others } = given
  return { statusCode, headers: { ...others, hasRate: ratelimit !== undefined }, length, body }
}

function parametersOf(request: Request): Record<string, string> {
  return Object.fromEntries(
    Object.entries(request).map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]),
  )
}

/** Until the document is stored. */
async function store(good: Request, sent: Sent): Promise<void> {
  for (let time = 0; time < 3; time += 1) await send(good, sent)
}

const EDITOR = { headers: { authorization: `Bearer ${token}` } }
const MODERN = { headers: { accept: 'application/graphql-response+json' } }

describe('A query that was sent before gets the answer that it got at first', () => {
  it.each<[string, Request, Sent]>([
    ['by POST', { query: ARTICLES, variables: { n: 3 } }, {}],
    ['by GET', { query: ARTICLES, variables: { n: 3 }, operationName: 'Some' }, { method: 'GET' }],
    ['by HEAD', { query: ARTICLES, variables: { n: 3 } }, { method: 'HEAD' }],
    ['with the newer media type', { query: ARTICLES, variables: { n: 3 } }, MODERN],
    ['by GET with the newer media type', { query: ARTICLES, variables: { n: 3 } }, { method: 'GET', ...MODERN }],
    ['in brotli', { query: ARTICLES, variables: { n: 20 } }, { headers: { 'accept-encoding': 'br' } }],
    ['with a token', { query: STATUS, variables: { n: 2 } }, EDITOR],
    ['by GET with a token', { query: STATUS, variables: { n: 2 } }, { method: 'GET', ...EDITOR }],
    ['of two operations', { query: TWO, operationName: 'Two' }, {}],
    ['without variables', { query: HEADLINES }, {}],
    ['with fields that code makes', { query: '{ __typename articles(first: 1) { __typename } }' }, {}],
    ['of which nothing is found', { query: '{ article(slug: "no-such-article") { id } }' }, {}],
  ])('%s, now without Apollo Server', async (_what, request, sent) => {
    const asked = { ...request, query: fresh(request.query) }
    const first = await send(asked, sent)
    await store(asked, sent)
    byApollo.mockClear()

    const again = await send(asked, sent)

    expect(byApollo).not.toHaveBeenCalled()
    expect(first.statusCode).toBe(200)
    expect(again).toEqual(first)
  })

  const good = { query: ARTICLES, variables: { n: 3 } }
  it.each<[string, Request, Sent, Request?, Sent?]>([
    ['a variable of another type', { ...good, variables: { n: 'three' } }, {}],
    ['a variable of another type, newer media type', { ...good, variables: { n: 'three' } }, MODERN],
    ['a variable that is not declared', { ...good, variables: { n: 3, m: 1 } }, {}],
    ['no value of a variable', { ...good, variables: {} }, {}],
    ['no variables', { query: ARTICLES }, { method: 'GET' }],
    ['null for a variable', { ...good, variables: { n: null } }, {}],
    ['variables that are no object', { ...good, variables: [3] }, {}],
    ['variables that are no JSON', { ...good, variables: '{' }, { method: 'GET' }],
    ['a page that is too long', { ...good, variables: { n: 101 } }, {}],
    ['a cursor that is none', { ...good, variables: { n: 3, after: 'x' } }, {}],
    [
      'an operation that is too expensive',
      { query: DEAR, variables: { n: 100 } },
      {},
      { query: DEAR, variables: { n: 1 } },
    ],
    ['an operation that does not exist', { ...good, operationName: 'Other' }, {}],
    ['an operation that is not named', { query: TWO }, {}, { query: TWO, operationName: 'One' }],
    ['a field that is not for readers', { query: STATUS, variables: { n: 2 } }, {}],
    ['introspection', { query: '{ __schema { queryType { name } } }' }, {}],
    ['extensions', { ...good, extensions: { other: 1 } }, {}],
    ['its cost asked for', good, { headers: { 'graphql-cost': 'report' } }],
    ['a media type that there is not', good, { headers: { accept: 'text/plain' } }],
    ['a content type that a GET may not have', good, { method: 'GET', headers: { 'content-type': 'text/plain' } }],
    ['a bad token', good, { headers: { authorization: 'Bearer none' } }],
    ['a mutation', { query: 'mutation { lockArticle(input: { id: "x" }) { userErrors { code } } }' }, {}],
  ])('with %s, as Apollo Server reports it', async (_what, request, sent, before = good, beforeSent = {}) => {
    const query = fresh(request.query)
    const first = await send({ ...request, query }, sent)
    await store({ ...before, query }, beforeSent)

    const again = await send({ ...request, query }, sent)

    expect(withoutIds(again)).toEqual(withoutIds(first))
  })

  it('and is not charged twice if Apollo Server has to report a fault', async () => {
    const query = fresh(ARTICLES)
    const [asked, faulty] = [
      { query, variables: { n: 90 } },
      { query, variables: { n: 90, after: 'x' } },
    ]
    await store(asked, {})
    const remaining = async (request: Request) => {
      const { headers } = await api.app.inject({ method: 'POST', url: '/graphql', payload: request })
      return Number(/r=(\d+)/.exec(String(headers.ratelimit))?.[1])
    }

    const [before, afterOne, afterFault] = [await remaining(asked), await remaining(asked), await remaining(faulty)]

    const cost = before - afterOne
    expect(cost).toBeGreaterThan(90)
    // Meanwhile the bucket leaks.
    expect(Math.abs(afterOne - afterFault - cost)).toBeLessThan(cost / 2)
  })

  it('and the same line in the log', async () => {
    const asked = { query: fresh(ARTICLES), variables: { n: 3 }, operationName: 'Some' }
    for (let time = 0; time < 4; time += 1) await send(asked, {}, logged)

    const [first, ...others] = lines
      .map((line) => JSON.parse(line))
      .filter(({ operation }) => operation === 'Some')
      .map(({ requestId: _id, time: _time, ms: _ms, ...line }) => line)

    expect(first).toMatchObject({ status: 200, statements: 1, cache: 'bypass' })
    expect(others).toEqual([first, first, first])
  })

  it('until its client has asked for too much', async () => {
    const asked = { query: fresh(ARTICLES), variables: { n: 20 } }
    const answers = []
    for (let time = 0; time < 60; time += 1) answers.push(await send(asked, {}, limited))

    const refused = answers.find(({ statusCode }) => statusCode === 429)

    expect(answers[3]?.statusCode).toBe(200)
    expect(refused?.headers['retry-after']).toMatch(/^\d+$/)
    expect(JSON.parse(refused?.body ?? '').errors[0].extensions.code).toBe('RATE_LIMITED')
  })
})

function withoutIds<Answer extends { body: string }>(answer: Answer): Answer {
  return { ...answer, body: answer.body.replace(/[0-9a-f-]{36}/g, 'ID') }
}
