import type { FastifyInstance } from 'fastify'

/** Throws, or tells false, while the database cannot serve requests. */
export type IsReady = () => Promise<boolean>

/** `/healthz`: the process answers, so do not restart it. `/readyz`: the database answers and is migrated, so send it requests. */
export function serveHealth(fastify: FastifyInstance, isReady: IsReady): void {
  fastify.get('/healthz', async (_request, reply) => {
    return reply.header('cache-control', 'no-store').send({ status: 'ok' })
  })

  fastify.get('/readyz', async (request, reply) => {
    reply.header('cache-control', 'no-store')
    try {
      if (await isReady()) return reply.send({ status: 'ready' })
      request.log.warn('not ready: the database has pending migrations')
    } catch (error) {
      request.log.warn({ err: error }, 'not ready: the database does not respond')
    }
    return reply.code(503).send({ status: 'unavailable' })
  })
}
