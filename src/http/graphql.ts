import type { IncomingMessage } from 'node:http'
import type { ApolloServerPlugin } from '@apollo/server'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { GraphQLError, type GraphQLSchema } from 'graphql'
import type { Env } from '../config/env.ts'
import { answerTooLarge } from '../errors/errors.ts'
import { once } from '../lib/once.ts'
import { type CostCheck, costCheck } from '../limits/cost/cost-plugin.ts'
import { jsonLimits } from '../limits/json-size.ts'
import { type LimitCheck, limitCheck } from '../limits/limits-plugin.ts'
import type { Incoming } from '../media/store/incoming.ts'
import { type AnswersFromCache, answersFromCache, type OnServed } from './answers-from-cache.ts'
import { apolloServer } from './apollo.ts'
import { cacheKeyOf } from './caching/cache-key.ts'
import { type PublicCaching, sendPublic } from './caching/public-answer.ts'
import type { ResponseCache } from './caching/response-cache.ts'
import { varyBy } from './caching/vary.ts'
import { type Asking, type Call, type CountingContext, type CurrentCall, callOf, currentCall } from './call.ts'
import { watchClients } from './client-gone.ts'
import { offerCompression } from './compression/compression.ts'
import { sendDocumentFault } from './document-fault.ts'
import {
  type DocumentSource,
  documentFinder,
  documentGate,
  NO_DOCUMENTS,
  type Passed,
} from './documents/document-gate.ts'
import type { SentDocument } from './documents/document-parameters.ts'
import { entry } from './entry.ts'
import { refuse } from './failures.ts'
import { runOperation } from './graphql-handler.ts'
import { type AskedRequest, type KnownAnswer, knownReads, type Read } from './known-reads.ts'
import { noteViewer } from './log/notes.ts'
import { inOperationSpan } from './monitoring/operation-span.ts'
import { DECISIVE_HEADERS, NOT_LISTED } from './public-answer-plugin.ts'
import { limitRates, type RateHooks } from './rate/rate-hooks.ts'
import { asRefusal, refusalOf } from './refusal.ts'
import { leaveOutAbsent } from './request/absent-parameters.ts'
import { answerTypeOf } from './request/answer-types.ts'
import { askedOperation } from './request/asked-operation.ts'
import { limitBodies } from './request/body-limit.ts'
import { storedDocuments } from './request/documents.ts'
import { parseJsonBodies } from './request/json-body.ts'
import { acceptUploads, type Release } from './uploads/uploads.ts'

export interface GraphqlOptions<Context extends CountingContext> {
  env: Pick<Env, 'introspection' | 'limits' | 'documents'>
  schema: GraphQLSchema
  makeContext: (request: Asking) => Context | Promise<Context>
  plugins?: readonly ApolloServerPlugin<Context>[]
  /** How queries are answered without executing them field by field; none are when absent */
  read?: Read<Context>
  /** The documents that clients may name; none when absent */
  documents?: DocumentSource
  /** Answers are not cached when absent */
  cache?: ResponseCache | null
  /** Not limited when absent */
  rates?: RateHooks | null
  caching: PublicCaching
  /** Subscriptions; none run when absent */
  live?: ((parts: LiveParts) => LiveAnswers) | undefined
  /** Learns which requests were answered from the cache */
  onServed?: OnServed | undefined
  /** Requests with files; none are taken without */
  uploads?: {
    incoming: Incoming
    fileBytes: number
    /** @throws what such a request is refused with, before anything of it is read */
    admit: (context: Context) => void
  }
}

/** What subscriptions share with queries and mutations. */
export interface LiveParts {
  readonly schema: GraphQLSchema
  readonly findDocument: ReturnType<typeof documentFinder>
  readonly checkLimits: LimitCheck
  readonly checkCost: CostCheck
  readonly rates: RateHooks | null
  readonly current: CurrentCall
}

