import { sql } from 'kysely'
import type { Tx } from '../database/database.ts'
import { send } from '../database/sender.ts'
import { idPrefix } from '../reading/global-id.ts'
import type { Sql } from '../reading/sql.ts'
import { type ArticleEventName, EVENTS, type EventName, type EventPayload } from './events.ts'

/**
 * Adds an event to the outbox, in the transaction of the change. Articles write theirs by the statement that changes them (article.write.ts).
 * @param id the subject's uuid
 */
export async function writeEvent<Name extends Exclude<EventName, ArticleEventName>>(
  tx: Tx,
  type: Name,
  id: string,
  payload: Omit<EventPayload<Name>, 'id'>,
): Promise<void> {
  const event = JSON.stringify({ id: `${idPrefix(EVENTS[type].subject)}${id}`, ...payload })
  await send(tx, sql`insert into outbox_event (type, payload) values (${type}, ${event}::jsonb)`)
}

/** An event's name in SQL. */
export function eventName(name: EventName): Sql {
  return sql.lit<string>(name)
}

/** Fields of a payload in SQL, all of those that are named. */
export function eventFields<Field extends string>(fields: Readonly<Record<Field, Sql>>): Sql {
  const pairs = Object.entries<Sql>(fields).map(([name, value]) => sql`${sql.lit(name)}, ${value}`)
  return sql`jsonb_build_object(${sql.join(pairs)})`
}

interface PageState {
  readonly slug: string
  readonly version: number
}

/** The event for a new author or topic. */
export async function writePageCreated(
  tx: Tx,
  subject: 'Author' | 'Topic',
  { id, slug, version }: PageState & { readonly id: string },
): Promise<void> {
  await writeEvent(tx, subject === 'Author' ? 'author.created' : 'topic.created', id, { slug, version })
}

/** The event for an author or topic whose page has new content or a new address. @param before as it was loaded */
export async function writePageUpdated(
  tx: Tx,
  subject: 'Author' | 'Topic',
  before: PageState & { readonly id: string },
  { slug, version, changedFields }: PageState & { readonly changedFields: readonly string[] },
): Promise<void> {
  const moved = slug === before.slug ? {} : { previousSlug: before.slug }
  const type = subject === 'Author' ? 'author.updated' : 'topic.updated'
  await writeEvent(tx, type, before.id, { slug, version, changedFields, ...moved })
}
