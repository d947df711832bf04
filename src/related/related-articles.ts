import { sql } from 'kysely'
import type { RelatedReason } from '../generated/graphql.ts'
import { connection } from '../reading/connection.ts'
import type { Field, Row, TagsOf } from '../reading/plan.ts'
import type { Sql } from '../reading/sql.ts'
import { articleId, publishedOrMade, shownRevision } from '../stage/article.rows.ts'
import { LIVE_ARTICLES, listTag } from '../tags/lists.ts'

// Candidates are bounded by these, so that the cost stays the same however many articles there are. schema.graphql tells them to clients.
const NEWEST_PER_TOPIC = 30
const NEWEST_PER_AUTHOR = 15

// A pin outweighs whatever topics, author and recency add up to, and so does a pin's place before the next one's.
const PIN = 1_000_000
const PLACE = 1000
const SAME_AUTHOR = 1

/** What could stand beside the article, each with its score and its reasons. */
function candidates(article: Row): Sql {
  const revision = shownRevision(article)
  const locale = sql.ref(`${article.alias}.locale`)
  return sql`(
    with topics as (
      select rt.topic_id, ln(1 + (select sum(articles) from live_total) / greatest(tt.articles, 1)::float8) as weight
      from revision_topic rt join topic_total tt on tt.topic_id = rt.topic_id where rt.revision_id = ${revision}
    ),
    authors as (select distinct author_id from credit where revision_id = ${revision} and author_id is not null),
    pinned as (select related_id as id, position from article_pin where article_id = ${articleId(article)}),
    found as (
      select id from pinned
      union
      select n.article_id from topics t cross join lateral (select article_id from live_topic
        where topic_id = t.topic_id and locale = ${locale} order by published_at desc, article_id desc limit ${sql.lit(NEWEST_PER_TOPIC)}) n
      union
      select n.article_id from authors w cross join lateral (select article_id, locale from live_credit
        where author_id = w.author_id order by published_at desc, article_id desc limit ${sql.lit(NEWEST_PER_AUTHOR)}) n where n.locale = ${locale}
    )
    select f.id, p.id is not null as is_pinned, shared.weight is not null as is_shared, same.author is not null as is_same,
      coalesce(${sql.lit(PIN)} - ${sql.lit(PLACE)} * p.position, 0) + coalesce(shared.weight, 0) + coalesce(same.author, 0) as score
    from found f
    left join pinned p on p.id = f.id
    left join lateral (select sum(t.weight) as weight from topics t join live_topic l on l.article_id = f.id and l.topic_id = t.topic_id) shared on true
    left join lateral (select ${sql.lit(SAME_AUTHOR)}::int as author from live_credit l join authors w on w.author_id = l.author_id
      where l.article_id = f.id limit 1) same on true
    where not exists (select 1 from article_exclusion e where e.article_id = ${articleId(article)} and e.related_id = f.id)
  )`
}

/**
 * Between 0 and 1, a half for what went live at the same time, more for what is newer: it depends only on the two dates, so that a
 * cursor meets the same score tomorrow.
 */
function recency(candidate: Sql, article: Sql): Sql {
  return sql`1 / (1 + exp(greatest(-30, least(30, extract(epoch from ${article} - ${candidate})::float8 / (90 * 86400)))))`
}

/** By which column of the candidates each is known. */
const REASONS = {
  PINNED: 'is_pinned',
  SHARED_TOPIC: 'is_shared',
  SAME_AUTHOR: 'is_same',
} as const satisfies Record<RelatedReason, string>

/**
 * How rare a topic is depends on how many live articles there are: any publication may change a score. Beside those, articles get and lose topics and
 * authors while they are live.
 */
const tags: TagsOf = (_selection, article) => {
  const revision = shownRevision(article)
  const lists = (from: Sql) => sql`(select string_agg(tag, ' ') from (${from}) own (tag))`
  return [
    LIVE_ARTICLES,
    {
      letter: 'l',
      row: article,
      sql: lists(sql`select ${listTag('topic', sql`topic_id`)} from revision_topic where revision_id = ${revision}
        union all select ${listTag('author', sql`author_id`)} from credit where revision_id = ${revision} and author_id is not null`),
    },
  ]
}

export const relatedArticles: Field = connection('Article', tags, (_selection, row, parent) => {
  const alias = `${row.alias}_found`
  const at = (name: string) => sql.ref(`${alias}.${name}`)
  const of = (from: Row, name: string) => sql.ref(`${from.alias}.${name}`)
  row.from = sql`${candidates(parent)} ${sql.ref(alias)} join article ${sql.ref(row.alias)} on ${articleId(row)} = ${at('id')}`
  // Of one group are the article itself and its translations.
  row.conditions.push(sql`${of(row, 'translation_group_id')} <> ${of(parent, 'translation_group_id')}`)
  const fresh = recency(of(row, 'published_at'), publishedOrMade(parent))
  const score = sql`round((${at('score')} + ${fresh})::numeric, 6)::float8`
  return {
    order: 'score',
    direction: 'DESC',
    by: [
      { value: score, type: 'float8' },
      { value: articleId(row), type: 'uuid' },
    ],
    edge: {
      score: { value: () => score },
      reasons: {
        value: () =>
          sql`array_remove(array[${sql.join(
            Object.entries(REASONS).map(([reason, name]) => sql`case when ${at(name)} then ${sql.lit(reason)} end`),
          )}], null)`,
      },
    },
  }
})
