import type { FastifyInstance } from 'fastify'
import type { Call } from './call.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Set only by the GraphQL route */
    call: Call | null
  }
}

/** Echoes the request id, and writes one line a request when its response is out. */
export function logRequests(fastify: FastifyInstance): void {
  fastify.decorateRequest('call', null)

  fastify.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id)
  })

  fastify.addHook('onResponse', async (request, reply) => {
    const { call } = request
    const line = {
      method: request.method,
      path: request.url.split('?', 1)[0],
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime * 10) / 10,
      ...(call && { operation: call.operation, statements: call.statements }),
    }
    if (reply.statusCode < 400 && ROUTINE.test(request.url)) request.log.debug(line, 'request')
    else request.log.info(line, 'request')
  })
}

/** What load balancers ask every few seconds, images, and the hundred files of the explorer, would be most of the log. */
const ROUTINE = /^\/(healthz|readyz|explorer\/|media\/)/
