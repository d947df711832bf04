import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import type { FastifyBaseLogger } from 'fastify'
import type { Env } from '../config/env.ts'
import { NO_STORE } from './caching/cache-control.ts'
import { failure } from './failures.ts'
import { newRequestId } from './request/request-id.ts'
import { SECURITY_HEADERS } from './security-headers.ts'

/** What Node's HTTP parser refuses before there is a request. Everything else is malformed: 400. */
const REFUSALS: Readonly<Record<string, readonly [number, string]>> = {
  HPE_HEADER_OVERFLOW: [
    431,
    'The address and the headers of the request are too large. Send the query by POST, or the id of a known document.',
  ],
  HPE_CHUNK_EXTENSIONS_OVERFLOW: [413, 'The extensions of a chunk are too large. Send none.'],
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'The request took too long to arrive. Send it again.'],
}

const MALFORMED = [400, 'The request is not valid HTTP.'] as const

/**
 * Answers what never became a request in the same form as all other errors, with a request id and a log line. Pages can read it where those of all
 * origins may call: which one asks is not known here.
 */
export function answerConnectionError(
  error: Error & { readonly code?: string },
  socket: Socket,
  log: FastifyBaseLogger,
  corsOrigins: Env['corsOrigins'],
): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return
  const [status, message] = REFUSALS[error.code ?? ''] ?? MALFORMED
  const requestId = newRequestId()
  log.info({ requestId, status, reason: error.code, address: socket.remoteAddress }, 'request')
  if (socket.writable) socket.end(response(status, message, requestId, corsOrigins === true))
  else socket.destroy()
}

function response(status: number, message: string, requestId: string, isForAll: boolean): string {
  const body = JSON.stringify(failure('BAD_REQUEST', message))
  return [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'content-type: application/json; charset=utf-8',
    `content-length: ${Buffer.byteLength(body)}`,
    `x-request-id: ${requestId}`,
    ...Object.entries(SECURITY_HEADERS).map(([name, value]) => `${name}: ${value}`),
    `cache-control: ${NO_STORE}`,
    ...(isForAll ? ['access-control-allow-origin: *'] : []),
    'connection: close',
    '',
    body,
  ].join('\r\n')
}
