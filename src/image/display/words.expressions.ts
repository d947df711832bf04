import { sql } from 'kysely'
import type { Sql } from '../../reading/sql.ts'

/** What the files that are made of an image say of it: media/rendering/image-words.ts. */
const COLUMNS = ['credit', 'creator', 'copyright_notice', 'web_statement', 'digital_source'] as const

/** Another one for other words; null where there are none. It is a part of addresses. */
export function wordsVersion(image: string): Sql {
  const columns = COLUMNS.map((name) => sql.ref(`${image}.${name}`))
  const parts = columns.map((column) => sql`coalesce(${column}, '')`)
  return sql`case when coalesce(${sql.join(columns)}) is not null then left(md5(concat_ws(e'\\x1f', ${sql.join(parts)})), 8) end`
}
