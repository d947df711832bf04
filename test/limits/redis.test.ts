import { once } from 'node:events'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { hasRedis, type RedisProcess, startRedis } from '../helpers/redis.ts'
import { smallServer } from '../http/small-server.ts'

const QUERY = { query: '{ things(first: 100) { nodes { name } } }' }

let redis: RedisProcess

beforeEach(async () => {
  redis = await startRedis()
})

afterEach(() => redis.stop())

async function sharingServer(log: unknown[] = []) {
  const server = await smallServer({
    log,
    variables: { RATE_LIMITS: 'true', RATE_LIMIT_BURST: '2000', RATE_LIMIT_COST_PER_SECOND: '1', REDIS_URL: redis.url },
  })
  return {
    close: () => server.close(),
    ask: async () => (await server.inject({ method: 'POST', url: '/graphql', payload: QUERY })).statusCode,
  }
}

describe.skipIf(!hasRedis)('processes with one REDIS_URL', () => {
  it('count together what a client asks for', async () => {
    const [one, other] = [await sharingServer(), await sharingServer()]
    let answered = 0
    for (; answered < 100 && (await one.ask()) === 200; answered++);

    expect(answered).toBeGreaterThan(5)
    expect(answered).toBeLessThan(100)
    expect(await other.ask()).toBe(429)
    await one.close()
    await other.close()
  })

  it('count by themselves while Redis does not answer, and say so once', async () => {
    const log: { msg?: string }[] = []
    const server = await sharingServer(log)
    await expect.poll(() => server.ask()).toBe(200)
    redis.child.kill('SIGKILL')
    await once(redis.child, 'exit')
    let answered = 0
    for (; answered < 100 && (await server.ask()) === 200; answered++);

    expect(answered).toBeGreaterThan(5)
    expect(answered).toBeLessThan(100)
    expect(log.filter(({ msg }) => msg?.includes('Redis does not respond'))).toHaveLength(1)
    await server.close()
  })
})
