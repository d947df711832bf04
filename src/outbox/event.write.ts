import { sql } from 'kysely'
import type { Tx } from '../database/database.ts'
import { send } from '../database/sender.ts'
import { idPrefix } from '../reading/global-id.ts'

/** What the readers' systems must know about objects other than articles, which write their own events (article.write.ts). */
export interface SubjectEvent {
  /** The subject's GraphQL type */
  readonly subject: 'Author' | 'Image' | 'Topic'
  /** Its uuid */
  readonly id: string
  readonly what: 'updated' | 'deleted' | 'merged'
  /** What it has in addition to the subject's id */
  readonly payload: object
}

/** Adds an event to the outbox, in the transaction of the change. */
export async function writeEvent(tx: Tx, { subject, id, what, payload }: SubjectEvent): Promise<void> {
  const event = JSON.stringify({ id: `${idPrefix(subject)}${id}`, ...payload })
  const type = `${subject.toLowerCase()}.${what}`
  await send(tx, sql`insert into outbox_event (type, payload) values (${type}, ${event}::jsonb)`)
}

interface PageState {
  readonly slug: string
  readonly version: number
}

/** The event for an author or topic whose page has new content or a new address. @param before as it was loaded */
export async function writePageUpdated(
  tx: Tx,
  subject: 'Author' | 'Topic',
  before: PageState & { readonly id: string },
  { slug, version, changedFields }: PageState & { readonly changedFields: readonly string[] },
): Promise<void> {
  const moved = slug === before.slug ? {} : { previousSlug: before.slug }
  await writeEvent(tx, { subject, id: before.id, what: 'updated', payload: { slug, version, changedFields, ...moved } })
}
