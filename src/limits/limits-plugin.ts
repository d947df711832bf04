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

/** An operation that is about to run. */
export interface LimitedOperation {
  readonly schema: GraphQLSchema
  readonly document: DocumentNode
  readonly operation: OperationDefinitionNode
  readonly variables: Readonly<Record<string, unknown>>
  /** Whether the limits of signed-in viewers apply */
  readonly isDesk: boolean
}

/** Which of the limits an operation is over that need the variables' values; null: none. */
export type LimitCheck = (limited: LimitedOperation) => GraphQLError | null

/**
 * The limits that need the variables' values. They cannot be a validation rule: validation knows no values, and its result is kept
 * for the next request with the same document.
 */
export function limitCheck(limits: Limits): LimitCheck {
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

  return ({ schema, document, operation, variables, isDesk }) => {
    const checked = checksOf(schema, document, operation)
    if (checked.faultOfDefaults) return checked.faultOfDefaults
    const fault = faultOf(variables, checked.declared, {
      values: isDesk ? limits.values : limits.valuesReaders,
      depth: limits.depth,
      hasLongTexts: isDesk && operation.operation === 'mutation',
    })
    if (fault) return fault
    const nodes = checked.nodes(variables)
    if (nodes <= limits.nodes) return null
    return overLimit('TOO_MANY_NODES', `asks for up to ${nodes} nodes`, limits.nodes, nodes)
  }
}

export function limitsPlugin<Context extends { readonly viewer: object | null }>(
  check: LimitCheck,
): ApolloServerPlugin<Context> {
  return {
    async requestDidStart() {
      return {
        async didResolveOperation({ schema, document, operation, request, contextValue }) {
          if (!operation) return
          const isDesk = contextValue.viewer !== null
          const fault = check({ schema, document, operation, variables: request.variables ?? {}, isDesk })
          if (fault) throw fault
        },
      }
    },
  }
}
