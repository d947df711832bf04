import type { CacheTimes } from '../../config/env-delivery.ts'

/** For everybody: what is at an address never changes. */
export const IMMUTABLE = 'public, max-age=31536000, immutable'

/** Only for this request, never cached. */
export const NO_STORE = 'private, no-store'

/** For everybody, but a cache asks each time whether it changed. */
export const REVALIDATE = 'public, max-age=0, must-revalidate'

/** How long a cache may use an old answer while it fetches a new one, in seconds. */
const WHILE_REVALIDATE = 30

/** How long a cache may use an old answer while the server cannot be reached, in seconds. */
const IF_ERROR = 86_400

/**
 * Of an answer that everybody may have. Nothing in it reaches beyond the time that is left until the answer is wrong although nobody changed anything.
 * Without a time for shared caches they must not use old answers either.
 */
export function publicCacheControl({ maxAge, sharedMaxAge }: CacheTimes, leftMs: number): string {
  const left = Math.max(0, Math.floor(leftMs / 1000))
  const own = Math.min(maxAge, left)
  const shared = Math.min(sharedMaxAge, left)
  const fresh = `public, max-age=${own}, s-maxage=${shared}`
  if (sharedMaxAge === 0) return fresh
  const stale = left - Math.max(own, shared)
  return `${fresh}, stale-while-revalidate=${Math.min(WHILE_REVALIDATE, stale)}, stale-if-error=${Math.min(IF_ERROR, stale)}`
}
