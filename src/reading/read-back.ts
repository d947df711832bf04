import {
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isObjectType,
} from 'graphql'
import { collectSubfields } from 'graphql/execution/collectFields.js'
import { isObject, type JsonObject } from './object.ts'
import type { Plans, StatementField } from './plans.ts'
import type { Reader } from './reader.ts'

interface Context {
  readonly reader: Reader
}

type CodeField = GraphQLField<unknown, Context>
type Resolve = NonNullable<CodeField['resolve']>

/** The object types whose values code returns: payloads of mutations, changes, and their parts, down to the types that statements read. */
export function typesGivenByCode(schema: GraphQLSchema, plans: Plans): ReadonlySet<GraphQLObjectType> {
  const found = new Set<GraphQLObjectType>()
  const waiting = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].filter(isObjectType)
  for (const type of waiting) {
    if (found.has(type)) continue
    found.add(type)
    for (const field of Object.values(type.getFields())) {
      if (type === schema.getQueryType() && plans.has(field.name)) continue
      waiting.push(...objectTypes(schema, field.type).filter(({ name }) => !plans.hasType(name)))
    }
  }
  return found
}

/**
 * Resolves a field of such a type: with its own resolver, or the property with its name. If statements read its type, the value is `{ id }`
 * or a list of those, and is read back.
 */
export function resolveByCode(field: CodeField, plans: Plans): Resolve {
  const resolve: Resolve = field.resolve ?? ((source) => (isObject(source) ? source[field.name] : undefined))
  const type = getNamedType(field.type)
  if (!isObjectType(type) || !plans.hasType(type.name)) return resolve
  return async (source, args, context, info) => {
    const given: unknown = await resolve(source, args, context, info)
    const readOne = (subject: unknown) => readSubject(subject, type, context.reader, info)
    return Array.isArray(given) ? Promise.all(given.map(readOne)) : readOne(given)
  }
}

/** Resolves a mutation: the selection of its payload is checked first, so that nothing is written if the response would be refused. */
export function resolveMutation(field: CodeField, plans: Plans): Resolve {
  const { resolve } = field
  const payload = getNamedType(field.type)
  if (!resolve || !isObjectType(payload)) throw new Error(`no service implements ${field.name}`)
  return (source, args, context, info) => {
    checkReadBacks(payload, { ...info, keys: keysTo(info) }, plans, context.reader)
    return resolve(source, args, context, info)
  }
}

function checkReadBacks(type: GraphQLObjectType, field: StatementField, plans: Plans, reader: Reader): void {
  const { schema, fragments, variableValues, fieldNodes } = field
  for (const [key, nodes] of collectSubfields(schema, fragments, { ...variableValues }, type, [...fieldNodes])) {
    const selected = type.getFields()[nodes[0]?.name.value ?? '']
    if (!selected) continue
    const below = { ...field, parentType: type, fieldNodes: nodes, keys: [...field.keys, key] }
    for (const named of objectTypes(schema, selected.type)) {
      if (plans.hasType(named.name)) reader.checkReadBack(below, named.name)
      else checkReadBacks(named, below, plans, reader)
    }
  }
}

/** The object types that the value of a field can have. */
function objectTypes(schema: GraphQLSchema, type: GraphQLOutputType): readonly GraphQLObjectType[] {
  const named = getNamedType(type)
  if (isAbstractType(named)) return schema.getPossibleTypes(named)
  return isObjectType(named) ? [named] : []
}

/**
 * `{ id }`, the row's uuid, read back: as it is now or, with `row`, as that says. Its other properties replace the values of the row.
 */
async function readSubject(
  subject: unknown,
  type: GraphQLObjectType,
  reader: Reader,
  info: GraphQLResolveInfo,
): Promise<unknown> {
  if (subject === null || subject === undefined) return null
  if (!isObject(subject) || typeof subject.id !== 'string') throw new Error(`${info.fieldName} was not given as { id }`)
  const { id, row: given, ...besides } = subject
  const field = { ...info, keys: keysTo(info) }
  const row = await reader.readBack(field, type.name, subject.id, isObject(given) ? given : undefined)
  return isObject(row) ? { ...row, ...underKeys(besides, type, info) } : null
}

/** Values by the response keys under which their fields are selected. */
function underKeys(values: JsonObject, type: GraphQLObjectType, info: GraphQLResolveInfo): JsonObject {
  if (Object.keys(values).length === 0) return {}
  const { schema, fragments, variableValues, fieldNodes } = info
  const selected = [...collectSubfields(schema, fragments, variableValues, type, fieldNodes)]
  return Object.fromEntries(
    selected.flatMap(([key, nodes]) => {
      const name = nodes[0]?.name.value ?? ''
      return name in values ? [[key, values[name]]] : []
    }),
  )
}

/** The response keys that lead to a field, without the lists' indexes. */
export function keysTo({ path }: GraphQLResolveInfo): string[] {
  const keys: string[] = []
  for (let step: GraphQLResolveInfo['path'] | undefined = path; step; step = step.prev) {
    if (typeof step.key === 'string') keys.unshift(step.key)
  }
  return keys
}
