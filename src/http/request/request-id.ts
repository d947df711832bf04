import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

/** Enough for UUIDs, ULIDs and trace ids; nothing that could break a log line or a header. */
const SAFE_ID = /^[A-Za-z0-9._-]{8,64}$/

/** The caller's own id where it is a sane one, so that a request can be followed through several services. */
export function requestIdOf(request: Pick<IncomingMessage, 'headers' | 'begun'>): string {
  if (request.begun) return request.begun.requestId
  const given = request.headers['x-request-id']
  return typeof given === 'string' && SAFE_ID.test(given) ? given : newRequestId()
}

export function newRequestId(): string {
  return randomUUID()
}
