import { buildSchema, isInputObjectType, isScalarType } from 'graphql'
import { describe, expect, it } from 'vitest'
import { testApp } from '../helpers/api.ts'
import { testDatabase } from '../helpers/database.ts'
import { smallServer } from './small-server.ts'

describe('/schema.graphql', () => {
  it('is the schema, with all of its directives', async () => {
    const app = await testApp(await testDatabase())

    const { statusCode, headers, body } = await app.inject('/schema.graphql')
    const introspected = await app.inject({
      url: '/graphql',
      query: { query: '{ __schema { types { name isOneOf specifiedByURL } } }' },
    })

    expect([statusCode, headers['content-type']]).toEqual([200, 'text/plain; charset=utf-8'])
    const served = buildSchema(body)
    for (const { name, isOneOf, specifiedByURL } of introspected.json().data.__schema.types) {
      const type = served.getType(name)
      expect(type?.name).toBe(name)
      if (isInputObjectType(type)) expect(type.isOneOf).toBe(isOneOf)
      if (isScalarType(type)) expect(type.specifiedByURL ?? null).toBe(specifiedByURL)
    }
    expect(body).toMatch(/@oneOf/)
    expect(body).toMatch(/@specifiedBy/)
    expect(body).toMatch(/@list\(max: \d+\)/)
  })

  it('is not public where introspection is not', async () => {
    const server = await smallServer({ variables: { INTROSPECTION: 'false' } })

    const response = await server.inject('/schema.graphql')

    expect(response.statusCode).toBe(403)
    expect(response.json()).toEqual({
      errors: [
        {
          message: 'The schema of this server is not public: introspection is switched off.',
          extensions: { code: 'FORBIDDEN' },
        },
      ],
    })
    expect((await server.inject('/')).body).not.toContain('/schema.graphql')
  })
})
