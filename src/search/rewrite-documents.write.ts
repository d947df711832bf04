import { sql } from 'kysely'
import type { Database } from '../database/database.ts'
import { send } from '../database/sender.ts'
import type { Sql } from '../reading/sql.ts'

/** In one transaction, so that nobody waits long. */
const BATCH = 200

/** Documents to be written again, and what writes a batch of them. Rows that another transaction has locked are written by it. */
interface Outdated {
  readonly articles: Sql
  readonly held: Sql
  readonly write: Sql
}

const OUTDATED: readonly Outdated[] = [
  {
    articles: sql`outdated_document`,
    held: sql`select article_id from live_search where article_id = any (ids) order by article_id for update skip locked`,
    write: sql`write_search_documents(list)`,
  },
  {
    articles: sql`missing_draft_document`,
    // A save writes the document of its own draft.
    held: sql`select id as article_id from article where id = any (ids) order by id for no key update skip locked`,
    write: sql`write_draft_documents(list)`,
  },
]

/** How many documents are missing or were made by earlier functions. */
export async function countOutdated(database: Database): Promise<number> {
  const counts = OUTDATED.map(({ articles }) => sql`(select count(*)::int from ${articles})`)
  const [row] = await send<{ count: number }>(database, sql`select ${sql.join(counts, sql` + `)} as count`)
  return row?.count ?? 0
}

/**
 * Writes search documents again that were made by earlier functions, and those of drafts that have none, each batch in a transaction. Search
 * finds articles by their earlier documents meanwhile. What is written stays written, so that after an interruption only the rest is done.
 * Several processes may do it at once.
 * @param goOn is told how many were written, and says whether to go on
 */
export async function rewriteDocuments(database: Database, goOn: (written: number) => boolean): Promise<void> {
  let written = 0
  for (const outdated of OUTDATED) {
    const rows = await send<{ id: string }>(
      database,
      sql`select article_id::text as id from ${outdated.articles} order by article_id`,
    )
    const ids = rows.map(({ id }) => id)
    for (let first = 0; first < ids.length; first += BATCH) {
      const batch = ids.slice(first, first + BATCH)
      await writeBatch(database, outdated, batch)
      written += batch.length
      if (!goOn(written)) return
    }
  }
}

async function writeBatch(database: Database, { held, write }: Outdated, ids: readonly string[]): Promise<void> {
  await send(
    database,
    sql`with given as materialized (select ${`{${ids.join()}}`}::uuid[] as ids),
      held as materialized (select h.article_id from given cross join lateral (${held}) h),
      batch as materialized (select array_agg(article_id) as list from held)
      select 1 from batch cross join lateral (select ${write}) done where list is not null`,
  )
}
