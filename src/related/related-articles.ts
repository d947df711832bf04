import { sql } from 'kysely'
import type { RelatedReason } from '../generated/graphql.ts'
import { connection } from '../reading/connection.ts'
import type { Field, Row, TagsOf } from '../reading/plan.ts'
import type { Sql } from '../reading/sql.ts'
import { entityIn } from '../reading/tags/tag.ts'
import { articleId, publishedOrMade, shownRevision } from '../stage/article.rows.ts'
import { listTag } from '../tags/lists.ts'
import { rounded } from './rounded.ts'

// Candidates are bounded by these, so that the cost stays the same however many articles there are. schema.graphql tells them to clients.
const NEWEST_PER_TOPIC = 30
const NEWEST_PER_AUTHOR = 15

// A pin outweighs whatever topics, author and recency add up to, and so does a pin's place before the next one's.
const PIN = 1_000_000
const PLACE = 1000
const SAME_AUTHOR = 1

// A shared topic weighs 10 / ln(1 + n) (Adamic and Adar), where n is its number of live articles: 14 for the rarest, and as much as an author at 22,000. It
// does not depend on the size of the newsroom, so that a publication changes the scores of articles with its own topics, and no others.
const TOPIC = 10

/**
 * Between 0 and 1, a half for what went live at the same time, more for what is newer: it depends only on the two dates, so that a
 * cursor meets the same score tomorrow.
 */
function recency(candidate: Sql, article: Sql): Sql {
  return sql`1 / (1 + exp(greatest(-30, least(30, extract(epoch from ${article} - ${candidate})::float8 / (90 * 86400)))))`
}

/**
 * What stands beside the article, each with its score and its reasons. Of one group are the article itself and its translations. The language of an
 * author's newest articles is looked up after they are found: with it beside, PostgreSQL reads and sorts all articles of the author.
 */
function candidates(article: Row): Sql {
  const revision = shownRevision(article)
  const locale = sql.ref(`${article.alias}.locale`)
  return sql`(
    with topics as (
      select rt.topic_id, ${sql.lit(TOPIC)} / ln(1 + greatest(tt.articles, 1)::float8) as weight
      from revision_topic rt join topic_total tt on tt.topic_id = rt.topic_id where rt.revision_id = ${revision}
    ),
    authors as (select distinct author_id from credit where revision_id = ${revision} and author_id is not null),
    pinned as (select p.related_id as id, p.position, a.published_at
      from article_pin p join article a on a.id = p.related_id and a.live_revision_id is not null where p.article_id = ${articleId(article)}),
    hidden as (
      select id from article where translation_group_id = ${sql.ref(`${article.alias}.translation_group_id`)}
      union all select related_id from article_exclusion where article_id = ${articleId(article)}
    ),
    found as (
      select id, published_at from pinned
      union
      select n.article_id, n.published_at from topics t cross join lateral (select article_id, published_at from live_topic
        where topic_id = t.topic_id and locale = ${locale} order by published_at desc, article_id desc limit ${sql.lit(NEWEST_PER_TOPIC)}) n
      union
      select n.article_id, n.published_at from authors w cross join lateral (select article_id, published_at from live_credit
        where author_id = w.author_id order by published_at desc, article_id desc limit ${sql.lit(NEWEST_PER_AUTHOR)}) n
        cross join lateral (select locale from live_credit where article_id = n.article_id and author_id = w.author_id offset 0) c where c.locale = ${locale}
    )
    select f.id, p.id is not null as is_pinned, shared.weight is not null as is_shared, same.author is not null as is_same,
      ${rounded(sql`coalesce(${sql.lit(PIN)} - ${sql.lit(PLACE)} * p.position, 0) + coalesce(shared.weight, 0) + coalesce(same.author, 0)
        + ${recency(sql`f.published_at`, publishedOrMade(article))}`)} as score
    from found f
    left join pinned p on p.id = f.id
    left join lateral (select sum(t.weight) as weight from topics t join live_topic l on l.article_id = f.id and l.topic_id = t.topic_id) shared on true
    left join lateral (select ${sql.lit(SAME_AUTHOR)}::int as author from live_credit l join authors w on w.author_id = l.author_id
      where l.article_id = f.id limit 1) same on true
    where f.id not in (select id from hidden)
  )`
}

/** By which column of the candidates each is known. */
const REASONS = {
  PINNED: 'is_pinned',
  SHARED_TOPIC: 'is_shared',
  SAME_AUTHOR: 'is_same',
} as const satisfies Record<RelatedReason, string>

/**
 * Every candidate is in a list of a topic or author of the article, where articles enter, leave and change their dates, or is pinned. The other topics of a
 * candidate count only if the article has them too. Translations have the tag of the article, like pins and exclusions.
 */
const tags: TagsOf = (_selection, article) => {
  const revision = shownRevision(article)
  const own = sql`(select string_agg(tag, ' ') from (
    select ${listTag('topic', sql`topic_id`)} from revision_topic where revision_id = ${revision}
    union all select ${listTag('author', sql`author_id`)} from credit where revision_id = ${revision} and author_id is not null
    union all select ${entityIn('c', sql`related_id`)} from article_pin where article_id = ${articleId(article)}) own (tag))`
  return [{ letter: 'l', row: article, sql: own }]
}

export const relatedArticles: Field = connection('Article', tags, (_selection, row, parent) => {
  const alias = `${row.alias}_found`
  const at = (name: string) => sql.ref(`${alias}.${name}`)
  return {
    order: 'score',
    direction: 'DESC',
    by: [
      { value: at('score'), type: 'float8' },
      { value: at('id'), type: 'uuid' },
    ],
    chosen: { from: candidates(parent), alias, on: sql`${articleId(row)} = ${at('id')}` },
    edge: {
      score: { value: () => at('score') },
      reasons: {
        value: () =>
          sql`array_remove(array[${sql.join(
            Object.entries(REASONS).map(([reason, name]) => sql`case when ${at(name)} then ${sql.lit(reason)} end`),
          )}], null)`,
      },
    },
  }
})
