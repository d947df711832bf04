import type { FastifyInstance } from 'fastify'
import { beforeAll, describe, expect, it } from 'vitest'
import { checkJson } from '../../src/limits/json-size.ts'
import { smallServer } from '../http/small-server.ts'

const LIMITS = { depth: 3, values: 10 }

const codeOf = (text: string): unknown => {
  try {
    checkJson(Buffer.from(text), LIMITS)
    return null
  } catch (error) {
    return Reflect.get(Object(Reflect.get(Object(error), 'extensions')), 'code')
  }
}

describe('JSON before it is parsed', () => {
  it.each([
    ['as deep as allowed', '[[[]]]', null],
    ['deeper', '[[[[]]]]', 'QUERY_TOO_DEEP'],
    ['deeper in objects', '{"a":{"a":{"a":{}}}}', 'QUERY_TOO_DEEP'],
    ['deep and never closed', '['.repeat(1_000_000), 'QUERY_TOO_DEEP'],
    ['as many values as allowed', '[1,2,3,4,5,6,7,8,9,0]', null],
    ['more values', '[1,2,3,4,5,6,7,8,9,0,1]', 'TOO_MANY_VALUES'],
    ['more empty objects', '[{},{},{},{},{},{}]', 'TOO_MANY_VALUES'],
    ['brackets and commas in a text', JSON.stringify({ a: '[[[[{{{{,,,,,,,,,,,,' }), null],
    ['a text that ends with backslashes', JSON.stringify(['\\', '\\\\', '"[[[[', '\\"[[[[']), null],
    ['brackets behind such a text', '["\\\\",[[[]]]]', 'QUERY_TOO_DEEP'],
    ['a text without an end', '["[[[[,,,,,,,,,,,,,', null],
    ['letters of several bytes', JSON.stringify(['שלום [[[[', 'é,,,,,,,,,,,,,']), null],
  ])('%s', (_name, text, code) => {
    expect(codeOf(text)).toBe(code)
  })
})

describe('a request with such JSON', () => {
  let server: FastifyInstance
  beforeAll(async () => {
    server = await smallServer({ variables: { MAX_BODY_BYTES_READERS: '2000000' } })
  })

  it.each([
    ['deep', `{"query":"{ hello }","variables":{"a":${'['.repeat(500_000)}${']'.repeat(500_000)}}}`, 'QUERY_TOO_DEEP'],
    ['wide', `{"query":"{ hello }","variables":{"a":[${'{},'.repeat(100_000)}{}]}}`, 'TOO_MANY_VALUES'],
  ])('is refused: %s', async (_name, payload, code) => {
    const headers = { 'content-type': 'application/json' }
    const response = await server.inject({ method: 'POST', url: '/graphql', headers, payload })

    expect(response.statusCode).toBe(400)
    expect(response.json().errors).toMatchObject([{ extensions: { code } }])
  })
})
