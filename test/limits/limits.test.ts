import { readdir, readFile } from 'node:fs/promises'
import { buildSchema, type DocumentNode, getIntrospectionQuery, parse, validate } from 'graphql'
import { beforeAll, describe, expect, it } from 'vitest'
import { parseEnv } from '../../src/config/env.ts'
import { readDeskExamples, readExamples } from '../../src/http/explorer/examples.ts'
import { nodeCounter } from '../../src/limits/node-count.ts'
import { fragmentsOf, sizeRule } from '../../src/limits/size-rule.ts'
import { expectCostWithin } from '../helpers/cost.ts'
import { smallSchema, smallServer } from '../http/small-server.ts'

type Server = Awaited<ReturnType<typeof smallServer>>

let server: Server

beforeAll(async () => {
  server = await smallServer({
    variables: {
      MAX_BODY_BYTES: '20000',
      MAX_TOKENS: '500',
      MAX_DEPTH: '8',
      MAX_ALIASES: '5',
      MAX_ROOT_FIELDS: '6',
      MAX_DIRECTIVES: '3',
      MAX_FIELDS: '60',
      MAX_NODES: '1000',
    },
  })
})

function ask(query: string, variables: Record<string, unknown> = {}, accept = '*/*') {
  return server.inject({ method: 'POST', url: '/graphql', headers: { accept }, payload: { query, variables } })
}

const repeated = (text: string, times: number) => Array.from({ length: times }, () => text).join(' ')
const nested = (outer: string, inner: string, times: number) => `${outer.repeat(times)}${inner}${'}'.repeat(times)}`
const doubling = (steps: number) =>
  Array.from(
    { length: steps },
    (_, step) => `fragment F${step} on Query { a: things { ...T } ...F${step + 1} ...F${step + 1} }`,
  ).join('\n')

describe('a document over the limit', () => {
  it.each([
    ['tokens', `{ ${repeated('hello', 600)} }`, 'TOO_MANY_TOKENS', 500, 501],
    [
      'depth',
      `{ things { ${nested('nodes { things { ', 'totalCount', 4).replaceAll('}', '} }')} } }`,
      'QUERY_TOO_DEEP',
      8,
      10,
    ],
    ['depth of a value', `{ where(filter: ${nested('{ not: ', '{}', 9)}) }`, 'QUERY_TOO_DEEP', 8, 11],
    ['aliases', `{ a: hello b: hello c: hello d: hello e: hello f: hello }`, 'TOO_MANY_ALIASES', 5, 6],
    ['root fields', `{ ${repeated('hello', 7)} }`, 'TOO_MANY_ROOT_FIELDS', 6, 7],
    [
      'readings of the schema',
      '{ __schema { queryType { name } } b: __schema { queryType { name } } }',
      'TOO_MANY_ROOT_FIELDS',
      1,
      2,
    ],
    ['directives', `{ ${repeated('hello @skip(if: false)', 4)} }`, 'TOO_MANY_DIRECTIVES', 3, 4],
    ['fields', `{ things { nodes { ${repeated('name', 60)} } } }`, 'TOO_MANY_FIELDS', 60, 62],
    ['nodes', '{ things(first: 50) { nodes { things(first: 50) { totalCount } } } }', 'TOO_MANY_NODES', 1000, 2550],
  ])(
    'of %s is 400 with code, limit and measured value, whatever is asked for',
    async (_limit, query, code, limit, measured) => {
      for (const accept of ['*/*', 'application/json', 'application/graphql-response+json']) {
        const response = await ask(query, {}, accept)

        expect(response.statusCode).toBe(400)
        expect(response.json().errors).toContainEqual(
          expect.objectContaining({ extensions: { code, limit, measured } }),
        )
        expect(response.json().data).toBeUndefined()
      }
    },
  )

  it('is refused before any resolver runs', async () => {
    const response = await ask('{ a: broken b: broken c: broken d: broken e: broken f: broken }')

    expect(response.json().errors).toHaveLength(1)
  })

  it('counts what fragments bring, spread as often as they are', async () => {
    const response = await ask(
      '{ ...A ...B } fragment A on Query { a: hello b: hello ...B } fragment B on Query { c: hello d: hello }',
    )

    expect(response.json().errors[0].extensions).toMatchObject({ code: 'TOO_MANY_ALIASES', measured: 6 })
  })
})

describe('page sizes in variables', () => {
  const QUERY = 'query ($n: Int = 90, $m: Int) { things(first: $n) { nodes { things(last: $m) { totalCount } } } }'

  it.each([
    [{ n: 10, m: 10 }, undefined],
    [{ n: 50, m: 50 }, 2550],
    [{ m: 50 }, 4590],
    [{ n: 90 }, 1890],
    [{ n: 90, m: null }, 1890],
    [{ n: 1_000_000, m: 50 }, 5100],
    [{ n: -5, m: 50 }, undefined],
  ])('with the variables %j count as %s nodes, or pass', async (variables, measured) => {
    const response = await ask(QUERY, variables)

    if (measured === undefined) expect(response.statusCode).toBe(200)
    else expect(response.json().errors[0].extensions).toEqual({ code: 'TOO_MANY_NODES', limit: 1000, measured })
  })

  it('count together with things that are fetched by their IDs', async () => {
    const ids = Array.from({ length: 200 }, (_, index) => `thing_${index}`)

    const response = await ask('query ($ids: [ID!]!) { byIds(ids: $ids) { tags { name } } }', { ids })

    expect(response.json().errors[0].extensions).toMatchObject({ code: 'TOO_MANY_NODES', measured: 1200 })
  })

  it('are looked for in variables of any depth', async () => {
    const deep = Array.from({ length: 9 }).reduce<object>((not) => ({ not }), {})

    const response = await ask('query ($filter: Filter) { where(filter: $filter) }', { filter: deep })

    expect(response.statusCode).toBe(400)
    expect(response.json().errors[0].extensions).toEqual({ code: 'QUERY_TOO_DEEP', limit: 8, measured: 9 })
  })
})

