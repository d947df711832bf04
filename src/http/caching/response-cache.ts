import { TaggedCache, type TaggedCacheOptions } from '../../reading/cache/tagged-cache.ts'
import { type Answer, CachedResponse } from './cached-response.ts'

/** How long a request waits for the same answer that another one is computing. */
const MAX_WAIT_MS = 2000

/** One computation of an answer. */
export interface Fill {
  /** Ends it, once. @param answer null if it is not to be cached */
  end(answer: Answer | null): void
}

class RunningFill implements Fill {
  readonly key: string
  /** The last purge before it began */
  readonly after: number
  readonly response: Promise<CachedResponse | null>
  #resolve: (response: CachedResponse | null) => void = () => {}
  #onEnd: ((fill: RunningFill, response: CachedResponse | null) => void) | null

  constructor(key: string, after: number, onEnd: (fill: RunningFill, response: CachedResponse | null) => void) {
    this.key = key
    this.after = after
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
}

/** Answers to anonymous reads of published content. Of those that are asked for at the same time, one is computed. */
export class ResponseCache {
  readonly #cached: TaggedCache<CachedResponse>
  /** Those that began after the last purge: others may wait for them */
  readonly #open = new Map<string, RunningFill>()

  constructor(options: TaggedCacheOptions) {
    this.#cached = new TaggedCache(options)
  }

  /** Of all answers, as estimated */
  get bytes(): number {
    return this.#cached.bytes
  }

  /** What is cached under the key and may be served now */
  find(key: string): CachedResponse | null {
    return this.#cached.find(key)
  }

  /** What is cached under the key, or is being computed since after the last purge. Null: compute it. */
  async get(key: string): Promise<CachedResponse | null> {
    if (!this.#cached.isCurrent) return null
    const cached = this.find(key)
    if (cached) return cached
    const running = this.#open.get(key)
    return running ? within(running.response, MAX_WAIT_MS) : null
  }

  /** Before anything of the answer is read. */
  begin(key: string): Fill {
    const fill = new RunningFill(key, this.#cached.lastPurge, (ended, response) => this.#end(ended, response))
    if (!this.#open.has(key)) this.#open.set(key, fill)
    return fill
  }

  #end(fill: RunningFill, response: CachedResponse | null): void {
    if (this.#open.get(fill.key) === fill) this.#open.delete(fill.key)
    if (response) this.#cached.keep(fill.key, response, fill.after)
  }

  /** Drops what depends on any of the tags, also of what is being computed. */
  purge(tags: readonly string[]): void {
    if (tags.length === 0) return
    this.#open.clear()
    this.#cached.purge(tags)
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
