import type { FastifyInstance } from 'fastify'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createApp } from '../../src/app.ts'
import { parseEnv } from '../../src/config/env.ts'
import { mediaDir, testDatabase } from '../helpers/database.ts'
import { failing } from '../helpers/failing-database.ts'

let app: FastifyInstance
let log: unknown[]
let isDown: boolean
let isDownFor: RegExp | null

beforeAll(async () => {
  const database = await testDatabase()
  const env = parseEnv({ MEDIA_DIR: mediaDir })
  app = await createApp({
    env,
    logTo: { write: (line) => log.push(JSON.parse(line)) },
    database: failing(database, (text) => isDown || (isDownFor?.test(text) ?? false)),
  })
})

beforeEach(() => {
  isDown = false
  isDownFor = null
  log = []
})

describe('a database that does not answer', () => {
  it('is UNAVAILABLE to readers, for no cache, and its cause stays in the log', async () => {
    isDown = true

    const response = await app.inject({
      method: 'POST',
      url: '/graphql',
      headers: { 'x-request-id': 'request-4711' },
      payload: { query: 'query Front { articles { nodes { id } } }' },
    })

    expect(response.statusCode).toBe(503)
    expect(response.headers).toMatchObject({ 'retry-after': '2', 'cache-control': 'private, no-store' })
    expect(response.json().errors).toEqual([
      expect.objectContaining({ path: ['articles'], extensions: { code: 'UNAVAILABLE' } }),
    ])
    expect(response.body).not.toMatch(/ECONNREFUSED|10\.0\.0\.7/)
    expect(log).toContainEqual(
      expect.objectContaining({
        requestId: 'request-4711',
        operation: 'Front',
        err: expect.objectContaining({ message: expect.stringContaining('ECONNREFUSED') }),
      }),
    )
  })

  it('is UNAVAILABLE also where only one of several fields could not be read', async () => {
    isDownFor = /topic/

    const response = await app.inject({
      method: 'POST',
      url: '/graphql',
      payload: { query: '{ articles { totalCount } topics { totalCount } }' },
    })

    expect(response.statusCode).toBe(503)
    expect(response.headers).toMatchObject({ 'retry-after': '2', 'cache-control': 'private, no-store' })
    expect(response.json().errors).toMatchObject([{ path: ['topics'], extensions: { code: 'UNAVAILABLE' } }])
  })

  it('is UNAVAILABLE to the desk, whose tokens it has', async () => {
    isDown = true

    const response = await app.inject({
      method: 'POST',
      url: '/graphql',
      headers: { authorization: 'Bearer dev-editor' },
      payload: { query: '{ viewer { id } }' },
    })

    expect(response.statusCode).toBe(503)
    expect(response.headers).toMatchObject({ 'retry-after': '2', 'cache-control': 'private, no-store' })
    expect(response.json()).toEqual({
      errors: [{ message: expect.stringContaining('not available'), extensions: { code: 'UNAVAILABLE' } }],
    })
  })

  it('is not ready, and ready again when it is back', async () => {
    isDown = true
    const down = await app.inject('/readyz')
    isDown = false
    const back = await app.inject('/readyz')

    expect([down.statusCode, back.statusCode]).toEqual([503, 200])
  })
})

describe('a request that is served', () => {
  it('logs how many statements it took', async () => {
    await app.inject({
      method: 'POST',
      url: '/graphql',
      payload: { query: 'query Two { articles { nodes { id } } topics { nodes { id } } }' },
    })

    expect(log).toContainEqual(
      expect.objectContaining({ msg: 'request', operation: 'Two', statements: 2, status: 200 }),
    )
  })
})
