import {
  buildSchema,
  type GraphQLArgument,
  type GraphQLInputField,
  type GraphQLNamedType,
  type GraphQLSchema,
  isInputObjectType,
  isIntrospectionType,
  isObjectType,
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

/** A field of an input, or an argument. */
export interface InputPlace {
  /** The input, or the field that has the argument: "CreateAuthorInput", "Query.nodes" */
  readonly owner: string
  readonly definition: GraphQLArgument | GraphQLInputField
}

/** Everywhere that a client can send a value. */
export function inputPlaces(schema: GraphQLSchema): InputPlace[] {
  return typesOf(schema).flatMap((type): InputPlace[] => {
    if (isInputObjectType(type))
      return Object.values(type.getFields()).map((definition) => ({ owner: type.name, definition }))
    if (!isObjectType(type)) return []
    return Object.values(type.getFields()).flatMap((field) =>
      field.args.map((definition) => ({ owner: `${type.name}.${field.name}`, definition })),
    )
  })
}
