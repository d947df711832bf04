import { LRUCache } from 'lru-cache'
import type { Dependencies } from '../tags/dependencies.ts'
import { Purges } from './purges.ts'

/** How a cache learns what changed. */
export interface Hearing {
  /** Whether everything was purged that changed: without it a cache serves nothing */
  readonly isCurrent: boolean
}

/** Something that was read, with what it depends on. */
export interface Tagged extends Dependencies {
  /** About what it takes in memory */
  readonly bytes: number
}

export interface TaggedCacheOptions {
  /** Of all values together */
  readonly maxBytes: number
  readonly hearing: Hearing
}

interface Entry<Value> {
  readonly value: Value
  /** The number of the last purge when it was known that nothing of it had changed */
  checkedAfter: number
}

/** Of all values, so that one cannot take the place of most others. */
const MAX_SHARE = 1 / 8

/**
 * What was read from the database, until one of its tags is purged. What is found here is never older than what the process has heard of: docs/caching.md says
 * why. What nobody asks for again keeps its place until it is what was not used for the longest time.
 */
export class TaggedCache<Value extends Tagged> {
  readonly #hearing: Hearing
  readonly #entries: LRUCache<string, Entry<Value>>
  readonly #purges = new Purges()

  constructor({ maxBytes, hearing }: TaggedCacheOptions) {
    this.#hearing = hearing
    this.#entries = new LRUCache({
      maxSize: maxBytes,
      maxEntrySize: Math.ceil(maxBytes * MAX_SHARE),
      sizeCalculation: ({ value }, key) => value.bytes + key.length,
    })
  }

  /** Of all values, as estimated */
  get bytes(): number {
    return this.#entries.calculatedSize
  }

  /** Whether anything may be served */
  get isCurrent(): boolean {
    return this.#hearing.isCurrent
  }

  /** To be noted before anything is read that is to be cached. */
  get lastPurge(): number {
    return this.#purges.last
  }

  /** What is cached under the key and may be served now */
  find(key: string): Value | null {
    if (!this.isCurrent) return null
    const entry = this.#entries.get(key)
    if (!entry) return null
    if (this.#isUnchanged(entry)) return entry.value
    this.#entries.delete(key)
    return null
  }

  /** Caches what was read, if nothing of it was purged meanwhile: it may have been read before. @param after the last purge before it was read */
  keep(key: string, value: Value, after: number): void {
    const entry = { value, checkedAfter: after }
    if (this.#isUnchanged(entry)) this.#entries.set(key, entry)
  }

  /** Drops what depends on any of the tags, also of what is being read. */
  purge(tags: readonly string[]): void {
    this.#purges.add(tags)
  }

  #isUnchanged(entry: Entry<Value>): boolean {
    const { value, checkedAfter } = entry
    if (performance.now() >= value.validUntil) return false
    const { last } = this.#purges
    if (checkedAfter === last) return true
    if (this.#purges.haveAny(value.tags, checkedAfter)) return false
    entry.checkedAfter = last
    return true
  }
}
