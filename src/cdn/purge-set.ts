import type { PlacedEvent } from '../outbox/events.load.ts'
import type { EventName } from '../outbox/events.ts'

/** What is purged in which way. No tag is in both. */
export interface PurgeSet {
  /** Must not be served any more */
  readonly hard: readonly string[]
  /** May be served while it is fetched again */
  readonly soft: readonly string[]
}

/** Whether readers must not see the earlier state any more, not even for seconds. */
const IS_HARD: Readonly<Record<EventName, boolean | ((event: PlacedEvent) => boolean)>> = {
  // Written by hand, or seeded: what it was is not known.
  'site.changed': true,
  'article.published': false,
  'article.updated': false,
  'article.corrected': false,
  'article.withdrawn': true,
  // A sibling may have been withdrawn: then its page is purged by its own event.
  'article.translated': false,
  'image.created': false,
  'image.updated': ({ payload }) => payload.rightsState !== 'USABLE',
  'image.expired': true,
  'image.deleted': true,
  'site.updated': false,
  'front.published': false,
  'front.updated': false,
  'front.withdrawn': true,
  'author.created': false,
  'author.updated': false,
  'author.deleted': true,
  'topic.created': false,
  'topic.updated': false,
  'topic.merged': false,
  'topic.deleted': true,
  'redirect.created': false,
  'redirect.deleted': true,
}

/** What one purge for all these events removes. */
export function purgeSetOf(events: readonly PlacedEvent[]): PurgeSet {
  const hard = new Set(events.filter(isHard).flatMap(({ tags }) => tags))
  const soft = new Set(events.flatMap(({ tags }) => tags))
  return { hard: [...hard], soft: [...soft].filter((tag) => !hard.has(tag)) }
}

function isHard(event: PlacedEvent): boolean {
  const rule = IS_HARD[event.type]
  return typeof rule === 'function' ? rule(event) : rule
}
