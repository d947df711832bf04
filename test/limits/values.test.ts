import type { FastifyInstance } from 'fastify'
import { buildSchema, parse } from 'graphql'
import { beforeAll, describe, expect, it } from 'vitest'
import { declaredVariables } from '../../src/limits/declared-variables.ts'
import { fragmentsOf } from '../../src/limits/size-rule.ts'
import { faultOf } from '../../src/limits/variables.ts'
import { smallServer } from '../http/small-server.ts'

const VARIABLES = { MAX_VALUES: '100', MAX_VALUES_READERS: '40', MAX_BODY_BYTES_READERS: '2000000' }

let readers: FastifyInstance
let desk: FastifyInstance

beforeAll(async () => {
  readers = await smallServer({ variables: VARIABLES })
  const context = { viewer: { id: 'an editor' }, reader: { statements: 0, isPrivate: false } }
  desk = await smallServer({ variables: VARIABLES, makeContext: () => context })
})

async function ask(query: string, variables: object = {}, server = readers) {
  const headers = { 'content-type': 'application/json' }
  const payload = JSON.stringify({ query, variables })
  const response = await server.inject({ method: 'POST', url: '/graphql', headers, payload })
  return { status: response.statusCode, ...response.json() }
}

const WHERE = 'query ($filter: Filter) { where(filter: $filter) }'
const texts = (count: number) => Array.from({ length: count }, () => 'x')

describe('variables with too many values', () => {
  it.each([
    ['a list', { filter: { all: Array.from({ length: 1000 }, () => ({})) } }],
    ['fields that do not exist', { filter: Object.fromEntries(texts(1000).map((_, index) => [`f${index}`, 1])) }],
    ['a list in the place of a text', { filter: { name: texts(1000) } }],
  ])('in %s are refused, and nobody learns how many there are', async (_where, variables) => {
    for (const [server, limit] of [[readers, 40] as const, [desk, 100] as const]) {
      expect(await ask(WHERE, variables, server)).toEqual({
        status: 400,
        errors: [
          {
            message: `This operation has more than ${limit} values in its variables; the limit is ${limit}.`,
            extensions: { code: 'TOO_MANY_VALUES', limit, measured: limit + 1 },
          },
        ],
      })
    }
  })

  it('are those over the limit of who asks', async () => {
    const variables = { filter: { all: Array.from({ length: 60 }, () => ({})) } }

    expect(await ask(WHERE, variables, desk)).toEqual({ status: 200, data: { where: 'there' } })
    expect((await ask(WHERE, variables)).status).toBe(400)
  })

  it('are not looked at behind the limit', () => {
    const schema = buildSchema('type Query { list(of: [Int]): Int }')
    const document = parse('query ($of: [Int]) { list(of: $of) }')
    const [operation] = document.definitions
    if (operation?.kind !== 'OperationDefinition') throw new Error('no operation')
    const declared = declaredVariables(schema, operation, fragmentsOf(document))
    let looks = 0
    const item = () => ({
      get value() {
        looks++
        return 1
      },
    })
    const of = Array.from({ length: 10 }, () => Array.from({ length: 500 }, item))

    const fault = faultOf({ of }, declared, { values: 1000, depth: 16, hasLongTexts: false })

    expect(fault?.extensions).toMatchObject({ code: 'TOO_MANY_VALUES' })
    expect(looks).toBeLessThan(1000)
  })
})

describe('a list', () => {
  const REFUSED = { code: 'TOO_MANY_VALUES', limit: 3, measured: 4 }

  it.each([
    ['in a variable', 'query ($c: [String!]!) { pick(channels: $c) }', { c: texts(4) }],
    ['in the document', '{ pick(channels: ["a", "b", "c", "d"]) }', {}],
    ['as the default of a variable', 'query ($c: [String!]! = ["a", "b", "c", "d"]) { pick(channels: $c) }', {}],
    [
      'of a fragment’s variable',
      'query ($c: [String!]!) { ...F } fragment F on Query { pick(channels: $c) }',
      { c: texts(4) },
    ],
  ])('%s may have as many items as its @list allows', async (_where, query, variables) => {
    const { status, errors } = await ask(query, variables)

    expect(status).toBe(400)
    expect(errors[0].extensions).toMatchObject(REFUSED)
    expect(errors[0].extensions.argument).toMatch(/^(c|channels)$/)
  })

  it.each([
    ['a field of an input', { filter: { not: { in: texts(6) } } }, 'filter.not.in'],
    ['a field of an item', { filter: { all: [{ in: texts(2) }, { in: texts(6) }] } }, 'filter.all.1.in'],
  ])('in %s is refused at its place', async (_where, variables, argument) => {
    const { errors } = await ask(WHERE, variables)

    expect(errors).toEqual([
      expect.objectContaining({ extensions: { code: 'TOO_MANY_VALUES', limit: 5, measured: 6, argument } }),
    ])
  })

  it.each([
    [{ rows: [['a', 'b', 'c']] }, 2, 3],
    [{ rows: [[], [], [], [], []] }, 4, 5],
  ])('of lists has a maximum outside and inside: %j', async (variables, limit, measured) => {
    const { errors } = await ask('query ($rows: [[String!]!]) { grid(rows: $rows) }', variables)

    expect(errors[0].extensions).toMatchObject({ code: 'TOO_MANY_VALUES', limit, measured })
  })

  it('of its maximum passes, and so does a single item without a list', async () => {
    expect(await ask('query ($c: [String!]!) { pick(channels: $c) }', { c: texts(3) })).toMatchObject({ status: 200 })
    expect(await ask('query ($c: [String!]!) { pick(channels: $c) }', { c: 'x' })).toMatchObject({ status: 200 })
  })
})

