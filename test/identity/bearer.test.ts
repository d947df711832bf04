import type { FastifyInstance } from 'fastify'
import { beforeAll, describe, expect, it } from 'vitest'
import { testApp } from '../helpers/api.ts'
import { testDatabase } from '../helpers/database.ts'
import { PREFLIGHT, post, uploadParts } from '../media/uploading.ts'

let app: FastifyInstance

beforeAll(async () => {
  app = await testApp(await testDatabase())
})

function ask(headers: Record<string, string>) {
  return app.inject({ method: 'POST', url: '/graphql', headers, payload: { query: '{ __typename }' } })
}

describe('a token that is wrong', () => {
  it('is refused alike with a JSON body, with files, and by GET', async () => {
    const headers = { authorization: 'Bearer none-of-ours' }

    const answers = [
      await ask(headers),
      await post(app, uploadParts(new Uint8Array(10)), { ...PREFLIGHT, ...headers }),
      await app.inject({ url: '/graphql', query: { query: '{ __typename }' }, headers }),
    ]

    for (const { statusCode, headers, body } of answers) {
      expect(statusCode).toBe(401)
      expect(headers['cache-control']).toBe('private, no-store')
      expect(JSON.parse(body)).toEqual({
        errors: [{ message: expect.any(String), extensions: { code: 'UNAUTHENTICATED' } }],
      })
    }
  })
})

describe('an Authorization header', () => {
  it('that is absent makes the viewer a reader', async () => {
    const response = await ask({})

    expect(response.statusCode).toBe(200)
    expect(response.headers['cache-control']).toBe('private, no-store')
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
    expect(response.headers['cache-control']).toBe('private, no-store')
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