describe('a request body', () => {
  it('over the limit is 413, with code, limit and measured value', async () => {
    const payload = JSON.stringify({ query: '{ hello }', variables: { padding: 'x'.repeat(30_000) } })

    const response = await server.inject({
      method: 'POST',
      url: '/graphql',
      headers: { 'content-type': 'application/json' },
      payload,
    })

    expect(response.statusCode).toBe(413)
    expect(response.json().errors[0].extensions).toEqual({
      code: 'PAYLOAD_TOO_LARGE',
      limit: 20_000,
      measured: payload.length,
    })
  })
})

describe('the checks of limits', () => {
  const limits = parseEnv({}).limits
  const schema = smallSchema()

  const doublingDocument = (steps: number) =>
    parse(
      `{ ...F0 } ${doubling(steps)} fragment F${steps} on Query { hello } fragment T on ThingConnection { totalCount }`,
    )

  function measured(document: DocumentNode) {
    const [error] = validate(schema, document, [sizeRule(limits)])
    const [operation] = document.definitions
    const nodes = operation?.kind === 'OperationDefinition' && nodeCounter(schema, operation, fragmentsOf(document))({})
    return { size: error?.extensions.measured, nodes }
  }

  it('cost no more than in proportion to the text, where fragments double what they bring at every step', () => {
    const [few, many] = [doublingDocument(5), doublingDocument(15)]
    const repeatedly = (document: DocumentNode) => () => {
      for (let round = 0; round < 50; round++) measured(document)
    }

    // Three times the text; fragments that are opened each time they are spread would make it a thousand times the work.
    expectCostWithin(12, repeatedly(few), repeatedly(many))
  })

  it('count more fragments than can be opened', () => {
    expect(measured(doublingDocument(200))).toEqual({ size: Number.MAX_SAFE_INTEGER, nodes: Number.MAX_SAFE_INTEGER })
  })

  it('leave fragments that contain themselves, or are nowhere, to the standard rules', async () => {
    const circular = await ask('{ ...A } fragment A on Query { hello ...B } fragment B on Query { ...A }')
    const absent = await ask('{ ...Nowhere }')

    for (const response of [circular, absent]) {
      expect(response.statusCode).toBe(400)
      expect(response.json().errors[0].extensions).toEqual({ code: 'GRAPHQL_VALIDATION_FAILED' })
    }
  })

  it('survive a body that is nested 200,000 levels deep', async () => {
    const wide = await smallServer({ variables: { MAX_BODY_BYTES_READERS: '500000' } })
    const payload = `{"query":"{ hello }","variables":{"a":${'['.repeat(200_000)}${']'.repeat(200_000)}}}`

    const response = await wide.inject({
      method: 'POST',
      url: '/graphql',
      headers: { 'content-type': 'application/json' },
      payload,
    })

    expect(response.statusCode).toBe(400)
  })
})

describe('the default limits', () => {
  it('let every example of the explorer pass, and what the explorer itself asks', async () => {
    const schema = buildSchema(await readFile('schema.graphql', 'utf8'))
    const { limits } = parseEnv({})
    const introspection = getIntrospectionQuery({
      descriptions: true,
      schemaDescription: true,
      inputValueDeprecation: true,
      specifiedByUrl: true,
      oneOf: true,
    })
    const operations = [
      ...(await readExamples()),
      { name: 'IntrospectionQuery', query: introspection, variables: '{}' },
    ]

    for (const { name, query, variables } of operations) {
      const document = parse(query, { maxTokens: limits.tokens })
      const [operation] = document.definitions
      expect({ name, errors: validate(schema, document, [sizeRule(limits)]) }).toEqual({ name, errors: [] })
      if (operation?.kind !== 'OperationDefinition') throw new Error(`${name} does not begin with its operation`)
      const nodes = nodeCounter(schema, operation, fragmentsOf(document))(JSON.parse(variables))
      expect(nodes).toBeLessThan(limits.nodes / 5)
    }
  })
})

describe('the explorer’s examples', () => {
  it('are valid against schema.graphql, and every file is listed', async () => {
    const schema = buildSchema(await readFile('schema.graphql', 'utf8'))
    const readers = await readExamples()
    const desk = await readDeskExamples('dev-editor')

    for (const { name, query } of [...readers, ...desk])
      expect({ name, errors: validate(schema, parse(query)) }).toEqual({ name, errors: [] })
    expect(readers).toHaveLength((await readdir('src/http/explorer/examples')).length)
    expect(desk).toHaveLength((await readdir('src/http/explorer/desk-examples')).length)
  })
})
