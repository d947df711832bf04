import { sql } from 'kysely'
import type { Sql } from '../reading/sql.ts'
import type { Viewer } from '../viewer/viewer.ts'

/** Whether an article is the viewer's own: created by them, or credited to them in the latest revision. `article` is the alias of its row. */
export function isOwnArticle(article: string, { id }: Viewer): Sql {
  const at = (column: string) => sql.ref(`${article}.${column}`)
  return sql`(${at('created_by_id')} is not distinct from ${id}::uuid or exists (select 1 from credit c join author w on w.id = c.author_id
    where c.revision_id = ${at('latest_revision_id')} and w.user_id = ${id}::uuid))`
}
