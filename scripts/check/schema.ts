import { readFile } from 'node:fs/promises'
import {
  buildSchema,
  type GraphQLNamedType,
  type GraphQLSchema,
  isIntrospectionType,
  isSpecifiedScalarType,
} from 'graphql'

/** schema.graphql as it stands. */
export async function ownSchema(): Promise<GraphQLSchema> {
  return buildSchema(await readFile('schema.graphql', 'utf8'))
}

/** The types that schema.graphql defines. */
export async function ownTypes(): Promise<GraphQLNamedType[]> {
  return typesOf(await ownSchema())
}

export function typesOf(schema: GraphQLSchema): GraphQLNamedType[] {
  return Object.values(schema.getTypeMap()).filter((type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type))
}
