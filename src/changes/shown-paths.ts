import { sql } from 'kysely'
import type { Expression, Row } from '../reading/plan.ts'
import type { Sql } from '../reading/sql.ts'

/** Whether an article's address, in a row `x` with slug and locale, is the path. */
const isAt = sql`x.slug = p.slug and '/' || x.locale || '/article/' || x.slug = p.path`

/**
 * The paths of an event without addresses that an article had only as a draft. From the first publication on they redirect, but no reader knows them, and
 * they may be words of the desk.
 */
export function pathsOfReaders(paths: Expression): (row: Row) => Sql {
  return (row) => sql`(select coalesce(json_agg(p.path order by p.place), '[]'::json)
    from (select path, place, substring(path from '[^/]+$') as slug from unnest(${paths(row)}) with ordinality u (path, place)) p
    where not exists (select from slug_alias x where x.kind = 'ARTICLE' and not x.was_live and ${isAt})
      or exists (select from slug_alias x where x.kind = 'ARTICLE' and x.was_live and ${isAt})
      or exists (select from article x where x.first_published_at is not null and ${isAt}))`
}
