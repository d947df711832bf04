import { sql } from 'kysely'
import { eventFields, eventName } from '../outbox/event.write.ts'
import type { EventPayload, OF_ARTICLES } from '../outbox/events.ts'
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

/**
 * Parts of a statement that tell the live translations of what changed: their pages link to one another. The rows are held, so that of two
 * translations that go live at the same moment the later one sees the other.
 * @param changed a SELECT of the changed articles: id, slug, locale, live_revision_id, and the `story` that each is or was in
 */
export function translationParts(changed: Sql): Sql[] {
  const translation = eventFields<keyof EventPayload<'article.translated'>['translation']>({
    id: sql`${sql.lit(idPrefix('Article'))} || c.id`,
    slug: sql`c.slug`,
    locale: sql`c.locale`,
    revisionId: sql`c.live_revision_id`,
  })
  return [
    sql`moved as materialized (${changed})`,
    sql`siblings as materialized (
      select * from article where translation_group_id in (select story from moved) and id not in (select id from moved) for share)`,
    sql`told as (insert into outbox_event (type, article_id, payload)
      select ${eventName('article.translated')}, s.id, ${eventPayload('s')} || jsonb_build_object('translation', ${translation})
      from siblings s join moved c on c.story = s.translation_group_id where s.live_revision_id is not null order by s.id, c.id)`,
  ]
}
