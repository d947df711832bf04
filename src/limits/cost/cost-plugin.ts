import type { ApolloServerPlugin, BaseContext, GraphQLResponse } from '@apollo/server'
import { type DocumentNode, GraphQLError, type GraphQLSchema, type OperationDefinitionNode } from 'graphql'
import type { Variables } from '../count.ts'
import { type Limits, overLimit } from '../limits.ts'
import type { LimitedOperation } from '../limits-plugin.ts'
import { sizeOf } from '../operation-size.ts'
import { fragmentsOf } from '../size-rule.ts'
import { costCounter } from './operation-cost.ts'

export interface CostOptions<Context extends BaseContext> {
  check: CostCheck
  /** Whether the limits of signed-in viewers apply */
  isDesk: (context: Context) => boolean
  /** Told the cost of an operation before it runs. @throws to refuse it */
  charge?: (cost: number, context: Context) => Promise<void> | undefined
}

/** As the response reports it. */
export interface Cost {
  readonly requestedQueryCost: number
  readonly maximumQueryCost: number
}

/** What an operation costs, or why it may not run. */
export type CostCheck = (limited: LimitedOperation) => Cost | GraphQLError

interface Measures {
  readonly rootFields: number
  readonly cost: (variables: Variables) => number
}

/** With `GraphQL-Cost: report`, the response has the cost of its operation. */
const HEADER = 'graphql-cost'

/** The limits that depend on the viewer, so that no validation rule can know them: cost and root fields. */
export function costCheck(limits: Limits): CostCheck {
  const desk = { cost: limits.cost, rootFields: limits.rootFields }
  const readers = { cost: limits.costReaders, rootFields: limits.rootFieldsReaders }
  const measuresOf = memoized()

  return ({ schema, document, operation, variables, isDesk }) => {
    const most = isDesk ? desk : readers
    const { rootFields, cost: costOf } = measuresOf(schema, document, operation)
    if (rootFields > most.rootFields)
      return overLimit('TOO_MANY_ROOT_FIELDS', `has ${rootFields} root fields`, most.rootFields, rootFields)
    const cost = costOf(variables)
    if (cost > most.cost) return overLimit('QUERY_TOO_EXPENSIVE', `has a cost of ${cost}`, most.cost, cost)
    return { requestedQueryCost: cost, maximumQueryCost: most.cost }
  }
}

export function costPlugin<Context extends BaseContext>({
  check,
  isDesk,
  charge,
}: CostOptions<Context>): ApolloServerPlugin<Context> {
  return {
    async requestDidStart() {
      let report: Cost | undefined
      return {
        async didResolveOperation({ schema, document, operation, request, contextValue }) {
          if (!operation) return
          const limited = { schema, document, operation, variables: request.variables ?? {} }
          const cost = check({ ...limited, isDesk: isDesk(contextValue) })
          if (cost instanceof GraphQLError) throw cost
          await charge?.(cost.requestedQueryCost, contextValue)
          report = cost
        },
        async willSendResponse({ request, response }) {
          if (report && request.http?.headers.get(HEADER)?.toLowerCase() === 'report') addTo(response, { cost: report })
        },
      }
    },
  }
}

function addTo({ body }: GraphQLResponse, extensions: Readonly<Record<string, unknown>>): void {
  if (body.kind === 'single') body.singleResult.extensions = { ...body.singleResult.extensions, ...extensions }
}

/** Apollo keeps the documents that come back, so each is walked once. */
function memoized() {
  const known = new WeakMap<OperationDefinitionNode, Measures>()
  return (schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode): Measures => {
    const found = known.get(operation)
    if (found) return found
    const fragments = fragmentsOf(document)
    const measures = {
      rootFields: sizeOf(operation, fragments).width,
      cost: costCounter(schema, operation, fragments),
    }
    known.set(operation, measures)
    return measures
  }
}
