import { sql } from 'kysely'
import { isUsable } from '../image/display/rights.expressions.ts'
import type { Row, Tag } from '../reading/plan.ts'
import type { Sql } from '../reading/sql.ts'
import { entityIn } from '../reading/tags/tag.ts'
import { tagUntil, untilOnly } from '../reading/tags/tag-set.ts'
import { listTag } from '../tags/lists.ts'

/**
 * What the items of a revision depend on, in addition to the articles that are shown: pinned articles that are not, because they may go live; the ends of
 * pins, and the pictures that they chose; the lists from which slots are filled.
 */
export function tagsOfSlots(row: Row, revision: Sql): Tag[] {
  const ofRevision = sql`from front_slot s join front_pin p on p.slot_id = s.id`
  const [pinned, until] = [entityIn('c', sql`p.article_id`), untilOnly(sql`p.until`)]
  const image = tagUntil(entityIn('i', sql`i.id`), sql`case when ${isUsable('i')} then i.rights_expire_at end`)
  return [
    {
      letter: 'c',
      row,
      sql: sql`(select string_agg(concat_ws(' ', ${pinned}, case when p.until > now() then ${until} end), ' ') ${ofRevision} where s.revision_id = ${revision})`,
    },
    {
      letter: 'i',
      row,
      sql: sql`(select string_agg(${image}, ' ') ${ofRevision} join article a on a.id = p.article_id
        join caption c on c.revision_id = a.live_revision_id and c.id = p.caption_id join image i on i.id = c.image_id where s.revision_id = ${revision})`,
    },
    { letter: 'l', row, sql: listTags(revision) },
    // Which topic a rule means, when it is merged into another.
    { letter: 't', row, sql: topicTags(revision) },
  ]
}

function listTags(revision: Sql): Sql {
  const lists = [
    sql`select ${listTag('topic', sql`topic_led_to(named)`)} as tag from unnest(s.fill_topic_ids) named`,
    sql`select ${listTag('branch', sql`topic_led_to(named)`)} from unnest(s.fill_within_ids) named`,
    sql`select ${listTag('author', sql`named`)} from unnest(s.fill_author_ids) named`,
    sql`select ${listTag('locale', sql`language`)} from unnest(s.fill_locales) language
      where cardinality(s.fill_topic_ids || s.fill_within_ids || s.fill_author_ids) = 0`,
  ]
  return sql`(select string_agg(distinct list.tag, ' ') from front_slot s cross join lateral (${sql.join(lists, sql` union all `)}) list
    where s.revision_id = ${revision})`
}

function topicTags(revision: Sql): Sql {
  return sql`(select string_agg(distinct ${entityIn('t', sql`named`)}, ' ') from front_slot s cross join lateral unnest(s.fill_topic_ids || s.fill_within_ids) named
    where s.revision_id = ${revision})`
}
