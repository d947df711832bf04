import { isIP } from 'node:net'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Call } from './call.ts'
import { cut } from './log/cut.ts'
import { codesIn, noteCodes, type RequestNotes } from './log/notes.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Set only by the GraphQL route */
    call: Call | null
    notes: RequestNotes
  }
}

const MAX_PATH = 500
const MAX_NAME = 100

/** Echoes the request id, and writes one line a request when its response is out. */
export function logRequests(fastify: FastifyInstance): void {
  fastify.decorateRequest('call', null)
  fastify.decorateRequest('notes')

  fastify.addHook('onRequest', async (request, reply) => {
    request.notes = { errorCodes: new Set() }
    reply.header('x-request-id', request.id)
  })

  // Refusals before GraphQL are sent as objects; the codes of GraphQL's own responses are noted where these are made.
  fastify.addHook('preSerialization', async (request, _reply, body) => {
    noteCodes(request.notes, codesIn(body))
    return body
  })

  fastify.addHook('onResponse', async (request, reply) => {
    const line = {
      ...whatWasAsked(request),
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime * 10) / 10,
      ...whoAsked(request),
    }
    if (reply.statusCode < 400 && ROUTINE.test(request.url)) request.log.debug(line, 'request')
    else request.log.info(line, 'request')
  })
}

/** Of a request whose address cannot be read. */
export function logUnreadable({ method, url, ip, log }: FastifyRequest): void {
  const path = url.split('?', 1)[0] ?? ''
  log.info({ method, path: cut(path, MAX_PATH), status: 400, address: isIP(ip) ? ip : 'unknown' }, 'request')
}

/** Without the query string, which may have preview tokens among its variables. */
function whatWasAsked({ method, url, call }: FastifyRequest): object {
  const path = url.split('?', 1)[0] ?? ''
  return {
    method,
    path: cut(path, MAX_PATH),
    ...(call && {
      operation: call.operation && cut(call.operation, MAX_NAME),
      statements: call.statements,
      cache: call.cache ?? 'bypass',
    }),
  }
}

function whoAsked({ ip, notes }: FastifyRequest): object {
  const { account, token, errorCodes } = notes
  return {
    // A proxy that is trusted may pass on anything.
    address: isIP(ip) ? ip : 'unknown',
    ...(account !== undefined && { account }),
    ...(token !== undefined && { token }),
    ...(errorCodes.size > 0 && { errorCodes: [...errorCodes] }),
  }
}

/** What load balancers ask every few seconds, images, and the hundred files of the explorer, would be most of the log. */
const ROUTINE = /^\/(healthz|readyz|explorer\/|media\/)/
