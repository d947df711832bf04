import cors from '@fastify/cors'
import Fastify, { type FastifyInstance, LogController } from 'fastify'
import type { Env } from './config/env.ts'
import type { ReaderPages } from './follow/reader-pages.ts'
import { preventCaching } from './http/caching/prevent-caching.ts'
import type { PurgedCache } from './http/caching/public-answer.ts'
import type { CountingContext } from './http/call.ts'
import { answerConnectionError } from './http/connection-errors.ts'
import { connectionOptions, limitConnections } from './http/connections/connections.ts'
import { endConnectionsOnClose } from './http/connections/draining.ts'
import { acceptJsonOnly } from './http/content-types.ts'
import { NO_DOCUMENTS } from './http/documents/document-gate.ts'
import { cachedRequests } from './http/early/cached-requests.ts'
import { corsOptions } from './http/early/cors.ts'
import { earlyAnswers } from './http/early/early-answers.ts'
import { earlyQueries } from './http/early/early-queries.ts'
import { earlyServer } from './http/early/early-server.ts'
import { serveExplorer } from './http/explorer/explorer.ts'
import { refuseBadAddresses, refuseUnreadable, reportFailures } from './http/failures.ts'
import { serveFollowPages } from './http/follow/follow-pages.ts'
import { type GraphqlOptions, type LiveParts, serveGraphql } from './http/graphql.ts'
import { type LiveServing, serveLive } from './http/live/serve-live.ts'
import { isWebSocket } from './http/live/upgrades.ts'
import { type LogDestination, loggerOptions } from './http/logger.ts'
import { type MailEvents, serveMailEvents } from './http/mail-events/mail-events.ts'
import { type MediaOptions, serveMedia } from './http/media/media.ts'
import { type IsReady, type ReplicaStates, serveHealth } from './http/monitoring/health.ts'
import { type ServedMetrics, serveMetrics } from './http/monitoring/metrics.ts'
import { enterSpans, traceRequests } from './http/monitoring/request-spans.ts'
import { serveLandingPage } from './http/pages/landing-page.ts'
import { serveSchema } from './http/pages/schema-text.ts'
import { serveWebhookSchema } from './http/pages/webhook-schema.ts'
import type { Page } from './http/published/page.ts'
import { type BeginReading, servePublished } from './http/published/published.ts'
import { openRates } from './http/rate/open-rates.ts'
import { takeTurns } from './http/rate/turns.ts'
import { requestIdOf } from './http/request/request-id.ts'
import { logRequests, type OnAnswered } from './http/request-log.ts'
import { sendSecurityHeaders } from './http/security-headers.ts'
import { shedLoad } from './http/shedding.ts'
import { type ShortLinks, serveShortLinks } from './http/short-links/short-links.ts'
import { jsonLimits } from './limits/json-size.ts'
import type { CheckStorage } from './media/store/storage-check.ts'

export interface ServerOptions<Context extends CountingContext>
  extends Omit<GraphqlOptions<Context>, 'caching' | 'rates' | 'live'> {
  env: Env
  isReady: IsReady
  /** Whether nothing can be saved; never when absent */
  isReadOnly?: () => Promise<boolean>
  replicaStates?: ReplicaStates
  checkStorage: CheckStorage
  /** The shared cache that is purged at every change; none when absent */
  cdn?: PurgedCache | null | undefined
  /** What is published in other forms than GraphQL's; nothing when absent */
  published?: { readonly pages: readonly Page[]; readonly begin: BeginReading }
  /** Whether the CDN has not taken purges for long; absent where there is no CDN */
  isCdnLate?: (() => boolean) | undefined
  /** What is counted of requests, and who may read it; nothing is when absent */
  metrics?: (ServedMetrics & { readonly onAnswered: OnAnswered }) | undefined
  /** Subscriptions; none run when absent */
  live?: LiveServing | undefined
  media: MediaOptions
  /** None are served when absent */
  shortLinks?: ShortLinks
  /** Reports of bounces are not taken when absent */
  mailEvents?: MailEvents | undefined
  /** None are served when absent */
  readerPages?: ReaderPages
  /** The schema in the schema definition language */
  schemaText: string
  /** The bodies of webhooks as JSON Schema; not served when absent */
  webhookSchema?: string
  /** Where log lines go; standard output when absent */
  logTo?: LogDestination
  /** The number of this process, if it is one of several */
  process?: number
}

