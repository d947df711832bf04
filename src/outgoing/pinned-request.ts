import { type IncomingMessage, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import type { LookupFunction } from 'node:net'
import type { Source } from './public-network.ts'

export interface PinnedRequest {
  readonly method?: 'GET' | 'POST'
  /** `host` is that of the address */
  readonly headers: Readonly<Record<string, string | number>>
  readonly body?: Buffer
  readonly signal: AbortSignal
}

/**
 * One connection for one request, to the address that was judged: the name is not looked up again, so that it cannot lead elsewhere since. Redirects are the
 * caller's.
 */
export function request(
  { url, at }: Source,
  { method = 'GET', headers, body, signal }: PinnedRequest,
): Promise<IncomingMessage> {
  const lookup: LookupFunction = (_name, { all }, found) =>
    all ? found(null, [{ ...at }]) : found(null, at.address, at.family)
  const send = url.protocol === 'https:' ? requestHttps : requestHttp
  const options = {
    method,
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: url.port,
    path: url.pathname + url.search,
    headers: { host: url.host, 'user-agent': 'Copydesk', ...headers },
    // No connection of another request, whose address was judged at another time.
    agent: false,
    lookup,
    signal,
  }
  return new Promise((resolve, reject) => {
    send(options).on('response', resolve).on('error', reject).end(body)
  })
}

/** A resolver knows no signals. */
export function beforeTimeout<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
    work.then(resolve, reject)
  })
}
