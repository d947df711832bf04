export interface Backoff {
  readonly firstMs: number
  readonly longestMs: number
}

/** How long to pause after so many failures in a row, from 1: each time twice as long as before. */
export function pauseAfter(failures: number, { firstMs, longestMs }: Backoff): number {
  return Math.min(firstMs * 2 ** (failures - 1), longestMs)
}
