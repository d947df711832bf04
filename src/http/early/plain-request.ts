import type { IncomingMessage } from 'node:http'
import type { Env } from '../../config/env.ts'
import { isHost, isProtocol } from '../request/addressed.ts'

/**
 * Whether a request can be answered without Fastify's look at where it comes from and goes to. Whether a proxy is trusted that says so is left open: it has
 * to be right in any case.
 */
export function isPlain({ headers }: IncomingMessage, corsOrigins: Env['corsOrigins']): boolean {
  const { host, origin, 'x-forwarded-host': forwardedHost, 'x-forwarded-proto': forwardedProtocol } = headers
  if (host === undefined || !isHost(host)) return false
  if (origin !== undefined && corsOrigins !== true) return false
  if (forwardedHost !== undefined && !isHost(String(forwardedHost))) return false
  return forwardedProtocol === undefined || isProtocol(String(forwardedProtocol))
}

/** Whether it is a query by GET without a body, which any reader can ask: the others have more to look at. */
export function isPlainRead({ method, url = '', headers }: IncomingMessage): boolean {
  return (
    (method === 'GET' || method === 'HEAD') &&
    url.startsWith('/graphql?') &&
    headers.authorization === undefined &&
    headers['graphql-cost'] === undefined &&
    headers['content-type'] === undefined &&
    !hasBody(headers)
  )
}

export function hasBody(headers: IncomingMessage['headers']): boolean {
  return headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0'
}
