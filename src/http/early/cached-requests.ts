import type { IncomingMessage } from 'node:http'
import { LRUCache } from 'lru-cache'
import type { OnServed } from '../answers-from-cache.ts'
import type { CachedResponse } from '../caching/cached-response.ts'
import type { ResponseCache } from '../caching/response-cache.ts'
import type { DocumentSource } from '../documents/document-gate.ts'
import { isPlainRead } from './plain-request.ts'

declare module 'node:http' {
  interface IncomingMessage {
    /** Of a request that may be answered from the cache the next time */
    signature?: string
  }
}

/** Of all signatures together: they are mostly addresses. */
const MAX_BYTES = 8 * 1024 * 1024

/** What one takes in addition to its text. */
const OVERHEAD = 300

interface Known {
  /** Of the answer */
  readonly key: string
  /** The SHA-256 of a document that has to be known for the answer; null: it may be any */
  readonly document: string | null
}

interface Options {
  readonly cache: ResponseCache
  readonly documents: Pick<DocumentSource, 'remembers'>
}

export interface CachedRequests {
  /** The answer to the same request as one that was answered from the cache before, if it may still be served */
  find(request: IncomingMessage): CachedResponse | null
  readonly note: OnServed
}

/** Finds cached answers by the bytes of a request, so that nothing in it is parsed. */
export function cachedRequests({ cache, documents }: Options): CachedRequests {
  const requests = new LRUCache<string, Known>({ maxSize: MAX_BYTES })
  return {
    find(request) {
      if (!isPlainRead(request)) return null
      const signature = signatureOf(request)
      const known = requests.get(signature)
      if (!known) request.signature = signature
      else if (known.document === null || documents.remembers(known.document)) return cache.find(known.key)
      return null
    },

    note({ signature }, key, { known, isFree }) {
      if (signature === undefined || !(isFree || known !== null)) return
      requests.set(signature, { key, document: known }, { size: signature.length + OVERHEAD })
    },
  }
}

/** Everything of a plain read that the key of its answer depends on. */
function signatureOf({ url = '', headers: { accept = '' } }: IncomingMessage): string {
  return `${accept} ${url}`
}
