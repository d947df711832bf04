import { sql } from 'kysely'
import type { Tx } from '../database/database.ts'
import { send } from '../database/sender.ts'
import { idPrefix } from '../reading/global-id.ts'

/** What the readers' side must learn of something besides articles, which write their own events (article.write.ts). */
export interface SubjectEvent {
  /** The subject's GraphQL type */
  readonly subject: 'Author' | 'Image' | 'Topic'
  /** Its uuid */
  readonly id: string
  readonly what: 'updated' | 'deleted' | 'merged'
  /** What it tells besides the subject's id */
  readonly payload: object
}

/** Adds to the outbox, in the transaction of what it tells of. */
export async function writeEvent(tx: Tx, { subject, id, what, payload }: SubjectEvent): Promise<void> {
  const told = JSON.stringify({ id: `${idPrefix(subject)}${id}`, ...payload })
  const type = `${subject.toLowerCase()}.${what}`
  await send(tx, sql`insert into outbox_event (type, payload) values (${type}, ${told}::jsonb)`)
}

interface Page {
  readonly slug: string
  readonly version: number
}

/** What has a page of its own on the site reads otherwise, or stands elsewhere. @param before as it was loaded */
export async function writePageUpdated(
  tx: Tx,
  subject: 'Author' | 'Topic',
  before: Page & { readonly id: string },
  { slug, version, changedFields }: Page & { readonly changedFields: readonly string[] },
): Promise<void> {
  const moved = slug === before.slug ? {} : { previousSlug: before.slug }
  await writeEvent(tx, { subject, id: before.id, what: 'updated', payload: { slug, version, changedFields, ...moved } })
}
