import type { FastifyInstance } from 'fastify'
import type { Env } from '../../config/env.ts'
import { forbidden } from '../../errors/errors.ts'
import { REVALIDATE } from '../caching/cache-control.ts'
import { constantText } from '../caching/constant-text.ts'

/** The schema in the schema definition language, with everything that introspection leaves out: `@list`, `@oneOf`, comments. */
export function serveSchema(
  fastify: FastifyInstance,
  { introspection }: Pick<Env, 'introspection'>,
  text: string,
): void {
  const send = constantText({ text, type: 'text/plain; charset=utf-8', cacheControl: REVALIDATE })
  fastify.get('/schema.graphql', async (request, reply) => {
    if (!introspection) throw forbidden('The schema of this server is not public: introspection is switched off.')
    return send(request, reply)
  })
}
