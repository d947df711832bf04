import type { FastifyInstance } from 'fastify'
import { beforeAll, describe, expect, it } from 'vitest'
import { testApp } from '../helpers/api.ts'
import { testDatabase } from '../helpers/database.ts'

let app: FastifyInstance

beforeAll(async () => {
  app = await testApp(await testDatabase())
})

function ask(headers: Record<string, string>) {
  return app.inject({ method: 'POST', url: '/graphql', headers, payload: { query: '{ __typename }' } })
}

describe('an Authorization header', () => {
  it('that is absent makes the viewer a reader', async () => {
    const response = await ask({})

    expect(response.statusCode).toBe(200)
    expect(response.headers['cache-control']).toBeUndefined()
  })

  it.each([
    '',
    'Bearer',
    'Bearer ',
    'Bearer one two',
    'Bearer "quoted"',
    'Bearer tokén',
    'Bearer a,b',
    'Bearer =',
    'Bearer,token',
    'Bearertoken',
    'Basic ZGVzazpzZWNyZXQ=',
    'Token dev-editor',
    'dev-editor',
  ])('that is %j is refused with 401, and never answered as to a reader', async (authorization) => {
    const response = await ask({ authorization })

    expect(response.statusCode).toBe(401)
    expect(response.headers['www-authenticate']).toBe('Bearer realm="copydesk", error="invalid_token"')
    expect(response.headers['cache-control']).toBe('no-store')
    expect(response.json()).toEqual({
      errors: [
        {
          message: 'The Authorization header must be "Bearer" followed by one token.',
          extensions: { code: 'UNAUTHENTICATED' },
        },
      ],
    })
  })
})
