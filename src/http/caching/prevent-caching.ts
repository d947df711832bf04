import type { FastifyInstance } from 'fastify'
import { NO_STORE } from './cache-control.ts'

/** An answer may be stored only if its route says so: errors, refusals and personal answers never are. */
export function preventCaching(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', (_request, reply, done) => {
    reply.header('cache-control', NO_STORE)
    done()
  })
}
