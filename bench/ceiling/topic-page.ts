import { encodeCursor } from '../../src/reading/cursor.ts'
import { absoluteUrl, topicPath } from '../../src/site/site.ts'
import type { PageHandler } from './handler.ts'
import { relatedTopicsSql } from './related-topics.ts'
import { type TeaserRow, teaser, teaserSql } from './teaser.ts'

interface TopicLink {
  name: string
  slug: string
}

interface TopicPageRow {
  id: string
  name: string
  slug: string
  kind: string
  description: string | null
  uri: string | null
  parent: TopicLink | null
  ancestors: TopicLink[]
  children: TopicLink[]
  related: { score: number; node: TopicLink }[]
  items: { publishedAt: string; teaser: TeaserRow }[]
  hasNextPage: boolean
  totalCount: number
}

const ARTICLES_ORDER = 'Topic.articles publishedAt DESC'
const LINK = `json_build_object('name', l.name, 'slug', l.slug)`

const TOPIC_PAGE = `
  with recursive own as materialized (select * from topic where slug = $1),
  up (id, distance) as (
    select parent_id, 1 from own union all select t.parent_id, up.distance + 1 from up join topic t on t.id = up.id
  ) cycle id set is_loop using path,
  found as materialized (
    select article_id as id from live_topic where topic_id = (select id from own) order by published_at desc, article_id desc limit 21
  ),
  related as (${relatedTopicsSql('select id as topic_id from own', 8)})
  select o.id, o.name, o.slug, o.kind, o.description, o.uri,
    (select ${LINK} from topic l where l.id = o.parent_id) as parent,
    (select coalesce(json_agg(${LINK} order by up.distance desc), '[]') from up join topic l on l.id = up.id) as ancestors,
    (select coalesce(json_agg(${LINK} order by l.name, l.id), '[]')
      from (select * from topic where parent_id = o.id order by name, id limit 50) l) as children,
    (select coalesce(json_agg(json_build_object('score', s.score, 'node', ${LINK}) order by s.rank desc, s.id desc), '[]')
      from related s join topic l on l.id = s.id) as related,
    (select json_agg(json_build_object('publishedAt', a.published_at, 'teaser', ${teaserSql}) order by a.published_at desc, a.id desc)
      from (select id from found limit 20) f join article a on a.id = f.id join revision r on r.id = a.live_revision_id) as items,
    (select count(*) > 20 from found) as "hasNextPage",
    (select articles from topic_total where topic_id = o.id) as "totalCount"
  from own o`

export const topicPage: PageHandler = async (ceiling, query) => {
  const { site } = ceiling
  const row = await ceiling.row<TopicPageRow>({ name: 'topic', text: TOPIC_PAGE, values: [query.get('slug') ?? ''] })
  if (!row) return { topic: null }
  const { children, related, items, hasNextPage, totalCount, ...topic } = row
  const edges = (items ?? []).map((item) => ({
    cursor: encodeCursor(ARTICLES_ORDER, [item.publishedAt, item.teaser.id]),
    node: teaser(item.teaser, site),
  }))
  return {
    topic: {
      ...topic,
      id: `topic_${topic.id}`,
      url: absoluteUrl(topicPath(topic), site),
      children: { nodes: children },
      relatedTopics: { edges: related },
      articles: { edges, pageInfo: { hasNextPage, endCursor: edges.at(-1)?.cursor ?? null }, totalCount },
    },
  }
}
