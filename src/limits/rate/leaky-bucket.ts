/** A bucket that leaks: what is poured in runs out at a steady pace, and what does not fit is refused. */
export interface BucketSize {
  readonly capacity: number
  readonly perSecond: number
}

export interface Bucket {
  readonly level: number
  /** When it had this level, in milliseconds */
  readonly at: number
}

/** What became of an amount that was poured in. */
export interface Poured {
  readonly isRefused: boolean
  /** How much more fits in now */
  readonly remaining: number
  /** Seconds until the bucket is empty; if the amount was refused, until it fits in */
  readonly seconds: number
}

export const EMPTY: Bucket = { level: 0, at: 0 }

/**
 * Pours an amount into a bucket. With `always` it is for something that has been done already: it fills the bucket at most to the brim. An amount
 * larger than the bucket fits into an empty one, so that nothing is refused forever.
 */
export function pour(
  bucket: Bucket,
  amount: number,
  { capacity, perSecond }: BucketSize,
  now: number,
  always = false,
): { bucket: Bucket; poured: Poured } {
  // A clock that is set back does not fill the bucket.
  const elapsed = Math.max(0, now - bucket.at) / 1000
  const level = Math.max(0, bucket.level - elapsed * perSecond)
  const after = level + Math.min(amount, capacity)
  if (!always && after > capacity) {
    const seconds = (after - capacity) / perSecond
    return { bucket: { level, at: now }, poured: { isRefused: true, remaining: capacity - level, seconds } }
  }
  const filled = Math.min(after, capacity)
  const poured = { isRefused: false, remaining: capacity - filled, seconds: filled / perSecond }
  return { bucket: { level: filled, at: now }, poured }
}
