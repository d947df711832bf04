import { sql } from 'kysely'
import { contentJson } from '../content/content.rows.ts'
import { type Content, parseContent } from '../content/content.ts'
import type { Tx } from '../database/database.ts'
import { send } from '../database/sender.ts'

/** What a revision of the article says; null where it has none with that number. */
export async function findContent(tx: Tx, articleId: string, number: number): Promise<Content | null> {
  const [row] = await send<{ content: unknown }>(
    tx,
    sql`select ${contentJson('r')} as "content" from revision r where r.article_id = ${articleId}::uuid and r.number = ${number}::int`,
  )
  return row ? parseContent(row.content) : null
}
