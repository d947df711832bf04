import type { FastifyInstance } from 'fastify'
import secureJson from 'secure-json-parse'
import { checkJson, type JsonLimits } from '../../limits/json-size.ts'

/** Parses bodies of JSON in this scope, except those that would take long. */
export function parseJsonBodies(scope: FastifyInstance, limits: JsonLimits): void {
  const parse = scope.getDefaultJsonParser('error', 'error')
  scope.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body: Buffer, done) => {
    checkJson(body, limits)
    return parse(request, body.toString(), done)
  })
}

/** Reads a body as `parseJsonBodies` does. @throws for one that Fastify refuses */
export function parseJson(body: Buffer, limits: JsonLimits): unknown {
  checkJson(body, limits)
  return secureJson.parse(body.toString(), null, { protoAction: 'error', constructorAction: 'error' })
}
