import { sql } from 'kysely'
import type { Tx } from '../database/database.ts'
import { type Sender, send } from '../database/sender.ts'
import type { RowInput } from '../mutation/input.ts'
import { getRow } from '../versioned-row/versioned-row.load.ts'
import { type FrontContent, frontContentJson, parseFrontContent } from './front.content.ts'

/** A front as a mutation finds it: its row, and the content of its latest revision. */
export interface LoadedFront {
  readonly id: string
  readonly version: number
  readonly slug: string
  readonly locale: string
  readonly liveRevisionId: string | null
  readonly latestRevisionId: string
  readonly latestNumber: number
  readonly scheduledFor: Date | null
  readonly scheduledRevisionId: string | null
  readonly firstPublishedAt: Date | null
  /** The database's clock, which decides on all dates */
  readonly now: Date
  readonly content: FrontContent
}

interface FrontRow extends Omit<LoadedFront, 'content'> {
  readonly content: unknown
}

/** It is not locked: the statement that writes checks the version. */
async function findFront(sender: Sender, id: string): Promise<LoadedFront | null> {
  const [row] = await send<FrontRow>(
    sender,
    sql`select f.id, f.version, f.slug, f.locale, f.live_revision_id as "liveRevisionId", f.latest_revision_id as "latestRevisionId",
        r.number as "latestNumber", f.scheduled_for as "scheduledFor", f.scheduled_revision_id as "scheduledRevisionId", f.first_published_at as "firstPublishedAt", now() as "now",
        ${frontContentJson('r')} as "content"
      from front f join front_revision r on r.id = f.latest_revision_id where f.id = ${id}::uuid`,
  )
  return row ? { ...row, content: parseFrontContent(row.content) } : null
}

/**
 * The front of an input, at the version that the input names.
 * @throws Refusal NOT_FOUND, CONFLICT
 */
export function getFront(tx: Tx, input: RowInput): Promise<LoadedFront> {
  return getRow(tx, { type: 'Front', find: findFront }, input)
}

/** What a revision says; null if the front has none with this number. */
export async function findFrontContent(tx: Tx, frontId: string, number: number): Promise<FrontContent | null> {
  const [row] = await send<{ content: unknown }>(
    tx,
    sql`select ${frontContentJson('r')} as "content" from front_revision r where r.front_id = ${frontId}::uuid and r.number = ${number}::int`,
  )
  return row ? parseFrontContent(row.content) : null
}

/** Whether there is one at this address. */
export async function hasFront(tx: Tx, { slug, locale }: Pick<LoadedFront, 'slug' | 'locale'>): Promise<boolean> {
  return (await tx.front.count({ where: { slug, locale } })) > 0
}
