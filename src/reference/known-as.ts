import { sql } from 'kysely'
import type { Led } from '../reading/filter.ts'
import type { Sql } from '../reading/sql.ts'

// What an id or a slug names is what its address leads to: a topic that was merged is the one that it became, and an old slug is the object that
// had it, unless another has it now. So what a form or a bookmark holds stays good. The functions are in the migrations; in a subselect
// PostgreSQL calls them once, and not for each row that it compares.

/** The id of the topic that a topic's id leads to: of a merged one the other's, else itself. */
export function topicLedTo(id: Sql): Sql {
  return sql`(select topic_led_to(${id}))`
}

/** The current slug that a slug leads to; itself where it leads nowhere. */
export function slugLedTo(table: 'topic' | 'author', slug: Sql): Sql {
  return table === 'topic' ? sql`(select topic_slug_led_to(${slug}))` : sql`(select author_slug_led_to(${slug}))`
}

/** How filters compare with ids of topics. */
export const TOPIC_IDS: Led = ofEach(topicLedTo)

/** How filters compare with slugs. */
export const slugsOf = (table: 'topic' | 'author'): Led => ofEach((slug) => slugLedTo(table, slug))

function ofEach(one: (value: Sql) => Sql): Led {
  return { one, all: (values) => sql`array(select ${one(sql`each`)} from unnest(${values}) each)` }
}
