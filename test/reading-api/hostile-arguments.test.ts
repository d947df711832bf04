import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  getNamedType,
  getNullableType,
  isAbstractType,
  isInputObjectType,
  isLeafType,
  isListType,
  isObjectType,
  isRequiredArgument,
  isScalarType,
} from 'graphql'
import { describe, expect, it } from 'vitest'
import { testApi } from '../helpers/api.ts'
import { testDatabase } from '../helpers/database.ts'
import { leastArgument } from '../helpers/least-arguments.ts'
import { type Parts, withValueAt } from '../inputs/filled.ts'
import { schema } from '../inputs/input-fields.ts'

// Every argument of every field that can be read, and every text in it, with what no text may be: made from schema.graphql.

const database = await testDatabase({ seeded: true })
const admin = (await testApi(database, { variables: { MAX_DEPTH: '100' } })).as('ADMIN')

const TEXTS: Readonly<Record<string, string>> = {
  NUL: 'a\0b',
  'half of a surrogate pair': 'a\ud83d',
  '100,000 characters': 'x'.repeat(100_000),
  script: `'"><script>alert(1)</script>`,
}

const TEXT_SCALARS = ['String', 'ID', 'Locale', 'URL', 'DateTime']

interface Way {
  readonly type: GraphQLObjectType
  /** The selection around one of the type's fields */
  readonly around: (inner: string) => string
}

type Field = GraphQLField<unknown, unknown>

const select = (name: string, way: Way) => (inner: string) => way.around(`${name} { ${inner} }`)

/** The shortest way to every object type that can be read, through fields that require no argument. */
function ways(): Way[] {
  const found = new Map<string, Way>()
  const waiting: Way[] = []
  function arrive(type: GraphQLNamedType | null | undefined, around: Way['around']): void {
    if (isAbstractType(type)) {
      for (const possible of schema.getPossibleTypes(type))
        arrive(possible, (inner) => around(`... on ${possible.name} { ${inner} }`))
    }
    if (!isObjectType(type) || found.has(type.name)) return
    found.set(type.name, { type, around })
    waiting.push({ type, around })
  }
  arrive(schema.getQueryType(), (inner) => inner)
  for (const way of waiting) {
    for (const field of Object.values(way.type.getFields()))
      if (!field.args.some(isRequiredArgument)) arrive(getNamedType(field.type), select(field.name, way))
  }
  return [...found.values()]
}

interface Place {
  readonly name: string
  readonly argument: GraphQLArgument
  /** Within the argument */
  readonly path: readonly string[]
  readonly document: string
}

/** The places of texts in an argument, each field of each input type once. */
function textsIn(type: GraphQLInputType, path: string[] = [], seen = new Set<string>()): string[][] {
  const named = getNamedType(type)
  const place = isListType(getNullableType(type)) ? [...path, '0'] : path
  if (isScalarType(named)) return TEXT_SCALARS.includes(named.name) ? [place] : []
  if (!isInputObjectType(named) || seen.has(named.name)) return []
  seen.add(named.name)
  return Object.values(named.getFields()).flatMap((field) => textsIn(field.type, [...place, field.name], seen))
}

function placesOf({ type, around }: Way, field: Field): Place[] {
  return field.args.flatMap((argument) =>
    textsIn(argument.type).map((path) => {
      const others = field.args
        .filter((other) => other !== argument && isRequiredArgument(other))
        .map((other) => (getNamedType(other.type).name === 'String' ? `${other.name}: "x"` : leastArgument(other)))
      const inner = isLeafType(getNamedType(field.type)) ? '' : '{ __typename }'
      return {
        name: [`${type.name}.${field.name}`, argument.name, ...path].join(' '),
        argument,
        path,
        document: `query ($value: ${argument.type}) { ${around(`${field.name}(${[`${argument.name}: $value`, ...others]}) ${inner}`)} }`,
      }
    }),
  )
}

const places = new Map(
  ways()
    .flatMap((way) =>
      Object.values(way.type.getFields()).map((field): [string, Place[]] => [
        `${way.type.name}.${field.name}`,
        placesOf(way, field),
      ]),
    )
    .filter(([, texts]) => texts.length > 0),
)

/** Filters are examples of themselves when they say nothing. */
const EMPTY: Parts = Object.fromEntries(
  Object.values(schema.getTypeMap())
    .filter(isInputObjectType)
    .map(({ name }) => [name, [{}]]),
)

/** What is answered instead of data or BAD_USER_INPUT. */
async function faultsOf({ name, argument, path, document }: Place): Promise<string[]> {
  const faults: string[] = []
  for (const [what, text] of Object.entries(TEXTS)) {
    const { data, errors = [] } = await admin.ask(document, {
      value: withValueAt(argument.type, undefined, path, text, EMPTY),
    })
    const codes = errors.map(({ extensions }) => extensions?.code).filter((code) => code !== 'BAD_USER_INPUT')
    if (codes.length > 0 || (!data && errors.length === 0)) faults.push(`${name} with ${what}: ${codes.join()}`)
  }
  return faults
}

describe('Every text argument of a field that can be read', () => {
  it.each([...places])('%s answers an unusable text with data or with BAD_USER_INPUT', async (_field, texts) => {
    const faults: string[] = []
    for (const place of texts) faults.push(...(await faultsOf(place)))

    expect(faults).toEqual([])
  })

  it('is asked on every type that has one', () => {
    const types = new Set([...places.keys()].map((name) => name.split('.')[0]))
    const wanted = Object.values(schema.getTypeMap())
      .filter(isObjectType)
      .filter(({ name }) => name !== 'Mutation' && name !== 'Subscription' && !name.startsWith('__'))
      .filter((type) =>
        Object.values(type.getFields()).some((field) => field.args.some(({ type: of }) => textsIn(of).length > 0)),
      )

    expect(wanted.map(({ name }) => name).filter((name) => !types.has(name))).toEqual([])
  })
})
