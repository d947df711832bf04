import { readFile } from 'node:fs/promises'
import { buildSchema, type GraphQLNamedType, isIntrospectionType, isSpecifiedScalarType } from 'graphql'

/** The types that schema.graphql defines. */
export async function ownTypes(): Promise<GraphQLNamedType[]> {
  const schema = buildSchema(await readFile('schema.graphql', 'utf8'))
  return Object.values(schema.getTypeMap()).filter((type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type))
}
