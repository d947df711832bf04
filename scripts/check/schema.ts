import { readFile } from 'node:fs/promises'
import { buildSchema, type GraphQLNamedType, isIntrospectionType, isSpecifiedScalarType } from 'graphql'
import { some } from './skipped.ts'

/** The types that schema.graphql defines. */
export async function ownTypes(): Promise<readonly GraphQLNamedType[]> {
  const schema = buildSchema(await readFile('schema.graphql', 'utf8'))
  const types = Object.values(schema.getTypeMap())
  return some(
    types.filter((type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type)),
    'types in schema.graphql',
  )
}
