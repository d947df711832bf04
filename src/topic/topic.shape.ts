import { sql } from 'kysely'
import { activityOf } from '../activity/activity.shape.ts'
import { deskField } from '../desk/desk-only.ts'
import type {
  ArticleTopic,
  ArticleTopicWhereInput,
  Query,
  Topic,
  TopicOrderByInput,
  TopicWhereInput,
} from '../generated/graphql.ts'
import { textOf } from '../lib/json.ts'
import { connection } from '../reading/connection.ts'
import { computed, joined, many, nodeFields, one, plain, tagged } from '../reading/field.ts'
import { enumFilter, idFilter, intFilter, relatedFilter, slugFilter, textFilter, whereOf } from '../reading/filter.ts'
import { uuidOf } from '../reading/global-id.ts'
import { chosenOrder, type OrdersOf } from '../reading/list-source.ts'
import {
  column,
  type Expression,
  type Field,
  type FieldsOf,
  type FiltersOf,
  type Row,
  type Shape,
} from '../reading/plan.ts'
import { byIdOr, find, idOrTag } from '../reading/root.ts'
import type { Sql } from '../reading/sql.ts'
import { slugLedTo, slugsOf, TOPIC_IDS, topicLedTo } from '../reference/known-as.ts'
import { relatedTopicsOfTopic } from '../related/related-topics.ts'
import { absoluteUrl, type Site, topicPath } from '../site/site.ts'
import { articleList } from '../stage/article.list.ts'
import { listOf, pathOf, TOPICS, tagsOfRanked } from '../tags/lists.ts'

const id = column('topic', 'id')
const slug = column('topic', 'slug')
const name = column('topic', 'name')
const parentId = column('topic', 'parent_id')
const articleCount: Expression = (row) => sql`(select articles from topic_total where topic_id = ${id(row)})`

const itsParent = (parent: Row, child: Row): Sql => sql`${id(child)} = ${parentId(parent)}`

/** The hierarchy upwards, each with its distance: however deep it is. A loop, which the services refuse, would end where it closes. */
function ancestorsFrom(parent: Row, child: Row): Sql {
  const up = sql.ref(`${child.alias}_up`)
  return sql`(
    with recursive up (id, distance) as (
      select ${parentId(parent)}, 1
      union all select t.parent_id, up.distance + 1 from up join topic t on t.id = up.id
    ) cycle id set is_loop using path select id, distance from up where id is not null and not is_loop
  ) ${up} join topic ${sql.ref(child.alias)} on ${id(child)} = ${sql.ref(`${child.alias}_up.id`)}`
}

const topicOrders = {
  name: { value: name, type: 'text' },
  articleCount: { value: articleCount, type: 'int4' },
  id: { value: id, type: 'uuid' },
} as const satisfies OrdersOf<TopicOrderByInput>

const byName = { name: 'name', direction: 'ASC' } as const

const children: Field = connection(
  'Topic',
  (_selection, topic) => [listOf('parent', topic)],
  (_selection, row, parent) => {
    row.conditions.push(sql`${parentId(row)} = ${id(parent)}`)
    const by = [topicOrders.name, topicOrders.id].map(({ value, type }) => ({ value: value(row), type }))
    return { order: byName.name, direction: byName.direction, by }
  },
)

/** What editors set beside a topic. */
const curatedTopics: Field = many('Topic', {
  from: (_parent, child) => {
    const relation = `${child.alias}_relation`
    return sql`topic_relation ${sql.ref(relation)} join topic ${sql.ref(child.alias)} on ${id(child)} = ${sql.ref(`${relation}.related_id`)}`
  },
  on: (parent, child) => sql`${sql.ref(`${child.alias}_relation.topic_id`)} = ${id(parent)}`,
  orderBy: (child) => sql.ref(`${child.alias}_relation.position`),
})

export function topicShape(site: Site): Shape {
  return {
    type: 'Topic',
    table: 'topic',
    tags: { letter: 't', id },
    led: topicLedTo,
    fields: {
      ...nodeFields('Topic', id),
      slug: plain(slug),
      path: computed([slug], ([own]) => topicPath({ slug: textOf(own) })),
      url: computed([slug], ([own]) => absoluteUrl(topicPath({ slug: textOf(own) }), site)),
      name: plain(name),
      kind: plain(column('topic', 'kind')),
      description: plain(column('topic', 'description')),
      uri: plain(column('topic', 'uri')),
      parent: one('Topic', { on: itsParent }),
      ancestors: many('Topic', {
        from: ancestorsFrom,
        on: () => sql`true`,
        orderBy: (child) => sql`${sql.ref(`${child.alias}_up.distance`)} desc`,
      }),
      children,
      relatedTopics: relatedTopicsOfTopic,
      articleCount: tagged((_selection, row) => [listOf('topic', row)], plain(articleCount)),
      articles: articleList({ table: 'live_topic', key: 'topic_id', list: 'topic', total: articleCount }),
      curatedTopics: deskField(curatedTopics),
      version: deskField(plain(column('topic', 'version'))),
      activity: deskField(activityOf('Topic')),
    } satisfies FieldsOf<Topic>,
    filters: {
      id: idFilter(id, (value) => uuidOf('Topic', value), TOPIC_IDS),
      slug: slugFilter(slug, slugsOf('topic')),
      name: textFilter(name),
      kind: enumFilter(column('topic', 'kind'), 'topic_kind'),
      uri: textFilter(column('topic', 'uri')),
      parent: relatedFilter('Topic', itsParent),
      articleCount: intFilter(articleCount),
    } satisfies FiltersOf<TopicWhereInput>,
  }
}

export const articleTopicShape: Shape = {
  type: 'ArticleTopic',
  table: 'revision_topic',
  tags: 'PART',
  joins: {
    topic: (row, alias) =>
      sql`join topic ${sql.ref(alias)} on ${sql.ref(`${alias}.id`)} = ${sql.ref(`${row.alias}.topic_id`)}`,
  },
  fields: {
    rel: plain(column('revision_topic', 'rel')),
    position: plain(column('revision_topic', 'position')),
    topic: joined('Topic', 'topic'),
  } satisfies FieldsOf<ArticleTopic>,
  filters: {
    rel: enumFilter(column('revision_topic', 'rel'), 'topic_rel'),
    id: idFilter(column('revision_topic', 'topic_id'), (value) => uuidOf('Topic', value), TOPIC_IDS),
    slug: slugFilter(slug, slugsOf('topic')),
    name: textFilter(name),
    kind: enumFilter(column('topic', 'kind'), 'topic_kind'),
    uri: textFilter(column('topic', 'uri')),
    parent: relatedFilter('Topic', (row, child) => sql`${id(child)} = ${sql.ref(`${row.joined('topic')}.parent_id`)}`),
  } satisfies FiltersOf<ArticleTopicWhereInput>,
}

export const topicRoots: FieldsOf<Pick<Query, 'topic' | 'topics'>> = {
  topic: find('Topic', {
    tags: idOrTag('Topic', (selection) => pathOf('topic', selection)),
    where: byIdOr(
      'slug',
      'Topic',
      id,
      (row, selection) => sql`${slug(row)} = ${slugLedTo('topic', selection.argument('slug').bind('text'))}`,
    ),
  }),
  topics: connection(
    'Topic',
    (selection) => tagsOfRanked(TOPICS, 't', selection),
    (selection, row) => {
      const where = selection.argument('where')
      if (where.isGiven) row.conditions.push(whereOf(row, where, selection.planner))
      return chosenOrder(selection, row, topicOrders, byName)
    },
  ),
}
