import { sql } from 'kysely'
import { activityOf } from '../activity/activity.shape.ts'
import { deskField } from '../desk/desk-only.ts'
import { followerCount } from '../desk/follower-count.field.ts'
import type {
  Author,
  AuthorLink,
  AuthorOrderByInput,
  AuthorTranslation,
  AuthorWhereInput,
  Query,
} from '../generated/graphql.ts'
import { boundLocale } from '../language/locale.argument.ts'
import { localized, localizedAddresses, translationFields } from '../language/localized.ts'
import { textOf } from '../lib/json.ts'
import type { ImageAddresses } from '../media/serving/image-addresses.ts'
import { connection } from '../reading/connection.ts'
import { computedObject, many, nodeFields, one, plain, tagged } from '../reading/field.ts'
import { idFilter, intFilter, slugFilter, textFilter, whereOf } from '../reading/filter.ts'
import { uuidOf } from '../reading/global-id.ts'
import { chosenOrder, type OrdersOf } from '../reading/list-source.ts'
import { column, type Expression, type FieldsOf, type FiltersOf, type Shape, type TagsOf } from '../reading/plan.ts'
import { byIdOr, find, idOrTag } from '../reading/root.ts'
import { entityIn } from '../reading/tags/tag.ts'
import { slugLedTo, slugsOf } from '../reference/known-as.ts'
import { authorSeoField } from '../seo/author-seo.field.ts'
import { feedsOf } from '../site/feeds.ts'
import type { Site } from '../site/site.ts'
import { articleList } from '../stage/article.list.ts'
import { AUTHORS, listOf, pathOf, tagsOfRanked } from '../tags/lists.ts'
import { userBy } from '../user/user.shape.ts'

const id = column('author', 'id')
const slug = column('author', 'slug')
const name = column('author', 'name')
const jobTitle = column('author', 'job_title')
const bio = column('author', 'bio')
const articleCount: Expression = (row) => sql`(select articles from author_total where author_id = ${id(row)})`

/** It may be hidden, and come back. */
const itsImage: TagsOf = (_selection, row) => [
  { letter: 'i', row, sql: entityIn('i', sql.ref(`${row.alias}.image_id`)) },
]

export function authorShape(site: Site, images: ImageAddresses): Shape {
  return {
    type: 'Author',
    table: 'author',
    tags: { letter: 'u', id },
    fields: {
      ...nodeFields('Author', id),
      slug: plain(slug),
      ...localizedAddresses('AUTHOR', site),
      name: plain(name),
      localizedName: localized('AUTHOR', 'name', name),
      jobTitle: plain(jobTitle),
      localizedJobTitle: localized('AUTHOR', 'job_title', jobTitle),
      bio: plain(bio),
      localizedBio: localized('AUTHOR', 'bio', bio),
      translations: many('AuthorTranslation', {
        on: (parent, child) => sql`${sql.ref(`${child.alias}.author_id`)} = ${id(parent)}`,
        orderBy: (child) => sql.ref(`${child.alias}.locale`),
      }),
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
      seo: authorSeoField(site, images),
      articleCount: tagged((_selection, row) => [listOf('author', row)], plain(articleCount)),
      articles: articleList({ table: 'live_credit', key: 'author_id', list: 'author', total: articleCount }),
      feeds: computedObject([slug, name], ([own, title]) => feedsOf('authors', textOf(own), textOf(title), site)),
      user: deskField(userBy('user_id')),
      followerCount: followerCount('author_id'),
      version: deskField(plain(column('author', 'version'))),
      activity: deskField(activityOf('Author')),
    } satisfies FieldsOf<Author>,
    filters: {
      id: idFilter(id, (value) => uuidOf('Author', value)),
      slug: slugFilter(slug, slugsOf('author')),
      name: textFilter(name),
      jobTitle: textFilter(jobTitle),
      articleCount: intFilter(articleCount),
    } satisfies FiltersOf<AuthorWhereInput>,
  }
}

/** What is said of an author in another language. */
export function authorTranslationShape(site: Site): Shape {
  return {
    type: 'AuthorTranslation',
    table: 'author_translation',
    tags: 'PART',
    fields: {
      ...translationFields('AUTHOR', site),
      jobTitle: plain(column('author_translation', 'job_title')),
      bio: plain(column('author_translation', 'bio')),
    } satisfies FieldsOf<AuthorTranslation>,
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
    where: byIdOr('slug', 'Author', id, (row, selection) => {
      const [asked, language] = [selection.argument('slug').bind('text'), selection.argument('locale')]
      return language.isGiven
        ? sql`${id(row)} = (select author_in_language(${asked}, ${boundLocale(language)}))`
        : sql`${slug(row)} = ${slugLedTo('author', asked)}`
    }),
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
