import {
  type GraphQLField,
  type GraphQLObjectType,
  getNamedType,
  getNullableType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql'
import { schemaOf } from './schema.ts'

type Fields = Readonly<Record<string, { readonly type: unknown }>>

/** What every input has, whatever else. */
const OF_INPUTS = { idempotencyKey: 'String', clientMutationId: 'String' }

/** What every payload has, whatever else. */
const OF_PAYLOADS = { userErrors: '[UserError!]!', clientMutationId: 'String' }

/** What a payload also has that shows something with a version: the next change is based on it (docs/decisions/013). */
const OF_VERSIONED = { version: 'Int', currentVersion: 'Int' }

const VERSIONED = ['Article', 'Author', 'Image', 'Topic']

/**
 * Mutations that are not like the others: `name(input: NameInput!): NamePayload`. A payload can be null, so that a mutation that fails takes
 * nothing from the others of its document; and so can each part of it, since a refusal has none.
 */
export async function payloadViolations(root: string): Promise<string[]> {
  const schema = await schemaOf(root)
  return Object.values(schema.getMutationType()?.getFields() ?? {}).flatMap((mutation) => [
    ...inputViolations(mutation),
    ...payloadTypeViolations(mutation),
  ])
}

function inputViolations({ name, args }: GraphQLField<unknown, unknown>): string[] {
  const expected = `input: ${capitalised(name)}Input!`
  const given = args.map((argument) => `${argument.name}: ${String(argument.type)}`).join(', ')
  const input = args[0] && getNamedType(args[0].type)
  if (given !== expected || !isInputObjectType(input)) return [`Mutation.${name} takes (${given}), not (${expected})`]
  return violationsIn(input.name, input.getFields(), OF_INPUTS)
}

function payloadTypeViolations({ name, type }: GraphQLField<unknown, unknown>): string[] {
  const expected = `${capitalised(name)}Payload`
  const payload = getNullableType(type)
  if (String(type) !== expected || !isObjectType(payload)) return [`Mutation.${name} must be ${expected}, can be null`]
  const isPayload = payload.getInterfaces().some((one) => one.name === 'MutationPayload')
  return [
    ...(isPayload ? [] : [`${expected} does not implement MutationPayload`]),
    ...violationsIn(expected, payload.getFields(), OF_PAYLOADS),
    ...(showsVersioned(payload) ? violationsIn(expected, payload.getFields(), OF_VERSIONED) : []),
    ...unrefusable(payload),
  ]
}

const showsVersioned = (payload: GraphQLObjectType): boolean =>
  Object.values(payload.getFields()).some(({ type }) => VERSIONED.includes(String(type)))

/** A list is empty where the mutation was refused; everything else is null. */
function unrefusable(payload: GraphQLObjectType): string[] {
  return Object.values(payload.getFields())
    .filter(({ type }) => isNonNullType(type) && !isListType(type.ofType))
    .map(({ name }) => `${payload.name}.${name} must be nullable: a refusal has none`)
}

function violationsIn(owner: string, fields: Fields, expected: Readonly<Record<string, string>>): string[] {
  return Object.entries(expected)
    .filter(([name, type]) => String(fields[name]?.type) !== type)
    .map(([name, type]) => `${owner}.${name} must be ${type}`)
}

function capitalised(name: string): string {
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}`
}