/** Subscriptions that come by requests. */
export interface LiveAnswers {
  /** Whether a request is for a subscription */
  asks(request: FastifyRequest): boolean
  /** Answers it, as long as it lasts. @throws GraphQLError */
  answer(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply>
}

/** What Fastify goes on with of a query that was begun before it. */
type Unfinished<Context> = Pick<AskedRequest<Context>, 'call' | 'context'>

/** What answers queries that are known, also before Fastify (http/early/early-queries.ts). */
export interface QueryParts<Context> {
  /** @throws GraphQLError for a request that may not run */
  readonly pass: (request: Asking & SentDocument) => Promise<Passed>
  /** Null: nothing is cached */
  readonly cached: AnswersFromCache | null
  readonly read: (asked: AskedRequest<Context>) => Promise<KnownAnswer | null>
  /** Whether a document with this text is stored */
  readonly isStored: (text: string) => boolean
  readonly isTooLarge: (body: string) => boolean
  readonly makeContext: (request: Asking) => () => Promise<Context>
  /** Told of a request that Fastify has to go on with */
  readonly leave: (request: IncomingMessage, unfinished: Unfinished<Context>) => void
}

/** @returns what can answer queries before Fastify; null if nothing can */
export async function serveGraphql<Context extends CountingContext>(
  fastify: FastifyInstance,
  options: GraphqlOptions<Context>,
): Promise<QueryParts<Context> | null> {
  const { env, schema, read, cache = null, caching, rates, onServed, plugins = [] } = options
  const current = currentCall()
  const documents = storedDocuments(() => current.getStore()?.isKnownDocument ?? false)
  const shared = {
    ...{ schema, documents, enter: entry<Context>(rates) },
    ...{ checkLimits: limitCheck(env.limits), checkCost: costCheck(env.limits) },
  }
  const apollo = apolloServer({ ...shared, env, plugins }, current, fastify.log)
  await apollo.start()
  const readKnown = read ? knownReads({ ...shared, read }) : null
  const context = contextOf(options.makeContext)
  const cached = cache && answersFromCache({ cache, rates, caching })
  const pass = documentGate<Asking & SentDocument>({
    policy: env.documents,
    documents: options.documents ?? NO_DOCUMENTS,
    isSignedIn: async (request) => (await context(request)).viewer !== null,
  })
  const live = options.live?.({
    ...{ schema, current, checkLimits: shared.checkLimits, checkCost: shared.checkCost, rates: rates ?? null },
    findDocument: documentFinder({ policy: env.documents, documents: options.documents ?? NO_DOCUMENTS }),
  })
  /** Queries that were begun before Fastify, which could not answer them. Only these: see reading/value.ts on maps with weak keys. */
  const unfinished = new WeakMap<IncomingMessage, Unfinished<Context>>()

  async function answer(known: AskedRequest<Context>, request: FastifyRequest, reply: FastifyReply): Promise<string> {
    const written = await readKnown?.(known)
    if (!written) return current.run(known.call, () => runOperation(apollo, { ...known, request, reply }))
    reply.code(200).header('content-type', written.type)
    if (!written.isListed) reply.header(...NOT_LISTED)
    return written.body
  }
  const { answerBytes, bodyBytes, bodyBytesReaders } = env.limits
  const bodyLimits = { readers: bodyBytesReaders, desk: bodyBytes }

  // In a scope of its own: no other route accepts files.
  await fastify.register(async (scope) => {
    await offerCompression(scope)
    if (options.rates) limitRates(scope, options.rates)
    watchClients(scope)
    const release = uploadsOf(scope, options, context)
    limitBodies(scope, bodyLimits, async (request) => (await context(request)).viewer !== null)
    parseJsonBodies(scope, jsonLimits(env.limits))
    scope.addHook('onRequest', (_request, reply, done) => {
      varyBy(reply, DECISIVE_HEADERS)
      done()
    })
    scope.route({
      method: ['GET', 'POST'],
      url: '/graphql',
      bodyLimit: bodyLimits.desk,
      errorHandler: sendDocumentFault,
      async handler(request, reply) {
        leaveOutAbsent(request)
        const begun = unfinished.get(request.raw)
        const call = begun?.call ?? callOf(request)
        request.call = call
        const passed = await pass(request).catch(async (error) => {
          await release(request)
          throw error
        })
        call.isKnownDocument = passed.known !== null
        if (live?.asks(request)) return live.answer(request, reply)
        // Apollo Server would refuse it only when the operation, also a mutation, has run.
        if (answerTypeOf(request) === null) {
          await release(request)
          return refuse(reply, 406)
        }
        const asked = askedOperation(request)
        const key = cached && cacheKeyOf(request, asked)
        const fill = await cached?.serveOrBegin(request, reply, call, key)
        if (fill === 'SERVED') {
          if (key !== null && request.method !== 'POST') onServed?.(request.raw, key, passed)
          return reply
        }
        let body: string
        try {
          const known = { request, call, asked, context: begun?.context ?? once(() => context(request)) }
          body = await inOperationSpan(call, () => answer(known, request, reply))
          if (reply.statusCode === 200 && !isLarger(body, answerBytes))
            fill?.keep(body, String(reply.getHeader('content-type')))
        } finally {
          fill?.end()
          call.done()
          // Before the answer: nothing of an upload is left then.
          await release(request)
        }
        if (isLarger(body, answerBytes)) return refuseAnswer(reply, answerBytes)
        if (!call.isPublic || reply.statusCode !== 200) return sendPrivate(reply, body, call)
        const type = String(reply.getHeader('content-type'))
        return sendPublic(request, reply, { body, type, dependencies: call.dependencies }, caching)
      },
    })
  })
  fastify.addHook('onClose', () => apollo.stop())
  return (
    readKnown && {
      ...{ pass, cached, read: readKnown },
      isStored: (text) => documents.find(text) !== undefined,
      isTooLarge: (body) => isLarger(body, answerBytes),
      makeContext: (request) => once(() => context(request)),
      leave: (request, left) => unfinished.set(request, left),
    }
  )
}

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

/**
 * The context of a request, made once if there is a viewer: without a token it is made in no time, and a map that has it would keep the answer with
 * it for longer than the request (see reading/value.ts). A viewer who cannot be identified gets the HTTP status for that, because nothing of the operation has run.
 */
function contextOf<Context extends CountingContext>(makeContext: GraphqlOptions<Context>['makeContext']) {
  const made = new WeakMap<Asking, Context>()
  return async (request: Asking): Promise<Context> => {
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
