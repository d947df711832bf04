// What Relay's compiler and its clients rely on: https://relay.dev/graphql/connections.htm and
// https://relay.dev/graphql/objectidentification.htm
import {
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLObjectType,
  getNamedType,
  getNullableType,
  isLeafType,
  isListType,
  isObjectType,
} from 'graphql'
import { ownTypes } from './schema.ts'

type Fields = Readonly<Record<string, GraphQLField<unknown, unknown>>>

const PAGE_INFO = { hasNextPage: 'Boolean!', hasPreviousPage: 'Boolean!', startCursor: 'String', endCursor: 'String' }
const PAGING = { first: 'Int', after: 'String', last: 'Int', before: 'String' }

export async function relayBreaches(root: string): Promise<string[]> {
  const types = new Map((await ownTypes(root)).map((type) => [type.name, type]))
  const objects = [...types.values()].filter(isObjectType)
  return [
    ...nodeBreaches(types, objects),
    ...shapeBreaches('PageInfo', fieldsOf(types.get('PageInfo')), PAGE_INFO),
    ...objects.filter(({ name }) => name.endsWith('Connection')).flatMap((type) => connectionBreaches(types, type)),
    ...objects.flatMap(pagingBreaches),
  ]
}

function nodeBreaches(types: ReadonlyMap<string, GraphQLNamedType>, objects: readonly GraphQLObjectType[]): string[] {
  const query = fieldsOf(types.get('Query'))
  const anonymous = objects.filter((type) => type.getFields().id && !implementsNode(type))
  return [
    ...shapeBreaches('Query', query, { node: 'Node', nodes: '[Node]!' }),
    ...shapeBreaches('Node', fieldsOf(types.get('Node')), { id: 'ID!' }),
    ...anonymous.map(({ name }) => `${name} has an id and does not implement Node`),
  ]
}

function implementsNode(type: GraphQLObjectType): boolean {
  return type.getInterfaces().some(({ name }) => name === 'Node')
}

function connectionBreaches(types: ReadonlyMap<string, GraphQLNamedType>, connection: GraphQLObjectType): string[] {
  const fields = connection.getFields()
  const { edges } = fields
  if (!edges || !isListType(getNullableType(edges.type))) return [`${connection.name}.edges is not a list`]
  const edgeName = getNamedType(edges.type).name
  const edge = fieldsOf(types.get(edgeName))
  return [
    ...shapeBreaches(connection.name, fields, { pageInfo: 'PageInfo!' }),
    ...(edgeName.endsWith('Edge') ? [] : [`${edgeName} is an edge, and its name does not say so`]),
    ...shapeBreaches(edgeName, edge, { cursor: 'String!' }),
    ...(edge.node && !isListType(getNullableType(edge.node.type)) && !isLeafType(getNamedType(edge.node.type))
      ? []
      : [`${edgeName}.node is not one object`]),
  ]
}

/** Whatever returns a connection is paged in both directions. */
function pagingBreaches(type: GraphQLObjectType): string[] {
  return Object.values(type.getFields()).flatMap((field) => {
    if (!getNamedType(field.type).name.endsWith('Connection')) return []
    const given = new Map(field.args.map((argument) => [argument.name, String(argument.type)]))
    return Object.entries(PAGING)
      .filter(([name, expected]) => given.get(name) !== expected)
      .map(([name, expected]) => `${type.name}.${field.name} has no argument ${name}: ${expected}`)
  })
}

function shapeBreaches(type: string, fields: Fields, expected: Readonly<Record<string, string>>): string[] {
  return Object.entries(expected)
    .filter(([name, wanted]) => String(fields[name]?.type) !== wanted)
    .map(([name, wanted]) => `${type}.${name} must be ${wanted}`)
}

function fieldsOf(type: GraphQLNamedType | undefined): Fields {
  return type && 'getFields' in type && !('isOneOf' in type) ? type.getFields() : {}
}
