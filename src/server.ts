import cors from '@fastify/cors'
import Fastify, { type FastifyInstance, LogController } from 'fastify'
import type { Env } from './config/env.ts'
import { preventCaching } from './http/caching/prevent-caching.ts'
import { answerConnectionError } from './http/connection-errors.ts'
import { connectionOptions, limitConnections } from './http/connections.ts'
import { acceptJsonOnly } from './http/content-types.ts'
import { endConnectionsOnClose } from './http/draining.ts'
import { serveExplorer } from './http/explorer/explorer.ts'
import { refuseBadAddresses, refuseUnreadable, reportFailures } from './http/failures.ts'
import { type CountingContext, type GraphqlOptions, serveGraphql } from './http/graphql.ts'
import { type IsReady, type ReplicaStates, serveHealth } from './http/health.ts'
import { type LogDestination, loggerOptions } from './http/logger.ts'
import { type MediaOptions, serveMedia } from './http/media/media.ts'
import { serveLandingPage } from './http/pages/landing-page.ts'
import { serveSchema } from './http/pages/schema-text.ts'
import { openRates } from './http/rate/open-rates.ts'
import { takeTurns } from './http/rate/turns.ts'
import { requestIdOf } from './http/request/request-id.ts'
import { logRequests } from './http/request-log.ts'
import { sendSecurityHeaders } from './http/security-headers.ts'
import { shedLoad } from './http/shedding.ts'
import type { CheckStorage } from './media/store/storage-check.ts'

export interface ServerOptions<Context extends CountingContext> extends GraphqlOptions<Context> {
  env: Env
  isReady: IsReady
  replicaStates?: ReplicaStates
  checkStorage: CheckStorage
  /** Whether the CDN has not taken purges for long; absent where there is no CDN */
  isCdnLate?: (() => boolean) | undefined
  media: MediaOptions
  /** The schema in the schema definition language */
  schemaText: string
  /** Where log lines go; standard output when absent */
  logTo?: LogDestination
  /** The number of this process, if it is one of several */
  process?: number
}

/** The whole of HTTP, ready to listen or to be asked with `inject`. Closing it finishes what runs; the database is the caller's. */
export async function createServer<Context extends CountingContext>(
  options: ServerOptions<Context>,
): Promise<FastifyInstance> {
  const { env, media, schemaText, logTo, process } = options
  const { http, requestTimeout } = connectionOptions(env)
  const fastify: FastifyInstance = Fastify({
    requestTimeout,
    logger: await loggerOptions(env.log, logTo, process),
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' }),
    genReqId: requestIdOf,
    requestIdHeader: false,
    bodyLimit: env.limits.bodyBytesReaders,
    trustProxy: env.trustProxy,
    frameworkErrors: (_error, request, reply) => refuseUnreadable(request, reply),
    // Node's own answer would have another form than all others. http/request/addressed.ts refuses what has no host.
    http: { ...http, requireHostHeader: false },
    clientErrorHandler: (error, socket) => answerConnectionError(error, socket, fastify.log, env.corsOrigins),
  })
  logRequests(fastify)
  takeTurns(fastify, env.rates?.exempt ?? [])
  endConnectionsOnClose(fastify)
  limitConnections(fastify, env)
  sendSecurityHeaders(fastify)
  preventCaching(fastify)
  reportFailures(fastify, { bodyLimit: env.limits.bodyBytesReaders })
  refuseBadAddresses(fastify)
  acceptJsonOnly(fastify)
  await shedLoad(fastify, env.load)
  await fastify.register(cors, {
    origin: env.corsOrigins === true ? '*' : env.corsOrigins,
    methods: ['GET', 'POST'],
    exposedHeaders: ['x-request-id', 'www-authenticate', 'retry-after', 'ratelimit', 'ratelimit-policy'],
    maxAge: 86_400,
    // Another refusal would have another form than all others, and protect nothing.
    strictPreflight: false,
  })
  // Node would refuse it without the headers and the log line of every response. A server may ignore an Expect that it does not know.
  fastify.server.on('checkExpectation', (request, response) => fastify.server.emit('request', request, response))
  serveHealth(fastify, options)
  serveLandingPage(fastify, env)
  serveSchema(fastify, env, schemaText)
  serveMedia(fastify, media)
  if (env.explorer) await serveExplorer(fastify, env)
  await serveGraphql(fastify, { ...options, rates: await openRates(fastify, env) })
  return fastify
}
