import { sql } from 'kysely'
import { contentJson } from '../content/content.rows.ts'
import { type Content, parseContent } from '../content/content.ts'
import type { Tx } from '../database/database.ts'
import { compile } from '../reading/sql.ts'

/** What a revision of the article says; null where it has none with that number. */
export async function findContent(tx: Tx, articleId: string, number: number): Promise<Content | null> {
  const { text, parameters } = compile(sql`
    select ${contentJson('r')} as "content" from revision r where r.article_id = ${articleId}::uuid and r.number = ${number}::int`)
  const [row] = await tx.$queryRawUnsafe<{ content: unknown }[]>(text, ...parameters)
  return row ? parseContent(row.content) : null
}
