import { sql } from 'kysely'
import { activityOf } from '../activity/activity.shape.ts'
import { deskField } from '../desk/desk-only.ts'
import type { Author, AuthorLink, AuthorOrderByInput, AuthorWhereInput, Query } from '../generated/graphql.ts'
import { textOf } from '../lib/json.ts'
import { connection } from '../reading/connection.ts'
import { computed, many, nodeFields, one, plain, tagged } from '../reading/field.ts'
import { idFilter, intFilter, slugFilter, textFilter, whereOf } from '../reading/filter.ts'
import { uuidOf } from '../reading/global-id.ts'
import { chosenOrder, type OrdersOf } from '../reading/list-source.ts'
import { column, type Expression, type FieldsOf, type FiltersOf, type Shape, type TagsOf } from '../reading/plan.ts'
import { byIdOr, find, idOrTag } from '../reading/root.ts'
import { tagIn } from '../reading/tags/tag.ts'
import { slugLedTo, slugsOf } from '../reference/known-as.ts'
import { absoluteUrl, authorPath, type Site } from '../site/site.ts'
import { articleList } from '../stage/article.list.ts'
import { AUTHORS, listOf, pathOf, tagsOfRanked } from '../tags/lists.ts'
import { userBy } from '../user/user.shape.ts'

const id = column('author', 'id')
const slug = column('author', 'slug')
const name = column('author', 'name')
const articleCount: Expression = (row) => sql`(select articles from author_total where author_id = ${id(row)})`

/** It may be hidden, and come back. */
const itsImage: TagsOf = (_selection, row) => [
  { letter: 'i', row, sql: tagIn('i', sql`${sql.ref(`${row.alias}.image_id`)}::text`) },
]

export function authorShape(site: Site): Shape {
  return {
    type: 'Author',
    table: 'author',
    tags: { letter: 'u', id },
    fields: {
      ...nodeFields('Author', id),
      slug: plain(slug),
      path: computed([slug], ([own]) => authorPath({ slug: textOf(own) })),
      url: computed([slug], ([own]) => absoluteUrl(authorPath({ slug: textOf(own) }), site)),
      name: plain(name),
      jobTitle: plain(column('author', 'job_title')),
      bio: plain(column('author', 'bio')),
      image: tagged(
        itsImage,
        one('Image', {
          on: (parent, child) => sql`${sql.ref(`${child.alias}.id`)} = ${sql.ref(`${parent.alias}.image_id`)}`,
        }),
      ),
      links: many('AuthorLink', {
        on: (parent, child) => sql`${sql.ref(`${child.alias}.author_id`)} = ${id(parent)}`,
        orderBy: (child) => sql.ref(`${child.alias}.position`),
      }),
      articleCount: tagged((_selection, row) => [listOf('author', row)], plain(articleCount)),
      articles: articleList({ table: 'live_credit', key: 'author_id', list: 'author', total: articleCount }),
      user: deskField(userBy('user_id')),
      version: deskField(plain(column('author', 'version'))),
      activity: deskField(activityOf('Author')),
    } satisfies FieldsOf<Author>,
    filters: {
      id: idFilter(id, (value) => uuidOf('Author', value)),
      slug: slugFilter(slug, slugsOf('author')),
      name: textFilter(name),
      jobTitle: textFilter(column('author', 'job_title')),
      articleCount: intFilter(articleCount),
    } satisfies FiltersOf<AuthorWhereInput>,
  }
}

export const authorLinkShape: Shape = {
  type: 'AuthorLink',
  table: 'author_link',
  tags: 'PART',
  fields: {
    label: plain(column('author_link', 'label')),
    url: plain(column('author_link', 'url')),
  } satisfies FieldsOf<AuthorLink>,
}

const authorOrders = {
  name: { value: name, type: 'text' },
  articleCount: { value: articleCount, type: 'int4' },
  id: { value: id, type: 'uuid' },
} as const satisfies OrdersOf<AuthorOrderByInput>

export const authorRoots: FieldsOf<Pick<Query, 'author' | 'authors'>> = {
  author: find('Author', {
    tags: idOrTag('Author', (selection) => pathOf('author', selection)),
    where: byIdOr(
      'slug',
      'Author',
      id,
      (row, selection) => sql`${slug(row)} = ${slugLedTo('author', selection.argument('slug').bind('text'))}`,
    ),
  }),
  authors: connection(
    'Author',
    (selection) => tagsOfRanked(AUTHORS, 'u', selection),
    (selection, row) => {
      const where = selection.argument('where')
      if (where.isGiven) row.conditions.push(whereOf(row, where, selection.planner))
      return chosenOrder(selection, row, authorOrders, { name: 'name', direction: 'ASC' })
    },
  ),
}
