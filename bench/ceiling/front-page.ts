import { decodeCursor, encodeCursor } from '../../src/reading/cursor.ts'
import { FRONT_PAGE_ORDER } from '../samples.ts'
import type { PageHandler } from './handler.ts'
import { type TeaserRow, teaser, teaserSql } from './teaser.ts'

interface FrontPageRow {
  items: { publishedAt: string; teaser: TeaserRow }[]
  hasNextPage: boolean
  hasPreviousPage: boolean
  totalCount: number
}

/** One row more than the page is found, and not read any further. */
const frontPageSql = (beyond: string, hasPreviousPage: string) => `
  with found as materialized (
    select id from article where live_revision_id is not null ${beyond} order by published_at desc, id desc limit 21
  )
  select (
      select json_agg(json_build_object('publishedAt', a.published_at, 'teaser', ${teaserSql}) order by a.published_at desc, a.id desc)
      from (select id from found limit 20) f join article a on a.id = f.id join revision r on r.id = a.live_revision_id
    ) as items,
    (select count(*) > 20 from found) as "hasNextPage",
    ${hasPreviousPage} as "hasPreviousPage",
    (select sum(articles)::int from live_total) as "totalCount"`

const FIRST = frontPageSql('', 'false')
const AFTER = frontPageSql(
  'and (published_at, id) < ($1, $2)',
  // As EXISTS it would be answered from the table, whose newest rows are its last.
  `coalesce((select true from article where live_revision_id is not null and (published_at, id) >= ($1, $2)
    order by published_at desc, id desc limit 1), false)`,
)

export const frontPage: PageHandler = async (ceiling, query) => {
  const after = query.get('after')
  const row = await ceiling.row<FrontPageRow>(
    after === null
      ? { name: 'front', text: FIRST, values: [] }
      : { name: 'after', text: AFTER, values: positionOf(after) },
  )
  if (!row) return null
  const { items, hasNextPage, hasPreviousPage, totalCount } = row
  const edges = (items ?? []).map((item) => ({
    cursor: encodeCursor(FRONT_PAGE_ORDER, [item.publishedAt, item.teaser.id]),
    node: teaser(item.teaser, ceiling.site),
  }))
  const [startCursor, endCursor] = [edges[0]?.cursor ?? null, edges.at(-1)?.cursor ?? null]
  return { articles: { edges, pageInfo: { hasNextPage, hasPreviousPage, startCursor, endCursor }, totalCount } }
}

function positionOf(cursor: string): string[] {
  return decodeCursor(FRONT_PAGE_ORDER, ['timestamptz', 'uuid'], 'after', cursor).map(String)
}
