import type { FastifyInstance } from 'fastify'
import { checkJson, type JsonLimits } from '../../limits/json-size.ts'

/** Parses bodies of JSON in this scope, except those that would take long. */
export function parseJsonBodies(scope: FastifyInstance, limits: JsonLimits): void {
  const parse = scope.getDefaultJsonParser('error', 'error')
  scope.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body: Buffer, done) => {
    checkJson(body, limits)
    return parse(request, body.toString(), done)
  })
}
