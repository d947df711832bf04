import type { ApolloServerPlugin, BaseContext, GraphQLResponse } from '@apollo/server'
import type { DocumentNode, GraphQLSchema, OperationDefinitionNode } from 'graphql'
import type { Variables } from '../count.ts'
import { type Limits, overLimit } from '../limits.ts'
import { sizeOf } from '../operation-size.ts'
import { fragmentsOf } from '../size-rule.ts'
import { costCounter } from './operation-cost.ts'

export interface CostOptions<Context extends BaseContext> {
  limits: Limits
  /** Whether the limits of signed-in viewers apply */
  isDesk: (context: Context) => boolean
  /** Told the cost of an operation before it runs. @throws to refuse it */
  charge?: (cost: number, context: Context) => Promise<void> | undefined
}

interface Measures {
  readonly rootFields: number
  readonly cost: (variables: Variables) => number
}

/** With `GraphQL-Cost: report`, the response has the cost of its operation. */
const HEADER = 'graphql-cost'

/** The limits that depend on the viewer, so that no validation rule can know them: cost and root fields. */
export function costPlugin<Context extends BaseContext>({
  limits,
  isDesk,
  charge,
}: CostOptions<Context>): ApolloServerPlugin<Context> {
  const desk = { cost: limits.cost, rootFields: limits.rootFields }
  const readers = { cost: limits.costReaders, rootFields: limits.rootFieldsReaders }
  const measuresOf = memoized()

  return {
    async requestDidStart() {
      let report: { requestedQueryCost: number; maximumQueryCost: number } | undefined
      return {
        async didResolveOperation({ schema, document, operation, request, contextValue }) {
          if (!operation) return
          const most = isDesk(contextValue) ? desk : readers
          const measures = measuresOf(schema, document, operation)
          const { rootFields } = measures
          if (rootFields > most.rootFields)
            throw overLimit('TOO_MANY_ROOT_FIELDS', `has ${rootFields} root fields`, most.rootFields, rootFields)
          const cost = measures.cost(request.variables ?? {})
          if (cost > most.cost) throw overLimit('QUERY_TOO_EXPENSIVE', `has a cost of ${cost}`, most.cost, cost)
          await charge?.(cost, contextValue)
          report = { requestedQueryCost: cost, maximumQueryCost: most.cost }
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
