import { expect, it } from 'vitest'
import { smallServer } from '../http/small-server.ts'

/** Every process has more than that. */
const TOO_MUCH = { MAX_RSS_BYTES: '1024' }

const ask = (server: Awaited<ReturnType<typeof smallServer>>) =>
  server.inject({ method: 'POST', url: '/graphql', payload: { query: '{ hello }' } })

it('refuses requests at once while there is too much to do', async () => {
  const server = await smallServer({ variables: TOO_MUCH })
  await expect.poll(async () => (await ask(server)).statusCode).toBe(503)

  const response = await ask(server)
  expect(Number(response.headers['retry-after'])).toBeGreaterThan(0)
  expect(response.headers['cache-control']).toBe('private, no-store')
  expect(response.headers['x-request-id']).toBeDefined()
  expect(response.json()).toEqual({
    errors: [{ message: 'The server is busy. Try again later.', extensions: { code: 'UNAVAILABLE' } }],
  })
})

it('answers health checks all the same', async () => {
  const server = await smallServer({ variables: TOO_MUCH })
  await expect.poll(async () => (await ask(server)).statusCode).toBe(503)

  expect((await server.inject('/healthz')).statusCode).toBe(200)
  expect((await server.inject('/readyz')).statusCode).toBe(200)
  expect((await server.inject('/')).statusCode).toBe(503)
})

it('can be turned off', async () => {
  const server = await smallServer({
    variables: { MAX_RSS_BYTES: '0', MAX_HEAP_BYTES: '0', MAX_EVENT_LOOP_DELAY_MS: '0' },
  })
  await new Promise((resolve) => setTimeout(resolve, 1200))

  expect((await ask(server)).statusCode).toBe(200)
})
