import { sql } from 'kysely'
import { v7 as uuid } from 'uuid'
import { writeActivity } from '../activity/activity.write.ts'
import { insertedColumns } from '../database/columns.ts'
import type { Tx } from '../database/database.ts'
import { send } from '../database/sender.ts'
import type { Made } from '../mutation/made.ts'
import { Refusal, type Subject } from '../mutation/user-error.ts'
import { writePageCreated, writePageUpdated } from '../outbox/event.write.ts'
import type { Viewer } from '../viewer/viewer.ts'
import { freeSlug } from './free-slug.load.ts'
import { ownSlug, slugTaken } from './page-slug.load.ts'
import { changedParts, columnsOf, fieldChangesOf, replaceRows } from './parts.ts'
import { madeRow } from './versioned-row.load.ts'
import { type PageType, tableOf, type VersionedRow } from './versioned-row.ts'

/** What has a page of its own on the site, at its slug. */
export interface Page<State> extends VersionedRow<State> {
  readonly type: PageType
  /** Of which nothing has been said yet */
  readonly blank: State
}

interface Slugged {
  readonly slug: string
}

type Declaration<State> = Omit<Page<State>, 'hold' | 'report'>

export function page<State extends Slugged>(declaration: Declaration<State>): Page<State> {
  const { type } = declaration
  return {
    ...declaration,
    hold: (tx, id) => holdTotal(tx, type, id),
    report: (tx, before, { slug }, written) => writePageUpdated(tx, type, before, { slug, ...written }),
  }
}

/**
 * A transaction that counts a page's live articles locks its total. A publication locks that before the page's row; so does everything that changes the
 * row, whose new name is written into the search documents of what is live with it.
 */
async function holdTotal(tx: Tx, type: PageType, id: string): Promise<void> {
  const table = tableOf(type)
  await send(
    tx,
    sql`select 1 from ${sql.table(`${table}_total`)} where ${sql.ref(`${table}_id`)} = ${id}::uuid for update`,
  )
}

interface NewPage<State> {
  readonly state: State
  /** Whether the slug is the caller's: then there or nowhere. Else it is made of the name. */
  readonly isSlugChosen: boolean
}

/** Adds a page, with all that belongs to it and the audit entry. @throws Refusal TAKEN */
export async function createPage<State extends Slugged>(
  tx: Tx,
  viewer: Viewer,
  row: Page<State>,
  { state, isSlugChosen }: NewPage<State>,
): Promise<Made> {
  const { type, parts, blank } = row
  const { id, slug } = isSlugChosen
    ? await insertWithChosenSlug(tx, row, state)
    : await insertAtFreeSlug(tx, row, state)
  const said = changedParts(parts, blank, state)
  await replaceRows(said, tx, id, state)
  const changedFields = fieldChangesOf(said, parts, blank, state)
  await writeActivity(tx, viewer, { type, id, action: 'CREATED', version: 1, changedFields })
  await writePageCreated(tx, type, { id, slug, version: 1 })
  return madeRow(tx, type, { id, version: 1 })
}

type Inserted = Subject & Slugged

/** Where the caller chose, or nowhere. */
async function insertWithChosenSlug<State extends Slugged>(tx: Tx, row: Page<State>, state: State): Promise<Inserted> {
  const inserted = await insert(tx, row, state)
  if (inserted === null) throw new Refusal([await slugTaken(tx, ownSlug(row.type), state.slug)])
  return inserted
}

/** At the first free address of those that its name can have. If another transaction takes it first, the next one is tried. */
async function insertAtFreeSlug<State extends Slugged>(tx: Tx, row: Page<State>, state: State): Promise<Inserted> {
  for (;;) {
    const inserted = await insert(tx, row, {
      ...state,
      slug: await freeSlug(tx, { type: row.type, locale: null }, state.slug),
    })
    if (inserted !== null) return inserted
  }
}

/** Null where the slug is taken: then nothing is written. */
async function insert<State extends object>(
  tx: Tx,
  { type, parts }: Page<State>,
  state: State,
): Promise<Inserted | null> {
  const columns = { id: sql`${uuid()}::uuid`, ...columnsOf(parts, state) }
  const [inserted] = await send<Inserted>(
    tx,
    sql`insert into ${sql.table(tableOf(type))} ${insertedColumns(columns)} on conflict (slug) do nothing returning id, slug`,
  )
  return inserted ?? null
}
