import type { FastifyRequest } from 'fastify'
import { LRUCache } from 'lru-cache'

/**
 * Whether the request says where it goes in a form of which a URL can be made. A trusted proxy passes on what it was sent. A host may be
 * missing only in HTTP/1.0, which some health probes speak.
 */
export function isAddressed({ protocol, hostname, raw }: FastifyRequest): boolean {
  if (!isProtocol(protocol)) return false
  return hostname === '' ? raw.httpVersion === '1.0' : isHost(hostname)
}

export function isProtocol(text: string): boolean {
  return /^https?$/.test(text)
}

/** Whether it is a host, with or without a port. */
export function isHost(text: string): boolean {
  return text.length > MAX_REMEMBERED ? canBeHost(text) : hosts.memo(text)
}

const MAX_REMEMBERED = 300

/** Sites have few. */
const hosts = new LRUCache<string, boolean>({ max: 1000, memoMethod: canBeHost })

function canBeHost(text: string): boolean {
  return URL.canParse(`http://${text}/`)
}
