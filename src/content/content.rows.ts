import { sql } from 'kysely'
import type { Sql } from '../reading/sql.ts'
import { LIST_NAMES, LISTS } from './content.ts'
import { listJson } from './lists/content-list.ts'
import { TEXT_NAMES, textNamed } from './texts.ts'

/** The content of a revision as one JSON value, for `parseContent`. `revision` is the alias of its row. */
export function contentJson(revision: string): Sql {
  const at = (column: string) => sql.ref(`${revision}.${column}`)
  const parts = [
    ...TEXT_NAMES.map((name) => sql`${sql.lit(name)}, ${at(textNamed(name).column)}`),
    sql`'aiUse', json_build_object('kind', ${at('ai_use')}, 'note', ${at('ai_note')})`,
    sql`'body', ${at('body')}`,
    ...LIST_NAMES.map((name) => sql`${sql.lit(name)}, ${listJson(LISTS[name], revision)}`),
  ]
  return sql`json_build_object(${sql.join(parts)})`
}
