import { Agent, request } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import * as stable from '@opentelemetry/semantic-conventions'
import * as all from '@opentelemetry/semantic-conventions/incubating'
import { describe, expect, it } from 'vitest'
import { atEnd } from '../helpers/at-end.ts'
import { onPostgresql } from '../helpers/database.ts'
import { treeOf, WAIT } from './collector.ts'
import { tracedServer } from './traced-server.ts'

const EDITOR = { authorization: 'Bearer dev-editor' }
const FRONT = 'query Front { articles(first: 2) { nodes { slug } } topics(first: 1) { nodes { name } } }'
const CREATE = `mutation Create($input: CreateTopicInput!) { createTopic(input: $input) { topic { name } userErrors { code } } }`

const server = await tracedServer()

describe('the trace of a request', () => {
  it('of a query is the request, the operation, its root fields and their statements', async () => {
    const { root, tree, spans } = await server.trace(FRONT)

    expect(tree).toEqual(['POST /graphql', ['query', ['Query.articles', 'SELECT'], ['Query.topics', 'SELECT']]])
    expect(root).toMatchObject({ kind: 2, parentSpanId: '', status: { code: 0 } })
    expect(root.attributes).toMatchObject({
      'http.request.method': 'POST',
      'http.route': '/graphql',
      'http.response.status_code': 200,
      'url.path': '/graphql',
      'url.scheme': 'http',
      'copydesk.cache': 'miss',
    })
    expect(root.resource).toMatchObject({ 'service.name': 'copydesk', 'service.instance.id': expect.any(String) })
    expect(spans.find(({ name }) => name === 'query')?.attributes).toEqual({
      'graphql.operation.name': 'Front',
      'graphql.operation.type': 'query',
    })
    const statement = spans.find(({ attributes }) => attributes['db.operation.name'] === 'SELECT')
    expect(statement).toMatchObject({ kind: 3 })
    expect(statement?.attributes).toMatchObject({
      'db.system.name': 'postgresql',
      'db.query.text': expect.stringContaining('from "'),
      'copydesk.pool': onPostgresql ? 'readers' : 'embedded',
    })
    for (const { startTimeUnixNano, endTimeUnixNano } of spans) {
      expect(startTimeUnixNano).toBeGreaterThanOrEqual(root.startTimeUnixNano - MILLISECOND)
      expect(endTimeUnixNano).toBeLessThanOrEqual(root.endTimeUnixNano + MILLISECOND)
    }
  })

  it('of a mutation has its transaction, statement by statement', async () => {
    const { tree, spans, body } = await server.trace(CREATE, {
      headers: EDITOR,
      variables: { input: { name: 'Traced bridges' } },
    })

    expect(body).toContain('Traced bridges')
    // The token's last use is written beside the request, sooner or later.
    expect(JSON.stringify(tree).replace(/,"UPDATE"(?=\]$)/, '')).toMatch(
      /^\["POST \/graphql","SELECT",.*\["mutation",\["Mutation\.createTopic",\["transaction",.*"INSERT".*"COMMIT"\]\],"SELECT".*\]\]$/,
    )
    const insert = spans.find(({ attributes }) => String(attributes['db.query.text']).startsWith('insert into "topic"'))
    expect(insert?.attributes).toMatchObject({
      'db.query.text': expect.stringContaining('values ($1'),
      'copydesk.pool': onPostgresql ? 'desk' : 'embedded',
    })
  })

  it('of an operation with an error has its code at the field and at the operation', async () => {
    const { tree, spans, root } = await server.trace('query Refused { activity(first: 1) { nodes { id } } }')

    expect(tree).toEqual(['POST /graphql', ['query', 'Query.activity']])
    for (const name of ['Query.activity', 'query']) {
      const span = spans.find((each) => each.name === name)
      expect(span).toMatchObject({ status: { code: 2, message: '' } })
      expect(span?.attributes['error.type']).toBe('FORBIDDEN')
    }
    // The server has done what it should.
    expect(root.status.code).toBe(0)
    expect(root.attributes['copydesk.error_codes']).toEqual(['FORBIDDEN'])
  })

  it('of a document that cannot be parsed has an operation without a name', async () => {
    const { tree, spans } = await server.trace('query {')

    expect(tree).toEqual(['POST /graphql', 'GraphQL Operation'])
    expect(spans.find(({ name }) => name === 'GraphQL Operation')?.attributes).toEqual({
      'error.type': 'GRAPHQL_PARSE_FAILED',
    })
  })

  it('of a refusal by the user errors of a mutation has their code', async () => {
    const { spans } = await server.trace(CREATE, { headers: EDITOR, variables: { input: { name: ' ' } } })

    expect(spans.find(({ name }) => name === 'mutation')?.attributes['error.type']).toBe('REQUIRED')
  })

  it('of a cached answer is one span that says so, wherever it is answered', async () => {
    const query = 'query Cached { topics(first: 3) { nodes { slug } } }'
    const method = 'GET'
    await server.trace(query, { method })
    // The second is answered by Fastify, and all further ones before it.
    for (const _time of [2, 3, 4]) {
      const { tree, root, log } = await server.trace(query, { method })

      expect(tree).toBe('GET /graphql')
      expect(log).toMatchObject({ cache: 'hit', trace_flags: '01' })
      expect(root.attributes).toMatchObject({
        'copydesk.cache': 'hit',
        'graphql.operation.name': 'Cached',
        'graphql.operation.type': 'query',
        'http.response.status_code': 200,
      })
    }
  })

  it('of a body that arrives in pieces is whole, on a connection that had another before', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    atEnd(() => agent.destroy())
    for (const traceId of ['6bf92f3577b34da6a3ce929d0e0e4738', '7bf92f3577b34da6a3ce929d0e0e4739']) {
      const traceparent = `00-${traceId}-00f067aa0ba902b7-01`
      await sendInPieces(
        agent,
        { query: `{ topics(first: 7) { nodes { name } } } # ${traceId}` },
        { traceparent, ...EDITOR },
      )
      const find = () => server.collector.spans.find((span) => span.traceId === traceId && span.kind === 2)
      await expect.poll(find).toBeDefined()

      const root = find()
      const spans = server.collector.spans.filter((span) => span.traceId === traceId)
      expect(root && JSON.stringify(treeOf(spans, root))).toMatch(/,\["query",\["Query\.topics","SELECT"\]\]\]$/)
    }
  })

  it('goes on the trace that its client began', async () => {
    const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01'
    const { root, log } = await server.trace(FRONT, { headers: { traceparent } })

    expect(root).toMatchObject({ traceId: '4bf92f3577b34da6a3ce929d0e0e4736', parentSpanId: '00f067aa0ba902b7' })
    expect(log).toMatchObject({ trace_id: root.traceId, span_id: root.spanId, trace_flags: '01' })
  })

  it('is not sent if its client records none', async () => {
    const traceId = '5bf92f3577b34da6a3ce929d0e0e4737'
    const { log } = await server.send(FRONT, { headers: { traceparent: `00-${traceId}-00f067aa0ba902b7-00` } })
    // What is sent comes in the order of its ends.
    await server.trace(FRONT)

    expect(log).toMatchObject({ trace_id: traceId, trace_flags: '00' })
    expect(server.collector.spans.filter((span) => span.traceId === traceId)).toEqual([])
  })

  it('begins anew where the header is none', async () => {
    const { root } = await server.trace(FRONT, { headers: { traceparent: '00-nonsense-01' } })

    expect(root.parentSpanId).toBe('')
  })

  it('has no token, value of a variable, literal, or part of an address', async () => {
    const secret = 'confidential-value'
    await server.trace(`query Find($slug: String) { topic(slug: $slug) { name } article(slug: "${secret}") { id } }`, {
      variables: { slug: secret },
    })
    await server.trace(`{ search(query: "${secret}", first: 1) { nodes { __typename } } }`)
    await server.trace('{ topics(first: 1) { nodes { id } } }', { headers: { authorization: `Bearer ${secret}` } })
    for (const path of [
      `/s/${secret}`,
      `/${secret}?token=${secret}`,
      `/media/r/${secret}/a.jpg`,
      `/follow?token=${secret}`,
    ])
      await fetch(`${server.url}${path}`)
    const { root } = await server.trace(FRONT)

    expect(server.collector.spans.map(({ name }) => name)).toContain('GET /s/:address')
    expect(server.collector.text()).toContain(root.name)
    for (const hidden of [secret, 'dev-editor', 'editor@', 'Traced bridges'])
      expect(server.collector.text()).not.toContain(hidden)
  })

  it('is not made of what machines ask every few seconds', async () => {
    for (const path of ['/healthz', '/readyz']) await fetch(`${server.url}${path}`)
    await server.trace(FRONT)

    const routes = server.collector.spans.map(({ attributes }) => attributes['http.route'])
    expect(routes).not.toContain('/healthz')
    expect(routes).not.toContain('/readyz')
  })

  it('uses the names of the semantic conventions', () => {
    const names = new Set([...Object.values<unknown>(stable), ...Object.values<unknown>(all)])
    const used = new Set(server.collector.spans.flatMap(({ attributes }) => Object.keys(attributes)))

    expect(used.size).toBeGreaterThan(10)
    expect([...used].filter((name) => !names.has(name) && !name.startsWith('copydesk.'))).toEqual([])
  })

  it.runIf(onPostgresql)('shows who waits for a connection (PostgreSQL only)', async () => {
    // Readers have 2 of 6 connections.
    const fields = Array.from({ length: 6 }, (_, index) => `t${index}: topics(first: ${10 + index}) { nodes { name } }`)
    const { spans } = await server.trace(`{ ${fields.join(' ')} }`)

    const waits = spans.filter(({ name }) => name === WAIT)
    expect(waits.length).toBeGreaterThanOrEqual(4)
    for (const { attributes } of waits) expect(attributes['copydesk.pool']).toBe('readers')
  })
})

/** Starts are rounded to it. */
const MILLISECOND = 1_000_000n

/** The server has to wait for each piece. */
async function sendInPieces(agent: Agent, body: object, headers: Readonly<Record<string, string>>): Promise<void> {
  const text = JSON.stringify(body)
  const sent = request(`${server.url}/graphql`, {
    ...{ method: 'POST', agent },
    headers: { ...headers, 'content-type': 'application/json', 'content-length': text.length },
  })
  const answered = new Promise<void>((resolve, reject) => {
    sent.on('error', reject).on('response', (response) => response.resume().on('end', resolve))
  })
  for (const piece of [text.slice(0, 10), text.slice(10, 20), text.slice(20)]) {
    sent.write(piece)
    await delay(50)
  }
  sent.end()
  await answered
}
