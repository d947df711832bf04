import type { FastifyInstance, FastifyRequest } from 'fastify'

declare module 'fastify' {
  interface FastifyRequest {
    /** Called when the connection closes before the answer is out. Only where clients are watched. */
    clientGone: (() => void) | null
  }
}

/** Notices for the routes of this scope when a client closes the connection before it has its answer. */
export function watchClients(scope: FastifyInstance): void {
  scope.decorateRequest('clientGone', null)
  scope.addHook('onRequest', (request, reply, done) => {
    reply.raw.once('close', () => {
      if (!reply.raw.writableFinished) request.clientGone?.()
    })
    done()
  })
}

/** One listener for each request. */
export function whenClientIsGone(request: Pick<FastifyRequest, 'clientGone'>, listener: () => void): void {
  request.clientGone = listener
}
