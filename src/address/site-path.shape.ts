import { sql } from 'kysely'
import type { Query, SitePath, SitePathKind } from '../generated/graphql.ts'
import { connection } from '../reading/connection.ts'
import { computed, plain, timestamp } from '../reading/field.ts'
import type { Expression, FieldsOf, Shape } from '../reading/plan.ts'
import type { Sql } from '../reading/sql.ts'
import type { Site } from '../site/site.ts'
import { AUTHORS, anyOf, TOPICS } from '../tags/lists.ts'
import { placeIn } from './place.ts'

const of =
  (name: string): Expression =>
  (row) =>
    sql.ref(`${row.alias}.${name}`)

const id = of('id')
const kind = of('kind')
const locale = of('locale')
const slug = of('slug')

/** What a page is read from. A translation changes with the topic or author. */
const TABLES = {
  ARTICLE: ['locale, slug, live_updated_at as modified_at from article where live_revision_id is not null'],
  TOPIC: [
    "'', slug, updated_at from topic",
    'locale, slug, (select t.updated_at from topic t where t.id = topic_id) from topic_translation',
  ],
  AUTHOR: [
    "'', slug, updated_at from author",
    'locale, slug, (select w.updated_at from author w where w.id = author_id) from author_translation',
  ],
} as const satisfies Record<SitePathKind, readonly string[]>

/** In the order of ids, the primary key of each table: a page is read from these indexes, merged. */
const PAGES: Sql = sql.join(
  Object.entries(TABLES).flatMap(([what, tables]) =>
    tables.map((rest) => sql`select id, ${sql.lit(what)}::text as kind, ${sql.raw(rest)}`),
  ),
  sql` union all `,
)

const total = sql`((select coalesce(sum(articles), 0) from live_total) + (select count(*) from topic) + (select count(*) from topic_translation)
  + (select count(*) from author) + (select count(*) from author_translation))::int`

export function sitePathShape(site: Site): Shape {
  return {
    type: 'SitePath',
    table: 'article',
    tags: 'PART',
    fields: {
      path: computed([kind, locale, slug], (place) => placeIn(place, site)),
      kind: plain(kind),
      locale: plain((row) => sql`nullif(${locale(row)}, '')`),
      modifiedAt: timestamp(of('modified_at')),
    } satisfies FieldsOf<SitePath>,
  }
}

export const sitePathRoots: FieldsOf<Pick<Query, 'paths'>> = {
  paths: connection(
    'SitePath',
    // A path says where an article is and when it was changed, and has no tag of its own.
    () => [anyOf('a'), TOPICS, AUTHORS],
    (_selection, row) => {
      row.from = sql`(${PAGES}) ${sql.ref(row.alias)}`
      return { order: 'id', direction: 'ASC', by: [{ value: id(row), type: 'uuid' }], total }
    },
  ),
}
