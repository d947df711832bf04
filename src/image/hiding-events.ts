import type { Listener } from '../outbox/event-feed.ts'
import type { EventName } from '../outbox/events.ts'

/** After these an image may no longer be on any page. */
const MAY_HIDE: ReadonlySet<EventName> = new Set([
  'article.updated',
  'article.withdrawn',
  'author.updated',
  'author.deleted',
  'site.updated',
])

/** Calls with the files that events may have hidden: of one image, or of any. */
export function onHidingEvents(hide: (file: string | 'all') => void): Listener {
  return (events) => {
    for (const { type, payload } of events) {
      if (typeof payload.file === 'string') hide(payload.file)
      else if (MAY_HIDE.has(type)) hide('all')
    }
  }
}
