import { sql } from 'kysely'
import { connection } from '../reading/connection.ts'
import type { Field, Row, TagsOf } from '../reading/plan.ts'
import type { Sql } from '../reading/sql.ts'
import { tagIn } from '../reading/tags/tag.ts'
import { shownRevision } from '../stage/article.rows.ts'
import { LIVE_ARTICLES, TOPICS } from '../tags/lists.ts'

// Per topic, as many of the topics that it stands together with most often are weighed: constant cost, however many there are.
const CANDIDATES = 100

/**
 * Topics that go with `own` (a query of topic ids), and are none of them: what editors set beside them, in the editors' order, then the mean
 * cosine n(a,b) / sqrt(n(a) n(b)) over the own topics. Rounded, so that a cursor meets the same number again.
 */
function scored(own: Sql): Sql {
  return sql`(
    with own (topic_id) as (${own}),
    together as (
      select s.other_id as id, round((s.sum / sqrt(theirs.articles::float8) / (select count(*) from own))::numeric, 6)::float8 as score
      from (
        select p.other_id, sum(p.articles / sqrt(mine.articles::float8)) as sum
        from own o
        join topic_total mine on mine.topic_id = o.topic_id and mine.articles > 0
        cross join lateral (select other_id, articles from topic_pair where topic_id = o.topic_id and articles > 0
          order by articles desc, other_id limit ${sql.lit(CANDIDATES)}) p
        group by p.other_id
      ) s join topic_total theirs on theirs.topic_id = s.other_id and theirs.articles > 0
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

/** Scores depend on how many live articles each of the other topics has, shown or not: on the topics of all articles. A merge changes those without changing articles. */
const tags =
  (own: (parent: Row) => Sql): TagsOf =>
  (_selection, parent) => [
    LIVE_ARTICLES,
    TOPICS,
    {
      letter: 't',
      row: parent,
      sql: sql`(select string_agg(${tagIn('t', sql`topic_id::text`)}, ' ') from (${own(parent)}) own (topic_id))`,
    },
  ]

function relatedTopics(own: (parent: Row) => Sql): Field {
  return connection('Topic', tags(own), (_selection, row, parent) => {
    const alias = `${row.alias}_scored`
    const at = (name: string) => sql.ref(`${alias}.${name}`)
    row.from = sql`${scored(own(parent))} ${sql.ref(alias)} join topic ${sql.ref(row.alias)} on ${sql.ref(`${row.alias}.id`)} = ${at('id')}`
    return {
      order: 'score',
      direction: 'DESC',
      by: [
        { value: at('rank'), type: 'float8' },
        { value: at('id'), type: 'uuid' },
      ],
      edge: { score: { value: () => at('score') } },
    }
  })
}

export const relatedTopicsOfTopic: Field = relatedTopics((topic) => sql`select ${sql.ref(`${topic.alias}.id`)}`)

export const relatedTopicsOfArticle: Field = relatedTopics(
  (article) => sql`select topic_id from revision_topic where revision_id = ${shownRevision(article)}`,
)
