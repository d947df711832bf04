import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { CheckStorage } from '../media/store/storage-check.ts'

/** Throws, or tells false, while the database cannot serve requests. */
export type IsReady = () => Promise<boolean>

/**
 * `/healthz`: the process answers, so do not restart it. `/readyz`: the database answers and is migrated, so send it requests. Where the media store
 * cannot be used, it says so, but stays ready: articles can be read and written, and no other server has another store.
 */
export function serveHealth(fastify: FastifyInstance, isReady: IsReady, checkStorage: CheckStorage): void {
  fastify.get('/healthz', async (_request, reply) => {
    return reply.send({ status: 'ok' })
  })

  fastify.get('/readyz', async (request, reply) => {
    try {
      if (await isReady()) return reply.send({ status: 'ready', media: await stateOfStorage(request, checkStorage) })
      request.log.warn('not ready: the database has pending migrations')
    } catch (error) {
      request.log.warn({ err: error }, 'not ready: the database does not respond')
    }
    return reply.code(503).send({ status: 'unavailable' })
  })
}

async function stateOfStorage(request: FastifyRequest, check: CheckStorage): Promise<'ready' | 'unavailable'> {
  try {
    await check()
    return 'ready'
  } catch (error) {
    request.log.warn({ err: error }, 'the media store cannot be used')
    return 'unavailable'
  }
}
