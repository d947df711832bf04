import { EVERYTHING } from '../tags/tag.ts'

/** Each takes about 100 bytes. */
const MAX_TAGS = 50_000

/**
 * Remembers which tags were purged, and in which order. To ask it for each tag of an answer takes less memory and time than an index of the answers by their tags:
 * most answers are asked for often, or never.
 */
export class Purges {
  /** By tag, the number of its last purge; the tags in the order of these numbers */
  readonly #last = new Map<string, number>()
  #count = 0
  /** Of purges up to this one it is not known of which tags they were */
  #forgotten = 0
  readonly #maxTags: number

  /** @param maxTags so many are remembered */
  constructor(maxTags = MAX_TAGS) {
    this.#maxTags = maxTags
  }

  /** The number of the last purge */
  get last(): number {
    return this.#count
  }

  add(tags: readonly string[]): void {
    this.#count += 1
    if (tags.includes(EVERYTHING)) {
      this.#last.clear()
      this.#forgotten = this.#count
      return
    }
    for (const tag of tags) {
      this.#last.delete(tag)
      this.#last.set(tag, this.#count)
    }
    for (const [tag, number] of this.#last) {
      if (this.#last.size <= this.#maxTags) break
      this.#last.delete(tag)
      this.#forgotten = number
    }
  }

  /** Whether one of the tags was purged after the purge with this number, as far as that is known. */
  haveAny(tags: readonly string[], after: number): boolean {
    return after < this.#forgotten || tags.some((tag) => (this.#last.get(tag) ?? 0) > after)
  }
}
