import { LRUCache } from 'lru-cache'
import { type Bucket, type BucketSize, EMPTY, type Poured, pour } from './leaky-bucket.ts'

export interface PourOptions {
  readonly size: BucketSize
  /** For what has been done already: it is never refused */
  readonly always?: boolean
}

/** Leaky buckets by their keys. */
export interface Buckets {
  pour(key: string, amount: number, options: PourOptions): Poured | Promise<Poured>
  close(): void
}

/** In this process, so that nobody waits for them. */
export interface OwnBuckets extends Buckets {
  pour(key: string, amount: number, options: PourOptions): Poured
}

/** Some 20 MB at most. Without the least recently used ones, an attacker with many addresses would fill the memory. */
const MAX_BUCKETS = 100_000

/** Buckets of this process. */
export function ownBuckets(now: () => number = Date.now): OwnBuckets {
  const buckets = new LRUCache<string, Bucket>({ max: MAX_BUCKETS })
  return {
    pour(key, amount, { size, always }) {
      const { bucket, poured } = pour(buckets.get(key) ?? EMPTY, amount, size, now(), always)
      buckets.set(key, bucket)
      return poured
    },
    close: () => buckets.clear(),
  }
}
