import { sql } from 'kysely'
import { activityOf } from '../activity/activity.shape.ts'
import { deskField } from '../desk/desk-only.ts'
import { followerCount } from '../desk/follower-count.field.ts'
import type {
  ArticleTopic,
  ArticleTopicWhereInput,
  ParentTopicWhereInput,
  Query,
  Topic,
  TopicOrderByInput,
  TopicTranslation,
  TopicWhereInput,
} from '../generated/graphql.ts'
import { boundLocale } from '../language/locale.argument.ts'
import { localized, localizedAddresses, translationFields } from '../language/localized.ts'
import { textOf } from '../lib/json.ts'
import type { ImageAddresses } from '../media/serving/image-addresses.ts'
import { connection } from '../reading/connection.ts'
import { computedObject, joined, many, nodeFields, one, plain } from '../reading/field.ts'
import {
  enumFilter,
  idFilter,
  intFilter,
  isThereFilter,
  optionalFilter,
  slugFilter,
  textFilter,
  whereOf,
} from '../reading/filter.ts'
import { uuidOf } from '../reading/global-id.ts'
import { chosenOrder, type OrdersOf } from '../reading/list-source.ts'
import { column, type Field, type FieldsOf, type FiltersOf, type Row, type Shape } from '../reading/plan.ts'
import { byIdOr, find, idOrTag } from '../reading/root.ts'
import type { Sql } from '../reading/sql.ts'
import { slugLedTo, slugsOf, TOPIC_IDS, topicLedTo } from '../reference/known-as.ts'
import { relatedTopicsOfTopic } from '../related/related-topics.ts'
import { topicSeoField } from '../seo/topic-seo.field.ts'
import { feedsOf } from '../site/feeds.ts'
import type { Site } from '../site/site.ts'
import { listOf, pathOf, TOPICS, tagsOfRanked } from '../tags/lists.ts'
import { articleCount, articleCountOfTopic, articlesOfTopic, withinFilter } from './branch.ts'

const id = column('topic', 'id')
const slug = column('topic', 'slug')
const name = column('topic', 'name')
const description = column('topic', 'description')
const parentId = column('topic', 'parent_id')
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

export function topicShape(site: Site, images: ImageAddresses): Shape {
  return {
    type: 'Topic',
    table: 'topic',
    tags: { letter: 't', id },
    led: topicLedTo,
    fields: {
      ...nodeFields('Topic', id),
      slug: plain(slug),
      ...localizedAddresses('TOPIC', site),
      name: plain(name),
      localizedName: localized('TOPIC', 'name', name),
      kind: plain(column('topic', 'kind')),
      description: plain(description),
      localizedDescription: localized('TOPIC', 'description', description),
      translations: many('TopicTranslation', {
        on: (parent, child) => sql`${sql.ref(`${child.alias}.topic_id`)} = ${id(parent)}`,
        orderBy: (child) => sql.ref(`${child.alias}.locale`),
      }),
      uri: plain(column('topic', 'uri')),
      seo: topicSeoField(site, images),
      sameAs: plain(column('topic', 'same_as')),
      parent: one('Topic', { on: itsParent }),
      ancestors: many('Topic', {
        from: ancestorsFrom,
        on: () => sql`true`,
        orderBy: (child) => sql`${sql.ref(`${child.alias}_up.distance`)} desc`,
      }),
      children,
      relatedTopics: relatedTopicsOfTopic,
      articleCount: articleCountOfTopic,
      articles: articlesOfTopic,
      feeds: computedObject([slug, name], ([own, title]) => feedsOf('topics', textOf(own), textOf(title), site)),
      curatedTopics: deskField(curatedTopics),
      followerCount: followerCount('topic_id'),
      version: deskField(plain(column('topic', 'version'))),
      activity: deskField(activityOf('Topic')),
    } satisfies FieldsOf<Topic>,
    filters: {
      id: idFilter(id, (value) => uuidOf('Topic', value), TOPIC_IDS),
      slug: slugFilter(slug, slugsOf('topic')),
      name: textFilter(name),
      kind: enumFilter(column('topic', 'kind'), 'topic_kind'),
      uri: textFilter(column('topic', 'uri')),
      parent: optionalFilter('Topic', itsParent),
      exists: isThereFilter,
      within: withinFilter(id),
      articleCount: intFilter(articleCount),
    } satisfies FiltersOf<TopicWhereInput & ParentTopicWhereInput>,
  }
}

/** What is said of a topic in another language. */
export function topicTranslationShape(site: Site): Shape {
  return {
    type: 'TopicTranslation',
    table: 'topic_translation',
    tags: 'PART',
    fields: {
      ...translationFields('TOPIC', site),
      description: plain(column('topic_translation', 'description')),
    } satisfies FieldsOf<TopicTranslation>,
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
    within: withinFilter(column('revision_topic', 'topic_id')),
    parent: optionalFilter('Topic', (row, child) => sql`${id(child)} = ${sql.ref(`${row.joined('topic')}.parent_id`)}`),
  } satisfies FiltersOf<ArticleTopicWhereInput>,
}

export const topicRoots: FieldsOf<Pick<Query, 'topic' | 'topics'>> = {
  topic: find('Topic', {
    tags: idOrTag('Topic', (selection) => pathOf('topic', selection)),
    where: byIdOr('slug', 'Topic', id, (row, selection) => {
      const [asked, language] = [selection.argument('slug').bind('text'), selection.argument('locale')]
      return language.isGiven
        ? sql`${id(row)} = (select topic_in_language(${asked}, ${boundLocale(language)}))`
        : sql`${slug(row)} = ${slugLedTo('topic', asked)}`
    }),
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
