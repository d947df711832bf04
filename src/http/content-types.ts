import type { FastifyInstance } from 'fastify'

/** Bodies are JSON. A body of another type, or without one, is refused with 415: part of the protection against forged requests. */
export function acceptJsonOnly(fastify: FastifyInstance): void {
  fastify.removeContentTypeParser('text/plain')
}
