import { promisify } from 'node:util'
import { brotliCompress, gzip } from 'node:zlib'
import negotiate from '@fastify/accept-negotiator'

/** In bytes. Below, the headers weigh more than what is saved. */
export const THRESHOLD = 1024

export const COMPRESSORS = { br: promisify(brotliCompress), gzip: promisify(gzip) }

export type Encoding = keyof typeof COMPRESSORS

/** The best first. */
export const ENCODINGS: Encoding[] = ['br', 'gzip']

/** The one that a client with this Accept-Encoding gets; null if it gets the text as it is. */
export function encodingFor(acceptEncoding: string | undefined): Encoding | null {
  const chosen = negotiate.negotiate(acceptEncoding ?? '', ENCODINGS)
  return ENCODINGS.find((each) => each === chosen) ?? null
}
