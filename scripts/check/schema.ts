import {
  buildSchema,
  type GraphQLNamedType,
  type GraphQLSchema,
  isIntrospectionType,
  isSpecifiedScalarType,
} from 'graphql'
import { textOf } from './texts.ts'

/** schema.graphql of the folder. */
export async function schemaOf(root: string): Promise<GraphQLSchema> {
  return buildSchema(await textOf(root, 'schema.graphql'))
}

/** The types that schema.graphql defines. */
export async function ownTypes(root: string): Promise<GraphQLNamedType[]> {
  return typesOf(await schemaOf(root))
}

export function typesOf(schema: GraphQLSchema): GraphQLNamedType[] {
  return Object.values(schema.getTypeMap()).filter((type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type))
}
