import { LRUCache } from 'lru-cache'
import { EVERYTHING } from '../../reading/tags/tag.ts'
import { type Answer, CachedResponse } from './cached-response.ts'

/** How the cache learns what changed. */
export interface Hearing {
  /** Whether everything was purged that changed: without it the cache serves nothing */
  readonly isCurrent: boolean
}

export interface ResponseCacheOptions {
  /** Of all answers together */
  readonly maxBytes: number
  readonly hearing: Hearing
}

/** How long a request waits for the same answer that another one is computing. */
const MAX_WAIT_MS = 2000

/** Of all answers, so that one cannot take the place of most others. */
const MAX_SHARE = 1 / 8

/** One computation of an answer. */
export interface Fill {
  /** Ends it, once. @param answer null if it is not to be cached */
  end(answer: Answer | null): void
}

class RunningFill implements Fill {
  readonly key: string
  /** What was purged since it began */
  readonly purged: (readonly string[])[] = []
  readonly response: Promise<CachedResponse | null>
  #resolve: (response: CachedResponse | null) => void = () => {}
  #onEnd: ((fill: RunningFill, response: CachedResponse | null) => void) | null

  constructor(key: string, onEnd: (fill: RunningFill, response: CachedResponse | null) => void) {
    this.key = key
    this.#onEnd = onEnd
    this.response = new Promise((resolve) => {
      this.#resolve = resolve
    })
  }

  end(answer: Answer | null): void {
    const onEnd = this.#onEnd
    if (!onEnd) return
    this.#onEnd = null
    const response = answer && new CachedResponse(answer)
    onEnd(this, response)
    this.#resolve(response)
  }

  /** Whether something that the answer depends on was purged while it was computed: it may have been read before. */
  isOutdated({ tags }: Answer): boolean {
    if (this.purged.length === 0) return false
    const own = new Set(tags).add(EVERYTHING)
    return this.purged.some((purged) => purged.some((tag) => own.has(tag)))
  }
}

/**
 * Answers to anonymous reads of published content, cached until one of their tags is purged. What is read from it is never older than what the process has
 * heard of: docs/caching.md says why.
 */
export class ResponseCache {
  readonly #hearing: Hearing
  readonly #cached: LRUCache<string, CachedResponse>
  readonly #keysOf = new Map<string, Set<string>>()
  /** All that are being computed */
  readonly #running = new Set<RunningFill>()
  /** Those that began after the last purge: others may wait for them */
  readonly #open = new Map<string, RunningFill>()

  constructor({ maxBytes, hearing }: ResponseCacheOptions) {
    this.#hearing = hearing
    this.#cached = new LRUCache({
      maxSize: maxBytes,
      maxEntrySize: Math.ceil(maxBytes * MAX_SHARE),
      sizeCalculation: (response, key) => response.size + key.length,
      dispose: (response, key) => this.#forget(key, response),
    })
  }

  get size(): number {
    return this.#cached.size
  }

  /** What is cached under the key and may be served now */
  find(key: string): CachedResponse | null {
    if (!this.#hearing.isCurrent) return null
    const cached = this.#cached.get(key)
    if (!cached || performance.now() < cached.answer.validUntil) return cached ?? null
    this.#cached.delete(key)
    return null
  }

  /** What is cached under the key, or is being computed since after the last purge. Null: compute it. */
  async get(key: string): Promise<CachedResponse | null> {
    if (!this.#hearing.isCurrent) return null
    const cached = this.find(key)
    if (cached) return cached
    const running = this.#open.get(key)
    return running ? within(running.response, MAX_WAIT_MS) : null
  }

  /** Before anything of the answer is read. */
  begin(key: string): Fill {
    const fill = new RunningFill(key, (ended, response) => this.#end(ended, response))
    this.#running.add(fill)
    if (!this.#open.has(key)) this.#open.set(key, fill)
    return fill
  }

  #end(fill: RunningFill, response: CachedResponse | null): void {
    this.#running.delete(fill)
    if (this.#open.get(fill.key) === fill) this.#open.delete(fill.key)
    if (!response || fill.isOutdated(response.answer)) return
    const before = this.#cached.get(fill.key)
    if (before) this.#cached.delete(fill.key)
    this.#cached.set(fill.key, response)
    if (this.#cached.has(fill.key)) this.#index(fill.key, response)
  }

  /** Drops what depends on any of the tags, also of what is being computed. */
  purge(tags: readonly string[]): void {
    if (tags.length === 0) return
    for (const fill of this.#running) fill.purged.push(tags)
    this.#open.clear()
    if (tags.includes(EVERYTHING)) this.#cached.clear()
    for (const tag of tags) for (const key of this.#keysOf.get(tag) ?? []) this.#cached.delete(key)
  }

  #index(key: string, { answer }: CachedResponse): void {
    for (const tag of answer.tags) {
      const keys = this.#keysOf.get(tag) ?? new Set()
      this.#keysOf.set(tag, keys.add(key))
    }
  }

  #forget(key: string, { answer }: CachedResponse): void {
    for (const tag of answer.tags) {
      const keys = this.#keysOf.get(tag)
      keys?.delete(key)
      if (keys?.size === 0) this.#keysOf.delete(tag)
    }
  }
}

/** What comes within the time, else null. */
function within<T>(promise: Promise<T>, ms: number): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), ms)
  })
  return Promise.race([promise, late]).finally(() => clearTimeout(timer))
}
