import type { ApolloServerPlugin } from '@apollo/server'
import type { DocumentNode, GraphQLError, GraphQLSchema, OperationDefinitionNode } from 'graphql'
import { type DeclaredVariables, declaredVariables, faultOfDefaults } from './declared-variables.ts'
import { type Limits, overLimit } from './limits.ts'
import { type NodeCounter, nodeCounter } from './node-count.ts'
import { fragmentsOf } from './size-rule.ts'
import { faultOf } from './variables.ts'

/** What is known of an operation before its variables are. */
interface Checks {
  readonly declared: DeclaredVariables
  readonly faultOfDefaults: GraphQLError | null
  readonly nodes: NodeCounter
}

/**
 * The limits that need the variables' values. They cannot be a validation rule: validation knows no values, and its result is kept
 * for the next request with the same document.
 */
export function limitsPlugin<Context extends { readonly viewer: object | null }>(
  limits: Limits,
): ApolloServerPlugin<Context> {
  // Documents that come back are cached, so each is walked once.
  const known = new WeakMap<OperationDefinitionNode, Checks>()

  function checksOf(schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode): Checks {
    const before = known.get(operation)
    if (before) return before
    const fragments = fragmentsOf(document)
    const declared = declaredVariables(schema, operation, fragments)
    const checks = {
      declared,
      faultOfDefaults: faultOfDefaults(operation, declared),
      nodes: nodeCounter(schema, operation, fragments),
    }
    known.set(operation, checks)
    return checks
  }

  return {
    async requestDidStart() {
      return {
        async didResolveOperation({ schema, document, operation, request, contextValue }) {
          if (!operation) return
          const checked = checksOf(schema, document, operation)
          const variables = request.variables ?? {}
          const isDesk = contextValue.viewer !== null
          if (checked.faultOfDefaults) throw checked.faultOfDefaults
          const fault = faultOf(variables, checked.declared, {
            values: isDesk ? limits.values : limits.valuesReaders,
            depth: limits.depth,
            hasLongTexts: isDesk && operation.operation === 'mutation',
          })
          if (fault) throw fault
          const nodes = checked.nodes(variables)
          if (nodes > limits.nodes)
            throw overLimit('TOO_MANY_NODES', `asks for up to ${nodes} nodes`, limits.nodes, nodes)
        },
      }
    },
  }
}
