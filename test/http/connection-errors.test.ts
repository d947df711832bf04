import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import type { FastifyInstance } from 'fastify'
import { beforeAll, describe, expect, it } from 'vitest'
import { atEnd } from '../helpers/at-end.ts'
import { smallServer } from './small-server.ts'

let server: FastifyInstance
let port: number
const log: Record<string, unknown>[] = []

beforeAll(async () => {
  server = await smallServer({ log })
  atEnd(() => server.close())
  port = Number(new URL(await server.listen({ port: 0, host: '127.0.0.1' })).port)
})

/** Sends bytes as they are, and reads the answer until the server closes the connection. */
async function answerTo(bytes: string) {
  const socket = connect(port, '127.0.0.1')
  socket.on('error', () => {})
  socket.write(bytes)
  const [head = '', body = ''] = (await text(socket)).split('\r\n\r\n', 2)
  const [first = '', ...lines] = head.split('\r\n')
  const headers = Object.fromEntries(lines.map((line) => line.split(': ', 2)))
  return { status: Number(first.split(' ')[1]), headers, body: JSON.parse(body) }
}

describe('bytes that are no request', () => {
  it.each([
    ['an address of 20 kB', `GET /graphql?query={hello}${'x'.repeat(20_000)} HTTP/1.1\r\nHost: a\r\n\r\n`, 431],
    [
      'a header of 20 kB',
      `GET /graphql?query={hello} HTTP/1.1\r\nHost: a\r\nX-Long: ${'x'.repeat(20_000)}\r\n\r\n`,
      431,
    ],
    ['another protocol', 'QUIT\r\n\r\n', 400],
    ['two lengths', 'POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab', 400],
    ['no host', 'GET /graphql?query={hello} HTTP/1.1\r\n\r\n', 400],
    ['a broken chunk', 'POST /graphql HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n', 400],
  ])('(%s) get an answer in the form of all errors, with a request id and a log line', async (_what, bytes, status) => {
    log.length = 0

    const answer = await answerTo(bytes)

    expect(answer.status).toBe(status)
    expect(answer.body.errors).toEqual([{ message: expect.any(String), extensions: { code: 'BAD_REQUEST' } }])
    expect(answer.headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'x-content-type-options': 'nosniff',
      connection: 'close',
    })
    await expect
      .poll(() => log)
      .toContainEqual(expect.objectContaining({ msg: 'request', requestId: answer.headers['x-request-id'], status }))
  })

  it.each([20_000, 200_000])('(a GET with %i characters) tell a client in a browser to use POST', async (length) => {
    const response = await fetch(`http://127.0.0.1:${port}/graphql?query={${'x'.repeat(length)}}`)

    expect(response.status).toBe(431)
    expect(response.headers.get('access-control-allow-origin')).toBe('*')
    expect(response.headers.get('cache-control')).toBe('private, no-store')
    expect(await response.json()).toEqual({
      errors: [
        {
          message: expect.stringContaining('Send the query by POST, or the id of a known document.'),
          extensions: { code: 'BAD_REQUEST' },
        },
      ],
    })
  })

  it('do not stop the server', async () => {
    await answerTo('QUIT\r\n\r\n')

    expect((await server.inject('/healthz')).statusCode).toBe(200)
  })
})

describe('a request through a trusted proxy', () => {
  it.each([
    ['x-forwarded-proto', 'x:y//', 400],
    ['x-forwarded-proto', 'ftp', 400],
    ['x-forwarded-proto', 'javascript', 400],
    ['x-forwarded-host', 'a b<>', 400],
    ['x-forwarded-proto', 'https', 200],
    ['x-forwarded-proto', 'http', 200],
  ])('with %s: %j is answered with status %i', async (name, value, status) => {
    const trusting = await smallServer({ variables: { TRUST_PROXY: 'true' } })

    for (const url of ['/graphql?query={hello}', '/']) {
      const response = await trusting.inject({ url, headers: { [name]: value } })

      expect(response.statusCode).toBe(status)
      if (status === 400) expect(response.json().errors[0].extensions).toEqual({ code: 'BAD_REQUEST' })
    }
  })
})
