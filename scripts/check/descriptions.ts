import {
  type GraphQLInterfaceType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
} from 'graphql'
import { ownTypes } from './schema.ts'

interface Described {
  readonly description?: string | null | undefined
}
type Part = [name: string, described: Described]

/**
 * Every type, field, argument, input field and enum value of schema.graphql that has no description, where one could say something.
 * These need none, because Relay or the schema's own conventions define them: the `input` of a mutation and its type (the mutation says what it
 * is for), `clientMutationId`, payload, connection and edge types and what every connection has, a field that its interface describes, and the
 * comparisons that are the same in every filter.
 */
export async function undescribed(root: string): Promise<string[]> {
  return (await ownTypes(root))
    .flatMap(partsOf)
    .filter(([, { description }]) => !description?.trim())
    .map(([name]) => `${name} has no description`)
}

const CONNECTION_FIELDS = ['edges', 'nodes']
const EDGE_FIELDS = ['cursor', 'node']
const COMPARISONS = ['equals', 'not', 'in', 'notIn']

function partsOf(type: GraphQLNamedType): Part[] {
  const parts: Part[] = isConventional(type) ? [] : [[type.name, type]]
  if (isObjectType(type) || isInterfaceType(type)) return [...parts, ...fieldParts(type)]
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields()).filter(({ name }) => !isConventionalInput(type.name, name))
    return [...parts, ...fields.map((field): Part => [`${type.name}.${field.name}`, field])]
  }
  if (isEnumType(type))
    return [...parts, ...type.getValues().map((value): Part => [`${type.name}.${value.name}`, value])]
  return parts
}

function fieldParts(type: GraphQLObjectType | GraphQLInterfaceType): Part[] {
  const said = new Set(type.getInterfaces().flatMap((parent) => Object.keys(parent.getFields())))
  const conventional = isConnection(type) ? CONNECTION_FIELDS : type.name.endsWith('Edge') ? EDGE_FIELDS : []
  return Object.values(type.getFields()).flatMap((field): Part[] => [
    ...(said.has(field.name) || conventional.includes(field.name)
      ? []
      : [[`${type.name}.${field.name}`, field] satisfies Part]),
    ...field.args
      .filter(({ name }) => !(type.name === 'Mutation' && name === 'input'))
      .map((argument): Part => [`${type.name}.${field.name}(${argument.name}:)`, argument]),
  ])
}

const isConnection = (type: GraphQLNamedType) => implementsInterface(type, 'Connection')

function implementsInterface(type: GraphQLNamedType, name: string): boolean {
  return isObjectType(type) && type.getInterfaces().some((parent) => parent.name === name)
}

function isConventional(type: GraphQLNamedType): boolean {
  return (
    isConnection(type) ||
    implementsInterface(type, 'MutationPayload') ||
    type.name.endsWith('Edge') ||
    (isInputObjectType(type) && 'clientMutationId' in type.getFields())
  )
}

function isConventionalInput(type: string, field: string): boolean {
  return field === 'clientMutationId' || (type.endsWith('Filter') && COMPARISONS.includes(field))
}
