import { sql } from 'kysely'
import { type ComparedField, changedFields } from '../activity/changed-fields.write.ts'
import { assignmentsOf, type Columns } from '../database/columns.ts'
import { type Sender, send } from '../database/sender.ts'
import type { ActivityAction } from '../generated/graphql.ts'
import { type By, entryId } from '../lifecycle/going-live.write.ts'
import type { Made } from '../mutation/made.ts'
import { eventFields, eventName } from '../outbox/event.write.ts'
import type { OF_FRONTS } from '../outbox/events.ts'
import { idPrefix } from '../reading/global-id.ts'
import { isoTimestamp, type Sql } from '../reading/sql.ts'
import { whyNotThere } from '../versioned-row/versioned-row.load.ts'
import type { LoadedFront } from './front.load.ts'

const UNSCHEDULED = { scheduled_for: null, scheduled_revision_id: null } satisfies Columns<'front'>

/** What becomes of fronts. `old` is a front as it was, `f` as it is then, with `was`, the same as JSON. */
interface Passage {
  readonly set: Columns<'front'>
  readonly action: Extract<ActivityAction, 'PUBLISHED' | 'SCHEDULED' | 'UNSCHEDULED' | 'WITHDRAWN'>
  /** The name of the event; null if readers see no other than before */
  readonly event: Sql | null
}

/**
 * Makes a revision of each of these fronts live.
 * @param fronts a SELECT of whole rows, locked
 * @param revisionId SQL over `old`
 */
export function frontGoingLive(fronts: Sql, revisionId: Sql, by: By): Sql {
  return passing(fronts, by, publication(revisionId))
}

function publication(revisionId: Sql): Passage {
  return {
    set: {
      ...UNSCHEDULED,
      live_revision_id: revisionId,
      published_at: sql`now()`,
      first_published_at: sql`coalesce(old.first_published_at, now())`,
    },
    action: 'PUBLISHED',
    event: sql`case when was ->> 'live_revision_id' is null then ${eventName('front.published')} else ${eventName('front.updated')} end`,
  }
}

function revision(field: string, name: keyof Columns<'front'>): ComparedField {
  const number = (id: Sql) => sql`(select number::text from front_revision where id = ${id})`
  return { field, before: number(sql`(f.was ->> ${sql.lit(name)})::uuid`), after: number(sql.ref(`f.${name}`)) }
}

function time(field: string, name: keyof Columns<'front'>): ComparedField {
  const before = isoTimestamp(sql`(f.was ->> ${sql.lit(name)})::timestamptz`)
  return { field, before, after: isoTimestamp(sql.ref(`f.${name}`)) }
}

/** For the audit trail: revisions by their numbers. */
const AUDITED = [
  revision('liveRevision', 'live_revision_id'),
  revision('scheduledRevision', 'scheduled_revision_id'),
  time('publishedAt', 'published_at'),
  time('firstPublishedAt', 'first_published_at'),
  time('scheduledFor', 'scheduled_for'),
]

/** One statement, and so all or nothing: the rows, the audit trail and the events. It gives the fronts with which it was done. */
function passing(fronts: Sql, { actor, note }: By, { set, action, event }: Passage): Sql {
  const events = sql`o as (insert into outbox_event (type, payload) select ${event}, ${payload} from f),`
  return sql`with old as (${fronts}),
    f as (update front set ${assignmentsOf('front', set)} from old where front.id = old.id returning front.*, to_jsonb(old) as was),
    c as (select f.id, ${changedFields(AUDITED)} as changed from f),
    ${event ? events : sql``}
    e as (insert into activity (id, subject_type, subject_id, actor_id, actor_name, action, note, version, changed_paths, changed_fields)
      select ${entryId(actor)}, 'Front', f.id, ${actor?.id ?? null}::uuid, ${actor?.name ?? null}::text, ${sql.lit(action)}, ${note}::text, f.version,
        array(select change ->> 'field' from jsonb_array_elements(c.changed) change), c.changed from f join c on c.id = f.id)
    select id, version, to_jsonb(f) - 'was' as "row" from f`
}

const payload = eventFields<(typeof OF_FRONTS)[number]>({
  id: sql`${sql.lit(idPrefix('Front'))} || f.id`,
  version: sql`f.version`,
  slug: sql`f.slug`,
  locale: sql`f.locale`,
  publishedAt: isoTimestamp(sql`f.published_at`),
})

/** The front if it is unchanged since it was loaded. @throws Refusal CONFLICT */
async function run(sender: Sender, { id, version }: LoadedFront, by: By, passage: Passage): Promise<Made> {
  const asLoaded = sql`select * from front where id = ${id}::uuid and version = ${version}::int for update`
  const [made] = await send<Made>(sender, passing(asLoaded, by, passage))
  if (!made) throw await whyNotThere(sender, 'Front', id, version)
  return made
}

/** Makes the latest revision live. @throws Refusal CONFLICT */
export function publish(sender: Sender, front: LoadedFront, by: By): Promise<Made> {
  return run(sender, front, by, publication(sql`old.latest_revision_id`))
}

/** Takes the front from the readers. @throws Refusal CONFLICT */
export function withdraw(sender: Sender, front: LoadedFront, by: By): Promise<Made> {
  const set = { ...UNSCHEDULED, live_revision_id: null }
  return run(sender, front, by, { set, action: 'WITHDRAWN', event: eventName('front.withdrawn') })
}

/** Plans when the latest revision goes live; null cancels that. @throws Refusal CONFLICT */
export function schedule(sender: Sender, front: LoadedFront, at: Date | null, by: By): Promise<Made> {
  const planned = { scheduled_for: sql`${at}::timestamptz`, scheduled_revision_id: sql`old.latest_revision_id` }
  return run(sender, front, by, {
    set: at ? planned : UNSCHEDULED,
    action: at ? 'SCHEDULED' : 'UNSCHEDULED',
    event: null,
  })
}
