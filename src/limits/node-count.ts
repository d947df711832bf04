import type { GraphQLSchema, OperationDefinitionNode } from 'graphql'
import { type OperationCounter, operationCounter } from './operation-count.ts'
import type { Fragments } from './operation-size.ts'

export type NodeCounter = OperationCounter

/** The list items that an operation can return at most. */
export function nodeCounter(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  fragments: Fragments,
): NodeCounter {
  return operationCounter(schema, operation, fragments)
}
