import { sql } from 'kysely'
import { eventFields } from '../outbox/event.write.ts'
import type { OF_ARTICLES } from '../outbox/events.ts'
import { idPrefix } from '../reading/global-id.ts'
import { isoTimestamp, type Sql } from '../reading/sql.ts'

/** What every event has about its article, from the row after the change: enough to find and date the page, and to know its new content. */
export function eventPayload(row: string): Sql {
  const at = (name: string) => sql.ref(`${row}.${name}`)
  return eventFields<(typeof OF_ARTICLES)[number]>({
    id: sql`${sql.lit(idPrefix('Article'))} || ${at('id')}`,
    version: at('version'),
    slug: at('slug'),
    locale: at('locale'),
    revisionId: at('live_revision_id'),
    publishedAt: isoTimestamp(at('published_at')),
    firstPublishedAt: isoTimestamp(at('first_published_at')),
  })
}
