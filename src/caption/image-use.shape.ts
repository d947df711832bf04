import { sql } from 'kysely'
import { deskField, isDesk } from '../desk/desk-only.ts'
import type { ImageUse } from '../generated/graphql.ts'
import type { Audience } from '../reading/audience.ts'
import { one, plain, same } from '../reading/field.ts'
import type { Expression, Field, FieldsOf, Selection, Shape, State } from '../reading/plan.ts'
import type { Sql } from '../reading/sql.ts'
import { DRAFT } from '../stage/article.rows.ts'
import { captionJoins } from './caption.shape.ts'

/** The desk sees an article as it works on it, which may not be live at all. */
const article: Field = (selection, row) =>
  one('Article', {
    on: (use, child) => sql`${sql.ref(`${child.alias}.id`)} = ${sql.ref(`${use.alias}.article_id`)}`,
    ...(isDesk(selection.planner.audience) && { state: DRAFT }),
  })(selection, row)

const isLive: Expression = (row) => sql.ref(`${row.alias}.is_live`)

/** For the desk the uses are those of several revisions. Of one article only the live ones are what the public has. */
const USED: State = {
  name: 'USED',
  mark: (row) => sql`case when not ${isLive(row)} then ${sql.ref(`${row.alias}.revision_id`)} end`,
}

export function stateOfUses({ planner }: Selection): State | null {
  return isDesk(planner.audience) ? USED : null
}

/** A caption's row as a use of its image. Reached only through `usesOf`, which knows them. */
export const imageUseShape: Shape = {
  type: 'ImageUse',
  table: 'caption',
  tags: 'PART',
  joins: captionJoins,
  fields: {
    article,
    caption: same('Caption'),
    isLive: deskField(plain(isLive)),
  } satisfies FieldsOf<ImageUse>,
}

/**
 * The captions that show an image on live articles, with `published_at` of each. OFFSET 0 has PostgreSQL find them by the image before it
 * puts them into order: else it walks all articles in order, and for an image that is used once it walks long.
 */
function liveUses(image: Sql): Sql {
  return sql`(select c.*, a.id as article_id, a.published_at from caption c join article a on a.live_revision_id = c.revision_id
    where c.image_id = ${image} offset 0)`
}

/** Those of live, scheduled and latest revisions, each caption once: as the live one has it, where one does. */
function deskUses(image: Sql): Sql {
  return sql`(select distinct on (c.id) c.*, a.id as article_id, coalesce(a.published_at, '9999-01-01T00:00:00Z'::timestamptz) as published_at,
    a.live_revision_id is not distinct from c.revision_id as is_live
    from caption c join revision r on r.id = c.revision_id join article a on a.id = r.article_id
    where c.image_id = ${image} and r.id in (a.live_revision_id, a.scheduled_revision_id, a.latest_revision_id)
    order by c.id, (r.id is not distinct from a.live_revision_id) desc, (r.id = a.latest_revision_id) desc)`
}

/** Where the audience may know that an image is shown: the rows of ImageUse. */
export function usesOf(image: Sql, alias: string, audience: Audience): Sql {
  return sql`${isDesk(audience) ? deskUses(image) : liveUses(image)} ${sql.ref(alias)}`
}
