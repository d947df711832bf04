import { LRUCache } from 'lru-cache'
import type { Listener } from '../outbox/event-feed.ts'

/** Which tags were purged in the last seconds. */
export interface RecentPurges {
  readonly note: Listener
  /** Whether a response with these tags could have been read before a purge that has just been sent */
  has(tags: Iterable<string>): boolean
}

const MEMORY_MS = 5000
const MOST_TAGS = 100_000

export function recentPurges(): RecentPurges {
  const purged = new LRUCache<string, true>({
    // Not with `max`, for which the cache would make room at once.
    ...{ maxSize: MOST_TAGS, sizeCalculation: () => 1 },
    ...{ ttl: MEMORY_MS, perf: { now: () => performance.now() } },
  })
  return {
    note(events) {
      for (const { tags } of events) for (const tag of tags) purged.set(tag, true)
    },
    has(tags) {
      for (const tag of tags) if (purged.has(tag)) return true
      return false
    },
  }
}
