import { sql } from 'kysely'
import type { Led } from '../reading/filter.ts'
import type { Sql } from '../reading/sql.ts'

// What an id or a slug names is what its address leads to: a topic that was merged is the one that it became, and an old slug is the object that
// had it, unless another has it now. So what a form or a bookmark holds stays good.

/** The id of the topic that a topic's id leads to: of a merged one the other's, else itself. */
export function topicLedTo(id: Sql): Sql {
  return sql`(select coalesce((select m.topic_id from merged_topic m where m.id = named.id), named.id) from (select ${id} as id) named)`
}

/** The current slug that a slug leads to; itself where it leads nowhere. */
export function slugLedTo(table: 'topic' | 'author', slug: Sql): Sql {
  const target = sql.ref(`s.${table}_id`)
  return sql`(select coalesce((select o.slug from ${sql.table(table)} o where o.slug = named.slug),
    (select o.slug from slug_alias s join ${sql.table(table)} o on o.id = ${target}
      where s.slug = named.slug and s.kind = ${sql.lit(table.toUpperCase())} and s.locale = '' order by s.created_at desc, s.id limit 1),
    named.slug) from (select ${slug} as slug) named)`
}

/** How filters compare with ids of topics. */
export const TOPIC_IDS: Led = ofEach(topicLedTo)

/** How filters compare with slugs. */
export const slugsOf = (table: 'topic' | 'author'): Led => ofEach((slug) => slugLedTo(table, slug))

function ofEach(one: (value: Sql) => Sql): Led {
  return { one, all: (values) => sql`array(select ${one(sql`each`)} from unnest(${values}) each)` }
}
