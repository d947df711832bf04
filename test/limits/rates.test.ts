import { describe, expect, it } from 'vitest'
import { unauthenticated } from '../../src/errors/errors.ts'
import { clientKey, isAmong } from '../../src/limits/rate/client-address.ts'
import { EMPTY, pour } from '../../src/limits/rate/leaky-bucket.ts'
import { smallSchema, smallServer } from '../http/small-server.ts'

const SIZE = { capacity: 100, perSecond: 10 }

describe('a leaky bucket', () => {
  it('takes what fits, and says how much more does', () => {
    const { bucket, poured } = pour(EMPTY, 30, SIZE, 1000)

    expect(poured).toEqual({ isRefused: false, remaining: 70, seconds: 3 })
    expect(pour(bucket, 70, SIZE, 1000).poured).toEqual({ isRefused: false, remaining: 0, seconds: 10 })
  })

  it('refuses what does not fit, and says when it will', () => {
    const { bucket } = pour(EMPTY, 90, SIZE, 1000)

    expect(pour(bucket, 30, SIZE, 1000).poured).toEqual({ isRefused: true, remaining: 10, seconds: 2 })
    expect(pour(bucket, 30, SIZE, 2900).poured.isRefused).toBe(true)
    expect(pour(bucket, 30, SIZE, 3000).poured.isRefused).toBe(false)
  })

  it('is not filled by what it refuses', () => {
    const { bucket } = pour(EMPTY, 90, SIZE, 1000)

    expect(pour(pour(bucket, 30, SIZE, 1000).bucket, 10, SIZE, 1000).poured.isRefused).toBe(false)
  })

  it('takes what is larger than itself when it is empty', () => {
    expect(pour(EMPTY, 1000, SIZE, 1000).poured).toMatchObject({ isRefused: false, remaining: 0 })
  })

  it('is filled to the brim by what has been done already', () => {
    const { bucket } = pour(EMPTY, 90, SIZE, 1000)

    expect(pour(bucket, 30, SIZE, 1000, true).poured).toEqual({ isRefused: false, remaining: 0, seconds: 10 })
  })

  it('does not run over when a clock is set back', () => {
    const { bucket } = pour(EMPTY, 50, SIZE, 60_000)

    expect(pour(bucket, 50, SIZE, 1000).poured).toMatchObject({ isRefused: false, remaining: 0 })
  })
})

describe('the key of a client', () => {
  it.each([
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8:1:2::1', '2001:db8:1:2::/64'],
    ['2001:db8:1:3::1', '2001:db8:1:3::/64'],
    ['unix socket', 'unix socket'],
  ])('of %s is %s', (address, key) => {
    expect(clientKey(address)).toBe(key)
  })

  it('is among addresses and networks of both families', () => {
    const isExempt = isAmong(['10.0.0.0/8', '192.0.2.7', '2001:db8::/32'])

    for (const address of ['10.1.2.3', '::ffff:10.1.2.3', '192.0.2.7', '2001:db8::1'])
      expect(isExempt(address)).toBe(true)
    for (const address of ['11.1.2.3', '192.0.2.8', '2001:db9::1', 'nowhere']) expect(isExempt(address)).toBe(false)
  })
})

const BAD = 'Bearer guessed'

function limitedServer(variables: Record<string, string> = {}, log: unknown[] = [], slow = () => Promise.resolve('')) {
  return smallServer({
    log,
    schema: smallSchema({ slow }),
    variables: { RATE_LIMITS: 'true', RATE_LIMIT_BURST: '1000', RATE_LIMIT_COST_PER_SECOND: '10', ...variables },
    makeContext({ headers: { authorization = '' } }) {
      if (authorization.startsWith(BAD)) throw unauthenticated()
      const viewer = authorization === '' ? null : { id: authorization }
      return { viewer, reader: { statements: 1, isPrivate: false } }
    },
  })
}

type Server = Awaited<ReturnType<typeof limitedServer>>

interface Asked {
  from?: string
  token?: string
  payload?: unknown
}

const QUERY = { query: '{ things(first: 100) { nodes { name } } }' }

function ask(server: Server, { from = '192.0.2.1', token, payload = QUERY }: Asked = {}) {
  const headers = { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) }
  const body = typeof payload === 'string' ? payload : JSON.stringify(payload)
  return server.inject({ method: 'POST', url: '/graphql', remoteAddress: from, headers, payload: body })
}

async function askUntilRefused(server: Server, asked: Asked = {}) {
  for (let count = 0; count < 1000; count++) {
    const response = await ask(server, asked)
    if (response.statusCode === 429) return response
  }
  throw new Error('never refused')
}

