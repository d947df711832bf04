import { ApolloServer, type ApolloServerPlugin } from '@apollo/server'
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled'
import type { FastifyBaseLogger, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { GraphQLError, type GraphQLSchema } from 'graphql'
import type { Env } from '../config/env.ts'
import { answerTooLarge } from '../errors/errors.ts'
import { coercionPlugin } from '../limits/coercion-plugin.ts'
import { costPlugin } from '../limits/cost/cost-plugin.ts'
import { inSequence } from '../limits/in-sequence.ts'
import { jsonLimits } from '../limits/json-size.ts'
import { limitsPlugin } from '../limits/limits-plugin.ts'
import type { Incoming } from '../media/store/incoming.ts'
import { answersFromCache } from './answers-from-cache.ts'
import { type Dependencies, type PurgedCache, sendPublic } from './caching/public-answer.ts'
import type { ResponseCache } from './caching/response-cache.ts'
import { varyBy } from './caching/vary.ts'
import { type Call, type CurrentCall, currentCall } from './call.ts'
import { watchClients } from './client-gone.ts'
import { offerCompression } from './compression/compression.ts'
import { sendDocumentFault } from './document-fault.ts'
import { type DocumentSource, documentGate } from './documents/document-gate.ts'
import { runOperation } from './graphql-handler.ts'
import { type LoggedViewer, noteViewer } from './log/notes.ts'
import { errorFormatter, presentationPlugin } from './presentation.ts'
import { DECISIVE_HEADERS, publicAnswerPlugin } from './public-answer-plugin.ts'
import { limitRates, type RateHooks } from './rate/rate-hooks.ts'
import { asRefusal, refusalOf } from './refusal.ts'
import { leaveOutAbsent } from './request/absent-parameters.ts'
import { limitBodies } from './request/body-limit.ts'
import { documentRules } from './request/document-rules.ts'
import { documentStore } from './request/documents.ts'
import { parseJsonBodies } from './request/json-body.ts'
import { acceptUploads, type Release } from './uploads/uploads.ts'

/** What this layer needs of the context that resolvers get. */
export interface CountingContext {
  /** Null for a reader */
  viewer: LoggedViewer | null
  /** Called before the operation runs, with its cost; calls back when it has ended. @throws to refuse it */
  admit?: (cost: number) => () => void
  reader: {
    /** SQL statements sent */
    readonly statements: number
    /** Whether something was read that is not for everybody */
    readonly isPrivate: boolean
    /** What the response depends on; absent or null if that is not known */
    readonly dependencies?: Dependencies | null
  }
}

export interface GraphqlOptions<Context extends CountingContext> {
  env: Pick<Env, 'introspection' | 'limits' | 'cacheTimes' | 'documents'>
  schema: GraphQLSchema
  makeContext: (request: FastifyRequest) => Context | Promise<Context>
  plugins?: readonly ApolloServerPlugin<Context>[]
  /** The documents that clients may name; none when absent */
  documents?: DocumentSource
  /** Answers are not cached when absent */
  cache?: ResponseCache | null
  /** Not limited when absent */
  rates?: RateHooks | null
  /** The shared cache that is purged at every change; none when absent */
  cdn?: PurgedCache | null | undefined
  /** Requests with files; none are taken without */
  uploads?: {
    incoming: Incoming
    fileBytes: number
    /** @throws what such a request is refused with, before anything of it is read */
    admit: (context: Context) => void
  }
}

export async function serveGraphql<Context extends CountingContext>(
  fastify: FastifyInstance,
  options: GraphqlOptions<Context>,
): Promise<void> {
  const current = currentCall()
  const apollo = apolloServer(options, current, fastify.log)
  await apollo.start()
  const context = contextOf(options.makeContext)
  const { cache = null, rates } = options
  const caching = { times: options.env.cacheTimes, cdn: options.cdn ?? null }
  const serveOrBegin = cache && answersFromCache({ cache, rates, caching })
  const isKnown = documentGate({
    policy: options.env.documents,
    documents: options.documents ?? NO_DOCUMENTS,
    isSignedIn: async (request) => (await context(request)).viewer !== null,
  })
  const { answerBytes, bodyBytes, bodyBytesReaders } = options.env.limits
  const bodyLimits = { readers: bodyBytesReaders, desk: bodyBytes }

  // In a scope of its own: no other route accepts files.
  await fastify.register(async (scope) => {
    await offerCompression(scope)
    if (options.rates) limitRates(scope, options.rates)
    watchClients(scope)
    const release = uploadsOf(scope, options, context)
    limitBodies(scope, bodyLimits, async (request) => (await context(request)).viewer !== null)
    parseJsonBodies(scope, jsonLimits(options.env.limits))
    scope.addHook('onRequest', async (_request, reply) => varyBy(reply, DECISIVE_HEADERS))
    scope.route({
      method: ['GET', 'POST'],
      url: '/graphql',
      bodyLimit: bodyLimits.desk,
      errorHandler: sendDocumentFault,
      async handler(request, reply) {
        leaveOutAbsent(request)
        const call = callOf(request)
        call.isKnownDocument = await isKnown(request).catch(async (error) => {
          await release(request)
          throw error
        })
        const fill = await serveOrBegin?.(request, reply, call)
        if (fill === 'SERVED') return reply
        const body = await current.run(call, async () => {
          try {
            const written = await runOperation(apollo, request, reply, context)
            if (!isLarger(written, answerBytes)) fill?.keep(written, reply)
            return written
          } finally {
            fill?.end()
            call.done()
            // Before the answer: nothing of an upload is left then.
            await release(request)
          }
        })
        if (isLarger(body, answerBytes)) return refuseAnswer(reply, answerBytes)
        if (!call.isPublic) return sendPrivate(reply, body, call)
        const type = String(reply.getHeader('content-type'))
        return sendPublic(request, reply, { body, type, dependencies: call.dependencies }, caching)
      },
    })
  })
  fastify.addHook('onClose', () => apollo.stop())
}

const NO_DOCUMENTS: DocumentSource = { find: async () => null }

/** Secrets are in the payloads of mutations only, so these are not compressed (http/compression/compression.ts). */
function sendPrivate(reply: FastifyReply, body: string, { kind }: Call): FastifyReply {
  if (kind === 'query') reply.compress(body)
  else reply.send(body)
  return reply
}

function isLarger(text: string, bytes: number): boolean {
  return text.length > bytes || (text.length > bytes / 3 && Buffer.byteLength(text) > bytes)
}

/** Its operation has run. */
function refuseAnswer(reply: FastifyReply, bytes: number): FastifyReply {
  const { message, extensions } = answerTooLarge(bytes)
  return reply
    .code(200)
    .header('cache-control', 'no-store')
    .send({ errors: [{ message, extensions }], data: null })
}

function callOf(request: FastifyRequest): Call {
  const { id: requestId, log, notes, turn = null } = request
  const done = () => {}
  request.call = {
    ...{ requestId, log, notes, turn, done, operation: null, kind: null, isKnownDocument: false },
    ...{ statements: 0, isPublic: false, dependencies: null, cache: null },
  }
  return request.call
}

function uploadsOf<Context extends CountingContext>(
  scope: FastifyInstance,
  { env, uploads }: GraphqlOptions<Context>,
  context: (request: FastifyRequest) => Promise<Context>,
): Release {
  if (!uploads) return async () => {}
  const { incoming, fileBytes, admit } = uploads
  return acceptUploads(scope, {
    incoming,
    limits: { textBytes: env.limits.bodyBytes, fileBytes, json: jsonLimits(env.limits) },
    admit: async (request) => admit(await context(request)),
  })
}

function apolloServer<Context extends CountingContext>(
  { env, schema, rates, plugins = [] }: GraphqlOptions<Context>,
  current: CurrentCall,
  log: FastifyBaseLogger,
) {
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
    documentStore: documentStore(() => current.getStore()?.isKnownDocument ?? false),
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
        limitsPlugin(limits),
        costPlugin({
          limits,
          isDesk: ({ viewer }) => viewer !== null,
          charge: async (cost, { viewer, admit }) => {
            const call = current.getStore()
            await rates?.charge(call?.turn, cost, viewer?.id ?? null)
            if (call && admit) call.done = admit(cost)
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

/**
 * The context of a request, made once if there is a viewer: without a token it is made in no time, and a map that has it would keep the answer with
 * it for longer than the request (see reading/value.ts). A viewer who cannot be identified gets the HTTP status for that, because nothing of the operation has run.
 */
function contextOf<Context extends CountingContext>(makeContext: GraphqlOptions<Context>['makeContext']) {
  const made = new WeakMap<FastifyRequest, Context>()
  return async (request: FastifyRequest): Promise<Context> => {
    try {
      const context = made.get(request) ?? (await makeContext(request))
      if (context.viewer) made.set(request, context)
      noteViewer(request.notes, context.viewer)
      return context
    } catch (error) {
      const http = refusalOf(error)
      const refusal = asRefusal(error)
      if (!http || !refusal) throw error
      const { message, originalError, extensions } = refusal
      throw new GraphQLError(message, { originalError, extensions: { ...extensions, http } })
    }
  }
}
