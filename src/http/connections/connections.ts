import { Socket } from 'node:net'
import type { FastifyInstance } from 'fastify'

export interface ConnectionLimits {
  /** How long a request may take to arrive, and how long an answer may stand still */
  readonly requestTimeoutMs: number
  /** At a time */
  readonly maxConnections: number
}

/** Node looks only every 30 s by itself, so that a limit of 30 s would take up to 60. */
const CHECK_EVERY_MS = 1000

/** How Node's HTTP server is made. */
export function connectionOptions({ requestTimeoutMs }: ConnectionLimits) {
  return {
    requestTimeout: requestTimeoutMs,
    http: {
      requestTimeout: requestTimeoutMs,
      headersTimeout: requestTimeoutMs,
      connectionsCheckingInterval: Math.min(CHECK_EVERY_MS, requestTimeoutMs),
    },
  }
}

/**
 * Limits the connections, and closes one whose client does not read its answer: what is not read is in our memory. The time in which an answer is made
 * does not count.
 */
export function limitConnections(
  fastify: FastifyInstance,
  { requestTimeoutMs, maxConnections }: ConnectionLimits,
): void {
  fastify.server.maxConnections = maxConnections
  fastify.addHook('onSend', ({ raw: { socket } }, _reply, _payload, done) => {
    // Until Node sets its own time for the next request. A request that was injected has no socket.
    if (socket instanceof Socket) socket.setTimeout(requestTimeoutMs)
    done()
  })
}