describe('a client that asks for too much', () => {
  it('gets 429 with the time to wait, for no cache, in the form of every error', async () => {
    const response = await askUntilRefused(await limitedServer())

    const seconds = Number(response.headers['retry-after'])
    expect(seconds).toBeGreaterThan(0)
    expect(response.headers['cache-control']).toBe('private, no-store')
    expect(response.headers['x-request-id']).toBeDefined()
    expect(response.json()).toEqual({
      errors: [
        {
          message: expect.stringContaining('Too many requests'),
          extensions: { code: 'RATE_LIMITED', retryAfterSeconds: seconds },
        },
      ],
    })
  })

  it('learns from every response what is left', async () => {
    const server = await limitedServer()
    const { headers } = await ask(server)

    expect(headers['ratelimit-policy']).toBe('"cost";q=1000;w=100')
    expect(headers.ratelimit).toMatch(/^"cost";r=\d+;t=\d+$/)
    const left = (header: unknown) => Number(/r=(\d+)/.exec(String(header))?.[1])
    expect(left((await ask(server)).headers.ratelimit)).toBeLessThan(left(headers.ratelimit))
  })

  it('is refused before its next request is read, until it has waited', async () => {
    const server = await limitedServer()
    await askUntilRefused(server)

    expect((await ask(server, { payload: 'no JSON' })).statusCode).toBe(429)
    expect((await ask(server, { payload: 'no JSON', from: '192.0.2.2' })).statusCode).toBe(400)
  })

  it('does not hinder others, and is known by the network of its IPv6 address', async () => {
    const server = await limitedServer()
    await askUntilRefused(server, { from: '2001:db8:1:2::1' })

    expect((await ask(server, { from: '2001:db8:1:2:ffff::1' })).statusCode).toBe(429)
    expect((await ask(server, { from: '2001:db8:1:3::1' })).statusCode).toBe(200)
  })

  it('pays for documents that are not valid, and for requests that are no JSON', async () => {
    const server = await limitedServer()

    await askUntilRefused(server, { payload: { query: '{ nothing }' } })
    await askUntilRefused(server, { payload: 'no JSON', from: '192.0.2.2' })
  })

  it('pays more for documents that were not seen before', async () => {
    const server = await limitedServer()
    const left = async (query: string) =>
      Number(/r=(\d+)/.exec(String((await ask(server, { payload: { query } })).headers.ratelimit))?.[1])
    for (let count = 0; count < 3; count++) await left('{ hello }')
    const before = await left('{ hello }')
    const known = before - (await left('{ hello }'))

    expect(before - known - (await left('{ other: hello }'))).toBeGreaterThan(known * 10)
  })

  it('is an account where a token is sent: from any address, and not its address', async () => {
    const server = await limitedServer()
    await askUntilRefused(server, { token: 'ada' })

    expect((await ask(server, { token: 'ada', from: '192.0.2.2' })).statusCode).toBe(429)
    expect((await ask(server, { token: 'noa' })).statusCode).toBe(200)
    expect((await ask(server)).statusCode).toBe(200)
  })

  it('may run a few expensive operations at the same time', async () => {
    let running = Promise.resolve('done')
    const variables = { RATE_LIMIT_RUNNING: '300', RATE_LIMIT_BURST: '100000' }
    const server = await limitedServer(variables, [], () => running)
    const slow = { payload: { query: '{ slow }' } }
    for (let count = 0; count < 3; count++) await ask(server, slow)

    const { promise, resolve } = Promise.withResolvers<string>()
    running = promise
    const statuses: number[] = []
    const asked = Array.from({ length: 100 }, async () => statuses.push((await ask(server, slow)).statusCode))
    // While nothing ends, there are answers only for those that are refused.
    await expect.poll(() => statuses.length).toBeGreaterThan(10)
    resolve('done')
    await Promise.all(asked)

    expect(statuses.filter((status) => status === 200).length).toBeGreaterThan(10)
    expect(statuses.filter((status) => status === 429).length).toBeGreaterThan(10)
    expect((await ask(server, slow)).statusCode).toBe(200)
  })

  it('is not limited if it is exempt, or if the limits are off', async () => {
    const exempt = await limitedServer({ RATE_LIMIT_EXEMPT: '192.0.2.0/24' })
    const off = await limitedServer({ RATE_LIMITS: 'false' })

    for (const server of [exempt, off]) {
      for (let count = 0; count < 30; count++) expect((await ask(server)).statusCode).toBe(200)
      expect((await ask(server)).headers).not.toHaveProperty('ratelimit')
    }
    await askUntilRefused(exempt, { from: '198.51.100.1' })
  })

  it('is not refused on other routes', async () => {
    const server = await limitedServer()
    await askUntilRefused(server)

    expect((await server.inject({ url: '/healthz', remoteAddress: '192.0.2.1' })).statusCode).toBe(200)
  })
})

describe('who guesses tokens', () => {
  it('is refused before a token is checked; good tokens from the same address still work', async () => {
    const server = await limitedServer({ RATE_LIMIT_FAILED_SIGN_INS: '5', RATE_LIMIT_BURST: '100000' })
    await ask(server, { token: 'ada' })

    const statuses = []
    for (let count = 0; count < 8; count++) statuses.push((await ask(server, { token: `guessed ${count}` })).statusCode)

    expect(statuses).toEqual([401, 401, 401, 401, 401, 401, 429, 429])
    expect((await ask(server, { token: 'ada' })).statusCode).toBe(200)
    expect((await ask(server, { token: 'not seen before' })).statusCode).toBe(429)
    expect((await ask(server)).statusCode).toBe(200)
    expect((await ask(server, { token: 'guessed', from: '192.0.2.2' })).statusCode).toBe(401)
  })
})
