import { ApolloServer, type ApolloServerPlugin } from '@apollo/server'
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled'
import type { FastifyBaseLogger } from 'fastify'
import type { GraphQLSchema } from 'graphql'
import type { Env } from '../config/env.ts'
import { coercionPlugin } from '../limits/coercion-plugin.ts'
import { type CostCheck, costPlugin } from '../limits/cost/cost-plugin.ts'
import { inSequence } from '../limits/in-sequence.ts'
import { type LimitCheck, limitsPlugin } from '../limits/limits-plugin.ts'
import type { CountingContext, CurrentCall } from './call.ts'
import type { Enter } from './entry.ts'
import { errorFormatter, presentationPlugin } from './presentation.ts'
import { publicAnswerPlugin } from './public-answer-plugin.ts'
import { documentRules } from './request/document-rules.ts'
import type { Documents } from './request/documents.ts'

export interface ApolloOptions<Context extends CountingContext> {
  readonly env: Pick<Env, 'introspection' | 'limits'>
  readonly schema: GraphQLSchema
  readonly plugins: readonly ApolloServerPlugin<Context>[]
  readonly documents: Documents
  readonly checkLimits: LimitCheck
  readonly checkCost: CostCheck
  readonly enter: Enter<Context>
}

/** Runs every operation that is not answered before (known-reads.ts), and is the reference for how HTTP answers GraphQL. */
export function apolloServer<Context extends CountingContext>(
  { env, schema, plugins, documents, checkLimits, checkCost, enter }: ApolloOptions<Context>,
  current: CurrentCall,
  log: FastifyBaseLogger,
): ApolloServer<Context> {
  const { limits, introspection } = env
  const formatError = errorFormatter(current)
  return new ApolloServer<Context>({
    schema,
    introspection,
    logger: log,
    formatError,
    includeStacktraceInErrorResponses: false,
    hideSchemaDetailsFromClientErrors: !introspection,
    parseOptions: { maxTokens: limits.tokens },
    validationRules: documentRules(limits),
    stringifyResult: JSON.stringify,
    allowBatchedHttpRequests: false,
    persistedQueries: false,
    documentStore: documents.store,
    stopOnTerminationSignals: false,
    // Another site's page can make a browser send a form or plain text here, but not JSON: that takes a preflight, which @fastify/cors
    // answers for CORS_ORIGINS. http/content-types.ts accepts only JSON by POST, http/uploads/uploads.ts
    // requests with files that had a preflight, and only queries run by GET. Apollo's own
    // check would refuse the plain GET queries of urql and others, and add nothing: the viewer is identified by a header, never by a cookie.
    csrfPrevention: false,
    plugins: [
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      inSequence(
        limitsPlugin(checkLimits),
        costPlugin({
          check: checkCost,
          isDesk: ({ viewer }) => viewer !== null,
          charge: async (cost, context) => {
            const call = current.getStore()
            if (call) await enter(call, cost, context)
          },
        }),
      ),
      callPlugin(current),
      ...plugins,
      coercionPlugin(!introspection),
      presentationPlugin(formatError),
      publicAnswerPlugin(current),
    ],
  })
}

/** Notes for the log line what ran and what it cost. */
function callPlugin(current: CurrentCall): ApolloServerPlugin<CountingContext> {
  return {
    async requestDidStart() {
      const call = current.getStore()
      if (!call) return
      return {
        // Documents that came back are in the store.
        async parsingDidStart() {
          if (call.turn) call.turn.isNewDocument = !call.isKnownDocument
        },
        async didResolveOperation({ operationName, operation }) {
          call.operation = operationName
          call.kind = operation?.operation ?? null
        },
        async willSendResponse({ contextValue }) {
          call.statements = contextValue.reader.statements
        },
      }
    },
  }
}
