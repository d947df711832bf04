import type { FastifyRequest } from 'fastify'

/**
 * Whether the request says where it goes in a form of which a URL can be made. A trusted proxy passes on what it was sent. A host may be
 * missing only in HTTP/1.0, which some health probes speak.
 */
export function isAddressed({ protocol, hostname, raw }: FastifyRequest): boolean {
  if (!/^https?$/.test(protocol)) return false
  return hostname === '' ? raw.httpVersion === '1.0' : URL.canParse(`${protocol}://${hostname}/`)
}