describe('a variable', () => {
  it('that the operation does not declare is refused by its name', async () => {
    const { status, errors } = await ask('{ hello }', { more: texts(10_000), [`a${'b'.repeat(1000)}`]: 1 })

    expect(status).toBe(400)
    expect(errors).toEqual([
      {
        message: 'The operation does not declare the variable "$more". Declare it, or do not send it.',
        extensions: { code: 'BAD_USER_INPUT', argument: 'more' },
      },
    ])
  })

  it('may not have a long name, and of that only the start is repeated', async () => {
    const { errors } = await ask('{ hello }', { ['b'.repeat(100_000)]: 1 })

    expect(errors[0].message.length).toBeLessThan(300)
    expect(errors[0].extensions.argument).toBe(`${'b'.repeat(99)}…`)
  })

  it('may not have fields with long names', async () => {
    const { errors } = await ask(WHERE, { filter: { ['n'.repeat(201)]: 1 } })

    expect(errors[0].extensions).toMatchObject({ code: 'BAD_USER_INPUT', limit: 200, measured: 201 })
  })
})

describe('a long text', () => {
  const LONG = 'x'.repeat(10_001)

  it.each([
    ['a variable of a query', WHERE, { filter: { name: LONG } }, () => desk, 'filter.name'],
    ['a query', `{ where(filter: { name: "${LONG}" }) }`, {}, () => desk, 'filter'],
    ['an id', 'mutation ($id: ID) { touch(id: $id) }', { id: LONG }, () => desk, 'id'],
    ['a mutation of a reader', 'mutation ($t: String) { touch(text: $t) }', { t: LONG }, () => readers, 't'],
  ])('in %s is refused', async (_where, query, variables, server, argument) => {
    const { status, errors } = await ask(query, variables, server())

    expect(status).toBe(400)
    expect(errors[0].extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument, limit: 10_000, measured: 10_001 })
    expect(errors[0].message.length).toBeLessThan(200)
  })

  it.each([
    ['a variable', 'mutation ($t: String) { touch(text: $t) }', { t: LONG }],
    ['the document', `mutation { touch(text: "${LONG}") }`, {}],
  ])('of a mutation of the desk is left to the mutation: in %s', async (_where, query, variables) => {
    expect(await ask(query, variables, desk)).toEqual({ status: 200, data: { touch: null } })
  })
})

describe('many errors', () => {
  it('about the fields of a variable are twenty, each short, whatever was sent', async () => {
    const filter = Object.fromEntries(texts(30).map((_, index) => [`${'long'.repeat(40)}${index}`, 'y'.repeat(9000)]))

    const { errors, ...rest } = await ask(WHERE, { filter })

    expect(errors).toHaveLength(20)
    for (const { message, extensions } of errors) {
      expect(message).toMatch(/^Variable "\$filter" got invalid value \{ long.*; Field "long/)
      expect(message.length).toBeLessThanOrEqual(300)
      expect(extensions).toEqual({ code: 'BAD_USER_INPUT' })
    }
    expect(JSON.stringify({ errors, ...rest }).length).toBeLessThan(10_000)
  })

  it('about a document are twenty, and one that says how many more there are', async () => {
    const fields = texts(50).map((_, index) => `${'long'.repeat(100)}${index}`)

    const { errors } = await ask(`{ things { ${fields.join(' ')} } }`)

    expect(errors).toHaveLength(21)
    for (const { message } of errors) expect(message.length).toBeLessThanOrEqual(300)
    expect(errors[20]).toEqual({
      message: '30 more errors are not listed.',
      extensions: { code: 'GRAPHQL_VALIDATION_FAILED', omitted: 30 },
    })
  })

  it.each([
    [{ filter: 'text' }, 'Variable "$filter" got invalid value "text"; Expected type "Filter" to be an object.'],
    [
      { filter: { name: [1] } },
      'Variable "$filter" got invalid value [list of 1] at "filter.name"; String cannot represent a non string value: [1]',
    ],
  ])('say what is wrong: %j', async (variables, message) => {
    expect(await ask(WHERE, variables)).toMatchObject({ status: 400, errors: [{ message }] })
  })
})
