import type { Cdn } from '../../cdn/cdn.ts'
import type { RecentPurges } from '../../cdn/recent-purges.ts'
import { EVERYTHING } from '../../reading/tags/tag.ts'
import type { PurgedCache } from './public-answer.ts'

/** While the CDN does not take purges. */
const LATE_SECONDS = 10
/** Just after a purge, and where it is not known what purges it. */
const SHORT_SECONDS = 1

interface Purging {
  /** Absent where nothing is heard of changes */
  readonly recent?: RecentPurges
  /** Whether purges are late */
  isLate(): boolean
}

/** What the CDN gets with each response that it may store. */
export function cdnHeaders({ header, separator }: Cdn, { recent, isLate }: Purging): PurgedCache {
  return {
    headersOf: (tags) => ({ [header]: [EVERYTHING, ...(tags ?? [])].join(separator) }),
    mostSeconds(tags) {
      if (tags === null || recent?.has(tags)) return SHORT_SECONDS
      return isLate() ? LATE_SECONDS : null
    },
  }
}
