import { sql } from 'kysely'
import type { Sql } from '../reading/sql.ts'

/**
 * What is sent to followers since a time: first publications and corrections of articles that are live, once for each topic and author whose followers
 * they are for. A topic counts if the article is about it, or about something below it; not if the article only mentions it. A first publication with an old date
 * is of an imported archive.
 */
export function newsSince(since: Sql): Sql {
  return sql`select news.kind, news.at, news.correction_id, a.id as article_id, a.translation_group_id as story_id, followed.topic_id, followed.author_id
    from (select 'ARTICLE' as kind, id as article_id, first_published_at as at, null::uuid as correction_id from article
        where first_published_at > ${since} and published_at > ${since}
      union all select 'CORRECTION', article_id, published_at, id from correction where published_at > ${since} and removed_at is null) news
    join article a on a.id = news.article_id and a.live_revision_id is not null
    cross join lateral (
      select up.ancestor_id as topic_id, null::uuid as author_id from revision_topic t join topic_ancestor up on up.topic_id = t.topic_id
        where t.revision_id = a.live_revision_id and t.rel = 'ABOUT'
      union select null, author_id from credit where revision_id = a.live_revision_id and author_id is not null) followed`
}
