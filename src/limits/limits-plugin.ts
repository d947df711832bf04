import type { ApolloServerPlugin, BaseContext } from '@apollo/server'
import type { DocumentNode, GraphQLSchema, OperationDefinitionNode } from 'graphql'
import { type Limits, overLimit } from './limits.ts'
import { type NodeCounter, nodeCounter } from './node-count.ts'
import { fragmentsOf } from './size-rule.ts'

/**
 * The limits that need the variables' values. They cannot be a validation rule: validation knows no values, and its result is kept
 * for the next request with the same document.
 */
export function limitsPlugin<Context extends BaseContext>(limits: Limits): ApolloServerPlugin<Context> {
  // Documents that come back are cached, so each is walked once.
  const counters = new WeakMap<OperationDefinitionNode, NodeCounter>()

  function counterOf(schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode): NodeCounter {
    const known = counters.get(operation)
    if (known) return known
    const counter = nodeCounter(schema, operation, fragmentsOf(document))
    counters.set(operation, counter)
    return counter
  }

  return {
    async requestDidStart() {
      return {
        async didResolveOperation({ schema, document, operation, request }) {
          if (!operation) return
          const variables = request.variables ?? {}
          const depth = depthOf(variables)
          if (depth > limits.depth)
            throw overLimit('QUERY_TOO_DEEP', `has variables nested ${depth} levels deep`, limits.depth, depth)
          const nodes = counterOf(schema, document, operation)(variables)
          if (nodes > limits.nodes)
            throw overLimit('TOO_MANY_NODES', `asks for up to ${nodes} nodes`, limits.nodes, nodes)
        },
      }
    },
  }
}

/** Level by level instead of recursively: the JSON of a 1 MB body can nest deeper than the stack. */
function depthOf(variables: object): number {
  let depth = 0
  let level: object[] = Object.values(variables).filter(isNested)
  while (level.length > 0) {
    depth += 1
    level = level.flatMap((value) => Object.values(value).filter(isNested))
  }
  return depth
}

function isNested(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}
