import { sql } from 'kysely'
import { type Sender, send } from '../database/sender.ts'
import type { EventRange } from '../outbox/missed-events.load.ts'

/** Something that the desk did with an article, committed. */
export interface DeskEvent {
  /** Its place in the order of all of them. Grows, with gaps */
  readonly position: number
  readonly at: Date
  /** As the audit trail has it */
  readonly action: string
  readonly articleId: string
  /** As they are now; null if the article was deleted */
  readonly slug: string | null
  readonly locale: string | null
  readonly actorId: string | null
  readonly note: string | null
  readonly changedFields: readonly string[]
  /** The uuids of the users whose article or lock it is, or was */
  readonly concerned: readonly string[]
}

/** The position of the newest event; those that have none yet get theirs. */
export async function newestDeskPosition(sender: Sender): Promise<number> {
  const [row] = await send<{ position: number }>(sender, sql`select place_desk_events() as position`)
  return row?.position ?? 0
}

/** Events in their order. What is committed later gets a higher position. */
export function loadDeskEvents(sender: Sender, { after, most }: EventRange): Promise<DeskEvent[]> {
  return send<DeskEvent>(
    sender,
    sql`select e.position, a.at, a.action, a.subject_id as "articleId", w.slug, w.locale, a.actor_id as "actorId", a.note,
        array(select f->>'field' from jsonb_array_elements(a.changed_fields) f) as "changedFields",
        array_remove(array[w.created_by_id::text, a.lost_by_id::text, (select holder_id::text from article_lock where article_id = w.id and expires_at > now())]
          || array(select p.user_id::text from credit c join author p on p.id = c.author_id where c.revision_id = w.latest_revision_id), null) as "concerned"
      from desk_events_after(${after}::bigint, ${most}::int) e join activity a on a.id = e.activity_id left join article w on w.id = a.subject_id
      order by e.position`,
  )
}