/** The whole of HTTP, ready to listen or to be asked with `inject`. Closing it finishes what runs; the database is the caller's. */
export async function createServer<Context extends CountingContext>(
  options: ServerOptions<Context>,
): Promise<FastifyInstance> {
  const {
    env,
    media,
    shortLinks,
    readerPages,
    schemaText,
    logTo,
    process,
    cache = null,
    documents = NO_DOCUMENTS,
  } = options
  const { http, requestTimeout } = connectionOptions(env)
  // Node's own answer would have another form than all others. http/request/addressed.ts refuses what has no host.
  const early = earlyServer({ ...http, requireHostHeader: false, shouldUpgradeCallback: isWebSocket })
  const fastify: FastifyInstance = Fastify({
    requestTimeout,
    logger: await loggerOptions(env.log, logTo, process),
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' }),
    genReqId: requestIdOf,
    requestIdHeader: false,
    bodyLimit: env.limits.bodyBytesReaders,
    trustProxy: env.trustProxy,
    frameworkErrors: (_error, request, reply) => refuseUnreadable(request, reply),
    // What arrives while the server closes is answered like everything else, and then its connection ends: the client sent it before it could know.
    return503OnClosing: false,
    serverFactory: early.make,
    clientErrorHandler: (error, socket) => answerConnectionError(error, socket, fastify.log, env.corsOrigins),
  })
  logRequests(fastify, options.metrics?.onAnswered)
  traceRequests(fastify, env.publicUrl)
  const takeTurn = takeTurns(fastify, env.rates?.exempt ?? [])
  enterSpans(fastify)
  const isClosing = endConnectionsOnClose(fastify)
  limitConnections(fastify, env)
  sendSecurityHeaders(fastify)
  preventCaching(fastify)
  reportFailures(fastify, { bodyLimit: env.limits.bodyBytesReaders })
  refuseBadAddresses(fastify)
  acceptJsonOnly(fastify)
  const isBusy = shedLoad(fastify, env.load)
  await fastify.register(cors, corsOptions(env.corsOrigins))
  // Node would refuse it without the headers and the log line of every response. A server may ignore an Expect that it does not know.
  fastify.server.on('checkExpectation', (request, response) => fastify.server.emit('request', request, response))
  serveHealth(fastify, options)
  if (options.metrics) serveMetrics(fastify, options.metrics)
  serveLandingPage(fastify, env)
  serveSchema(fastify, env, schemaText)
  if (options.webhookSchema !== undefined) serveWebhookSchema(fastify, options.webhookSchema)
  serveMedia(fastify, media)
  if (env.explorer) await serveExplorer(fastify, env)
  const rates = await openRates(fastify, env)
  if (shortLinks) await serveShortLinks(fastify, shortLinks, rates)
  if (options.mailEvents) await serveMailEvents(fastify, options.mailEvents, rates)
  if (readerPages) await serveFollowPages(fastify, readerPages, rates)
  const caching = { times: env.cacheTimes, cdn: options.cdn ?? null }
  if (options.published) await servePublished(fastify, { ...options.published, cache, caching, rates })
  const cached = cache && cachedRequests({ cache, documents })
  const { live: serving } = options
  const live = serving && ((parts: LiveParts) => serveLive(fastify, { ...serving, ...parts, env, isBusy }))
  const parts = await serveGraphql(fastify, { ...options, caching, rates, live, onServed: cached?.note })
  const policy = env.documents
  const queries =
    parts && earlyQueries({ ...parts, policy, caching, known: documents, jsonLimits: jsonLimits(env.limits) })
  early.use(
    fastify,
    earlyAnswers({
      ...{ env, log: fastify.log, onAnswered: options.metrics?.onAnswered, isBusy, rates, cached, caching },
      ...{ queries, takeTurn, isClosing },
    }),
  )
  return fastify
}
