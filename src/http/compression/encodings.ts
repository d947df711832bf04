import { promisify } from 'node:util'
import { brotliCompress, gzip } from 'node:zlib'
import negotiate from '@fastify/accept-negotiator'
import { LRUCache } from 'lru-cache'

/** In bytes. Below, the headers weigh more than what is saved. */
export const THRESHOLD = 1024

export const COMPRESSORS = { br: promisify(brotliCompress), gzip: promisify(gzip) }

export type Encoding = keyof typeof COMPRESSORS

/** The best first. */
export const ENCODINGS: Encoding[] = ['br', 'gzip']

/** The one that a client with this Accept-Encoding gets; null if it gets the text as it is. */
export function encodingFor(acceptEncoding = ''): Encoding | null {
  const encoding = acceptEncoding.length > MAX_REMEMBERED ? choose(acceptEncoding) : chosen.memo(acceptEncoding)
  return encoding === 'identity' ? null : encoding
}

/** Clients send few different values, and short ones. */
const MAX_REMEMBERED = 200

const chosen = new LRUCache<string, Encoding | 'identity'>({ max: 200, memoMethod: choose })

function choose(acceptEncoding: string): Encoding | 'identity' {
  const best = negotiate.negotiate(acceptEncoding, ENCODINGS)
  return ENCODINGS.find((each) => each === best) ?? 'identity'
}
