import type { FastifyInstance } from 'fastify'
import { REVALIDATE } from '../caching/cache-control.ts'
import { constantText } from '../caching/constant-text.ts'

/** What webhooks are sent, as JSON Schema. Anyone may read it. */
export function serveWebhookSchema(fastify: FastifyInstance, text: string): void {
  const send = constantText({ text, type: 'application/schema+json; charset=utf-8', cacheControl: REVALIDATE })
  fastify.get('/webhooks/schema.json', (request, reply) => send(request, reply))
}
