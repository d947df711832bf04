import { sql } from 'kysely'
import { connection } from '../reading/connection.ts'
import type { Field, Row, TagsOf } from '../reading/plan.ts'
import type { Sql } from '../reading/sql.ts'
import { entityIn } from '../reading/tags/tag.ts'
import { shownRevision } from '../stage/article.rows.ts'
import { listTag, RELATED_TOPICS } from '../tags/lists.ts'
import { rounded } from './rounded.ts'

// Per topic, as many of the topics that it stands together with most often are weighed: constant cost, however many there are.
const CANDIDATES = 100

/**
 * Topics that go with `own` (a query of topic ids), and are none of them: what editors set beside them, in the editors' order, then the mean
 * of n(a,b) / sqrt(n(a) size(b)) over the own topics: the cosine, except that the size of b is rounded up to a power of two. So it changes rarely, and few
 * publications change scores beside topics that are not their own. Rounded, so that a cursor meets the same number again.
 */
function scored(own: Sql): Sql {
  return sql`(
    with own (topic_id) as (${own}),
    together as (
      select s.other_id as id, ${rounded(sql`s.sum / topic_size_root(theirs.articles) / (select count(*) from own)`)} as score
      from (
        select p.other_id, sum(p.articles / sqrt(mine.articles::float8)) as sum
        from own o
        join topic_total mine on mine.topic_id = o.topic_id and mine.articles > 0
        cross join lateral (select other_id, articles from topic_pair where topic_id = o.topic_id and articles > 0
          order by articles desc, other_id limit ${sql.lit(CANDIDATES)}) p
        group by p.other_id
      ) s cross join lateral (select articles from topic_total where topic_id = s.other_id and articles > 0 offset 0) theirs
    ),
    curated as (
      select r.related_id as id, min(r.position) as position from own o join topic_relation r on r.topic_id = o.topic_id group by r.related_id
    )
    select coalesce(c.id, t.id) as id, case when c.id is null then t.score else 1 end as score,
      case when c.id is null then t.score else 2 + 1 / (1 + c.position::float8) end as rank
    from together t full join curated c on c.id = t.id
    where coalesce(c.id, t.id) not in (select topic_id from own)
  )`
}

/**
 * How many articles have an own topic, and which other topics these have, changes with the list of the own topic. The sizes of other topics, and merges of them,
 * purge what is related to the topics that they stand together with (topic_resized in the migrations).
 */
const tags =
  (own: (parent: Row) => Sql): TagsOf =>
  (_selection, parent) => [
    RELATED_TOPICS,
    {
      letter: 'l',
      row: parent,
      sql: sql`(select string_agg(concat_ws(' ', ${entityIn('t', sql`topic_id`)}, ${listTag('topic', sql`topic_id`)}, ${listTag('related', sql`topic_id`)}), ' ')
        from (${own(parent)}) own (topic_id))`,
    },
  ]

function relatedTopics(own: (parent: Row) => Sql): Field {
  return connection('Topic', tags(own), (_selection, row, parent) => {
    const alias = `${row.alias}_scored`
    const at = (name: string) => sql.ref(`${alias}.${name}`)
    return {
      order: 'score',
      direction: 'DESC',
      by: [
        { value: at('rank'), type: 'float8' },
        { value: at('id'), type: 'uuid' },
      ],
      chosen: { from: scored(own(parent)), alias, on: sql`${sql.ref(`${row.alias}.id`)} = ${at('id')}` },
      edge: { score: { value: () => at('score') } },
    }
  })
}

export const relatedTopicsOfTopic: Field = relatedTopics((topic) => sql`select ${sql.ref(`${topic.alias}.id`)}`)

export const relatedTopicsOfArticle: Field = relatedTopics(
  (article) => sql`select topic_id from revision_topic where revision_id = ${shownRevision(article)}`,
)
