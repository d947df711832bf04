import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { GraphQLError, GraphQLFormattedError } from 'graphql'
import { type ErrorCode, internal } from '../errors/errors.ts'
import { NO_STORE } from './caching/cache-control.ts'
import { asRefusal, refusalOf } from './refusal.ts'
import { isAddressed } from './request/addressed.ts'
import { logUnreadable } from './request-log.ts'
import { SECURITY_HEADERS } from './security-headers.ts'

/** Errors before GraphQL is reached have the form of GraphQL errors, so that clients have one way to read errors. */
export function reportFailures(fastify: FastifyInstance, { bodyLimit }: { bodyLimit: number }): void {
  fastify.setNotFoundHandler((request, reply) => {
    reply.code(404).send(failure('NOT_FOUND', `Not found. The API is at /graphql; use GET or POST.`))
    request.log.debug('no such route')
  })

  fastify.setErrorHandler((error, request, reply) => {
    // The route may have allowed it before the fault.
    reply.header('cache-control', NO_STORE)
    const http = refusalOf(error)
    const refusal = asRefusal(error)
    if (http && refusal) {
      if (refusal.originalError) request.log.error({ err: refusal.originalError }, refusal.message)
      return reply
        .code(http.status ?? 400)
        .headers(Object.fromEntries(http.headers))
        .send(failureOf(refusal))
    }
    const status = statusOf(error)
    if (status === 413) {
      const measured = Number(request.headers['content-length']) || undefined
      const details = { limit: bodyLimit, ...(measured && { measured }) }
      return reply
        .code(413)
        .send(
          failure('PAYLOAD_TOO_LARGE', `The request is too large: at most ${bodyLimit} bytes are allowed.`, details),
        )
    }
    if (status < 500) return refuse(reply, status)
    request.log.error({ err: error }, 'internal error')
    return reply.code(500).send({ errors: [internal(request.id)] })
  })
}

/** The body that reports it. What Apollo Server needs to know of an error for its HTTP response is no part of the answer. */
export function failureOf(error: GraphQLError): { errors: GraphQLFormattedError[] } {
  const { http: _http, ...extensions } = error.extensions
  return { errors: [{ ...error.toJSON(), extensions }] }
}

/** Before any route, which could not make a URL of it. */
export function refuseBadAddresses(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    if (isAddressed(request)) done()
    else refuse(reply.header('connection', 'close'))
  })
}

/** For an address that Fastify cannot read: no hook runs, so that the headers and the log line of every response are missing otherwise. */
export function refuseUnreadable(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  logUnreadable(request)
  return refuse(reply.headers({ ...SECURITY_HEADERS, 'cache-control': NO_STORE, 'x-request-id': request.id }))
}

/** For a request that is malformed as such, before anything reads it. */
export function refuse(reply: FastifyReply, status = 400): FastifyReply {
  return reply.code(status).send(failure('BAD_REQUEST', messageOf(status)))
}

/** For what would go well a little later. @param seconds when to come again */
export function refuseForNow(reply: FastifyReply, seconds: number): FastifyReply {
  reply.headers({ 'retry-after': seconds, 'cache-control': NO_STORE })
  return reply.code(503).send(failure('UNAVAILABLE', 'The server is busy. Try again later.'))
}

export function failure(code: ErrorCode, message: string, details: Record<string, unknown> = {}) {
  return { errors: [{ message, extensions: { code, ...details } }] }
}

function statusOf(error: unknown): number {
  const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500
  return status >= 400 && status < 600 ? status : 500
}

/** Fastify's own words may quote the request or name a plugin. */
function messageOf(status: number): string {
  if (status === 406)
    return 'The answer is JSON: accept application/json or application/graphql-response+json, or leave out the header accept.'
  if (status === 415) return 'Send the operation as JSON, with the header content-type: application/json.'
  if (status === 403) return 'Access to this file is not allowed.'
  if (status === 404) return 'Not found.'
  return 'The request is malformed. Send a JSON object with a query (POST), or the parameter query (GET).'
}
