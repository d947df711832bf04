import { LRUCache } from 'lru-cache'
import { inFlight } from '../lib/in-flight.ts'

/** Of the texts of all documents together. */
const MAX_BYTES = 16 * 1024 * 1024

/** How long a document that was removed can still be found, in milliseconds. */
const KNOWN_MS = 10_000

/** How long a document that was added can still be unknown, in milliseconds. */
const UNKNOWN_MS = 1000

/** As many hashes without a document are remembered. */
const MAX_UNKNOWN = 10_000

export interface KnownDocuments {
  /** What the document with this SHA-256 says; null if it is not known. */
  readonly find: (hash: string) => Promise<string | null>
  /** Whether `find` would say at once that it is known */
  readonly remembers: (hash: string) => boolean
}

export interface KnownDocumentsOptions {
  /** Asks the database */
  readonly load: (hash: string) => Promise<string | null>
  readonly knownMs?: number
  readonly unknownMs?: number
}

/** The documents that clients may name, with a memory of what was asked for lately. */
export function knownDocuments({
  load,
  knownMs = KNOWN_MS,
  unknownMs = UNKNOWN_MS,
}: KnownDocumentsOptions): KnownDocuments {
  const known = new LRUCache<string, string>({
    maxSize: MAX_BYTES,
    sizeCalculation: (text) => text.length * 2 + 200,
    ttl: knownMs,
  })
  const unknown = new LRUCache<string, true>({ max: MAX_UNKNOWN, ttl: unknownMs })
  const once = inFlight<string | null>()

  return {
    remembers: (hash) => known.has(hash),

    async find(hash) {
      const text = known.get(hash)
      if (text !== undefined) return text
      if (unknown.has(hash)) return null
      return once(hash, async () => {
        const loaded = await load(hash)
        if (loaded === null) unknown.set(hash, true)
        else known.set(hash, loaded)
        return loaded
      })
    },
  }
}
