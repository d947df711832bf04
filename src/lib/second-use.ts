import { LRUCache } from 'lru-cache'

/** As many keys are remembered. A key takes about 100 bytes. */
const MAX_KEYS = 20_000

/**
 * Recognises what comes back. A cache that stores only this is not filled, nor emptied, by a client that sends ever new queries.
 *
 * @param keys Short ones, e.g. hashes
 */
export class SecondUse {
  // Not with `max`, for which the cache would make room at once.
  readonly #seen = new LRUCache<string, true>({ maxSize: MAX_KEYS, sizeCalculation: () => 1 })

  /** Whether this key was asked about before; from now on it was. */
  has(key: string): boolean {
    if (this.#seen.get(key)) return true
    this.#seen.set(key, true)
    return false
  }
}
