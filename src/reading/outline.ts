import {
  type GraphQLInputType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInputType,
  isListType,
  isNonNullType,
  type OperationDefinitionNode,
  typeFromAST,
} from 'graphql'
import type { Variables } from './argument.ts'

function outlineOf(value: unknown, type: GraphQLInputType, isVariable = false): string {
  if (isNonNullType(type)) return outlineOf(value, type.ofType, isVariable)
  if (value === undefined) return '-'
  if (value === null) return '0'
  if (isListType(type)) {
    // A list of plain values is one array parameter, whatever its length; of input objects each item is a part of the statement.
    const item = isNonNullType(type.ofType) ? type.ofType.ofType : type.ofType
    const items: unknown[] = Array.isArray(value) ? value : [value]
    return isInputObjectType(item) || isListType(item) ? `[${items.map((each) => outlineOf(each, item)).join()}]` : '[]'
  }
  if (isInputObjectType(type)) {
    const fields = type.getFields()
    const parts = Object.entries(value).map(([key, part]) => {
      const field = fields[key]
      return `${key}:${field ? outlineOf(part, field.type) : '-'}`
    })
    return `{${parts.join()}}`
  }
  // A variable of its own may be a page size, which is a literal in the statement. Within an input object no integer is.
  return isEnumType(type) || type.name === 'Boolean' || (type.name === 'Int' && isVariable) ? String(value) : '*'
}

/**
 * The part of an operation's variables that a plan may depend on: two calls with the same outline run the same statement with other
 * parameters. Texts, dates and ids are left out; enum values, integers, booleans, absence, null and the structure of input objects are
 * included.
 */
export function outlineOfVariables(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  variables: Variables,
): string {
  const definitions = operation.variableDefinitions ?? []
  return definitions
    .map(({ variable, type: node }) => {
      const type = typeFromAST(schema, node)
      const value = variables[variable.name.value]
      return isInputType(type) ? outlineOf(value, type, true) : '-'
    })
    .join(';')
}
