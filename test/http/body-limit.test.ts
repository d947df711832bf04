import { once } from 'node:events'
import { request as send } from 'node:http'
import { text } from 'node:stream/consumers'
import type { FastifyInstance } from 'fastify'
import { beforeAll, describe, expect, it } from 'vitest'
import { unauthenticated } from '../../src/errors/errors.ts'
import { atEnd } from '../helpers/at-end.ts'
import { smallServer } from './small-server.ts'

const READERS = 20_000
const DESK = 60_000

let server: FastifyInstance
let checked = 0

beforeAll(async () => {
  server = await smallServer({
    variables: { MAX_BODY_BYTES_READERS: String(READERS), MAX_BODY_BYTES: String(DESK) },
    makeContext: ({ headers }) => {
      checked++
      if (headers.authorization === 'Bearer wrong') throw unauthenticated('This access token is unknown.')
      return { viewer: headers.authorization ? { id: 'one' } : null, reader: { statements: 0, isPrivate: false } }
    },
  })
  atEnd(() => server.close())
})

function ofSize(bytes: number): string {
  const body = JSON.stringify({ query: '{ hello }', extensions: { padding: '' } })
  return body.replace('""', `"${'x'.repeat(bytes - body.length)}"`)
}

function ask(bytes: number, headers: Record<string, string> = {}) {
  return server.inject({
    method: 'POST',
    url: '/graphql',
    headers: { 'content-type': 'application/json', ...headers },
    payload: ofSize(bytes),
  })
}

describe('the body of a request', () => {
  it.each([
    ['without a token', {}, READERS],
    ['with a valid token', { authorization: 'Bearer right' }, DESK],
  ])('%s may be as large as its limit, and no larger', async (_who, headers, limit) => {
    const [largest, larger] = [await ask(limit, headers), await ask(limit + 1, headers)]

    expect(largest.json()).toEqual({ data: { hello: 'world' } })
    expect(larger.statusCode).toBe(413)
    expect(larger.headers.connection).toBe('close')
    expect(larger.json().errors[0].extensions).toEqual({ code: 'PAYLOAD_TOO_LARGE', limit, measured: limit + 1 })
  })

  it('with a wrong token is refused for the token, whatever its size, and no cache stores that', async () => {
    const response = await ask(DESK, { authorization: 'Bearer wrong' })

    expect(response.statusCode).toBe(401)
    expect(response.headers).toMatchObject({ 'cache-control': 'private, no-store', connection: 'close' })
    expect(response.json()).toEqual({
      errors: [{ message: 'This access token is unknown.', extensions: { code: 'UNAUTHENTICATED' } }],
    })
  })

  it('says to a reader how much a token allows', async () => {
    const response = await ask(READERS + 1)

    expect(response.json().errors[0].message).toBe(
      'The request is too large: at most 20000 bytes are allowed without an access token, and 60000 bytes with a valid one.',
    )
  })

  it('has its token checked once', async () => {
    checked = 0

    await ask(100, { authorization: 'Bearer right' })

    expect(checked).toBe(1)
  })

  it('has the limit of a reader where there is nothing to send it to', async () => {
    const response = await server.inject({
      method: 'POST',
      url: '/graphql/other',
      headers: { 'content-type': 'application/json', authorization: 'Bearer right' },
      payload: ofSize(READERS + 1),
    })

    expect(response.statusCode).toBe(413)
  })
})

describe('a body in chunks', () => {
  it('is refused as soon as it is over the limit, while it is still being sent', async () => {
    const url = `${await server.listen({ port: 0, host: '127.0.0.1' })}/graphql`
    const sent = send(url, { method: 'POST', headers: { 'content-type': 'application/json' } })
    sent.on('error', () => {})
    sent.write(ofSize(READERS * 2).slice(0, READERS + 10))

    const [response] = await once(sent, 'response')
    const body = JSON.parse(await text(response))
    sent.destroy()

    expect(response.statusCode).toBe(413)
    expect(body.errors[0].extensions).toMatchObject({ code: 'PAYLOAD_TOO_LARGE', limit: READERS })
  })
})
