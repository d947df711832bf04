import type { Cdn } from '../../cdn/cdn.ts'
import type { PurgeWatch } from '../../cdn/purge-watch.ts'
import type { RecentPurges } from '../../cdn/recent-purges.ts'
import { EVERYTHING } from '../../reading/tags/tag.ts'
import type { PurgedCache } from './public-answer.ts'

/** While the CDN does not take purges. */
const LATE_SECONDS = 10
/** Just after a purge, and where it is not known what purges it. */
const SHORT_SECONDS = 1

interface Purging {
  readonly recent: RecentPurges
  readonly watch: PurgeWatch
}

/** What the CDN gets with each response that it may store. */
export function cdnHeaders({ header, separator }: Cdn, { recent, watch }: Purging): PurgedCache {
  return {
    headersOf: (tags) => ({ [header]: [EVERYTHING, ...(tags ?? [])].join(separator) }),
    mostSeconds(tags) {
      if (tags === null || recent.has(tags)) return SHORT_SECONDS
      return watch.isLate ? LATE_SECONDS : null
    },
  }
}
