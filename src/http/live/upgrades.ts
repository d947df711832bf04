import type { IncomingMessage } from 'node:http'

/** Whether a request is to become a WebSocket. All others that ask for another protocol are answered as requests. */
export function isWebSocket({ url = '', method, headers }: IncomingMessage): boolean {
  return method === 'GET' && /^\/graphql(?:\?|$)/.test(url) && /^websocket$/i.test(headers.upgrade ?? '')
}
