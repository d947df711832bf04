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

const JSON_TYPE = /^application\/json(?:;\s*charset=utf-8)?$/i

/** Whether it is an operation in JSON by POST, which any reader can send. */
export function isPlainPost({ method, url, headers }: IncomingMessage): boolean {
  return (
    method === 'POST' &&
    url === '/graphql' &&
    headers.authorization === undefined &&
    JSON_TYPE.test(headers['content-type'] ?? '') &&
    Number(headers['content-length']) > 0
  )
}

/** Whether it has none of the headers that ask Node, Fastify's plugins or GraphQL for something that few clients want. */
export function isUsual({ headers }: IncomingMessage): boolean {
  return UNUSUAL.every((name) => headers[name] === undefined)
}

const UNUSUAL = ['transfer-encoding', 'content-encoding', 'expect', 'upgrade', 'graphql-cost', 'x-no-compression']

export function hasBody(headers: IncomingMessage['headers']): boolean {
  return headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0'
}
