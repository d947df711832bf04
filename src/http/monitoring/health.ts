import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { CheckStorage } from '../../media/store/storage-check.ts'

/** Throws, or returns false, while the database cannot serve requests. */
export type IsReady = () => Promise<boolean>

/** What each replica does at this moment; null: there are none */
export type ReplicaStates = () => readonly string[] | null

export interface Health {
  readonly isReady: IsReady
  /** Whether nothing can be saved */
  readonly isReadOnly?: (() => Promise<boolean>) | undefined
  readonly checkStorage: CheckStorage
  readonly replicaStates?: ReplicaStates | undefined
  /** The number of this process, if it is one of several */
  readonly process?: number | undefined
  /** Whether the CDN has not taken purges for long; absent where there is no CDN */
  readonly isCdnLate?: (() => boolean) | undefined
}

/**
 * `/healthz`: the process answers, so do not restart it. `/readyz`: the database answers and is migrated, so send it requests. Where the media store
 * cannot be used, or the CDN does not take purges, it says so, but stays ready: articles can be read and written, and no other server has another
 * store or CDN. So it is with replicas: what they cannot answer the primary does. A database that is read-only serves readers, so the server stays ready, and
 * says so. A server that is about to stop is not ready: requests belong to others.
 */
export function serveHealth(fastify: FastifyInstance, health: Health): void {
  const { isReady, isReadOnly, checkStorage, replicaStates = () => null, isCdnLate, process } = health
  let isStopping = false

  fastify.decorate('readiness', {
    end() {
      isStopping = true
    },
  })

  fastify.get('/healthz', async (_request, reply) => {
    return reply.send({ status: 'ok' })
  })

  fastify.get('/readyz', async (request, reply) => {
    if (isStopping) return reply.code(503).send({ status: 'stopping' })
    try {
      if (await isReady()) {
        const replicas = replicaStates()
        const database = (await isReadOnly?.()) ? 'read-only' : 'ready'
        const media = await stateOfStorage(request, checkStorage)
        const cdn = isCdnLate && (isCdnLate() ? 'late' : 'ready')
        const parts = { ...(cdn && { cdn }), ...(replicas && { replicas }), ...(process && { process }) }
        return reply.send({ status: 'ready', database, media, ...parts })
      }
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

declare module 'fastify' {
  interface FastifyInstance {
    readiness: {
      /** From now on /readyz answers that this process stops */
      end(): void
    }
  }
}
