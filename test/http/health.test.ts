import { describe, expect, it } from 'vitest'
import { smallServer } from './small-server.ts'

describe('/healthz', () => {
  it('answers while the process does, whatever the database does', async () => {
    const server = await smallServer({ isReady: () => Promise.reject(new Error('no route to host 10.0.0.7')) })

    const response = await server.inject('/healthz')

    expect(response.statusCode).toBe(200)
    expect(response.headers['cache-control']).toBe('private, no-store')
  })
})

describe('/readyz', () => {
  it.each([
    ['the database answers and is migrated', async () => true, 200],
    ['migrations are missing', async () => false, 503],
    ['the database does not answer', () => Promise.reject(new Error('no route to host 10.0.0.7')), 503],
  ])('when %s', async (_when, isReady, status) => {
    const server = await smallServer({ isReady })

    const response = await server.inject('/readyz')

    expect(response.statusCode).toBe(status)
    expect(response.body).not.toContain('10.0.0.7')
  })
})
