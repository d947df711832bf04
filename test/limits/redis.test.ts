import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { freePort } from '../helpers/free-port.ts'
import { smallServer } from '../http/small-server.ts'

const hasRedis = spawnSync('redis-server', ['--version']).status === 0

const QUERY = { query: '{ things(first: 100) { nodes { name } } }' }

let redis: ChildProcess
let url: string

beforeEach(async () => {
  const port = await freePort()
  url = `redis://127.0.0.1:${port}`
  redis = spawn('redis-server', ['--port', String(port), '--save', '', '--appendonly', 'no'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  for await (const line of redis.stdout ?? []) if (String(line).includes('Ready to accept connections')) break
})

afterEach(async () => {
  if (redis.exitCode !== null || redis.signalCode !== null) return
  redis.kill()
  await once(redis, 'exit')
})

async function sharingServer(log: unknown[] = []) {
  const server = await smallServer({
    log,
    variables: { RATE_LIMITS: 'true', RATE_LIMIT_BURST: '2000', RATE_LIMIT_COST_PER_SECOND: '1', REDIS_URL: url },
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
    redis.kill('SIGKILL')
    await once(redis, 'exit')
    let answered = 0
    for (; answered < 100 && (await server.ask()) === 200; answered++);

    expect(answered).toBeGreaterThan(5)
    expect(answered).toBeLessThan(100)
    expect(log.filter(({ msg }) => msg?.includes('Redis does not respond'))).toHaveLength(1)
    await server.close()
  })
})
