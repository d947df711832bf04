import { sql } from 'kysely'
import { captionsOfShown, hiddenImages } from '../caption/shown-captions.ts'
import { contentFields, TEXT_COLUMNS, textFilters, wordCount } from '../content/content.fields.ts'
import { LIST_NAMES } from '../content/content.ts'
import { TEXT_NAMES } from '../content/texts.ts'
import { readingTimeMinutes } from '../content/word-count.ts'
import { DESK, deskFilter } from '../desk/desk-only.ts'
import type { Article, ArticleWhereInput, Query, Translation } from '../generated/graphql.ts'
import { askedBySlug } from '../language/by-slug.ts'
import { textOf, textOrNull } from '../lib/json.ts'
import { direction } from '../lib/locale.ts'
import { propertyOf } from '../lib/property.ts'
import type { Trigrams } from '../lib/text/trigrams.ts'
import type { ImageAddresses } from '../media/serving/image-addresses.ts'
import type { Argument } from '../reading/argument.ts'
import { connection } from '../reading/connection.ts'
import { computed, computedObject, many, nodeFields, one, plain, same, tagged, timestamp } from '../reading/field.ts'
import {
  idFilter,
  intFilter,
  listFilter,
  literalEnumFilter,
  textFilter,
  timestampFilter,
  whereOf,
} from '../reading/filter.ts'
import { uuidOf } from '../reading/global-id.ts'
import { chosenOrder, type ListSource } from '../reading/list-source.ts'
import {
  column,
  type Expression,
  type Field,
  type FieldsOf,
  type Filter,
  type FiltersOf,
  type Row,
  type Selection,
  type Shape,
  type TagsOf,
} from '../reading/plan.ts'
import { byIdOr, find, idOrTag } from '../reading/root.ts'
import type { Sql } from '../reading/sql.ts'
import { branchTop } from '../reference/branch-top.ts'
import { relatedArticles } from '../related/related-articles.ts'
import { relatedTopicsOfArticle } from '../related/related-topics.ts'
import { matching, searchQuery } from '../search/query/found.ts'
import { articleSeoField } from '../seo/article-seo.field.ts'
import { ownSiteName } from '../seo/data/site-seo.expressions.ts'
import { isShareChannel, shortUrl } from '../share/share.rules.ts'
import { shareLinks } from '../share/share.values.ts'
import { absoluteUrl, articlePath, type Site } from '../site/site.ts'
import { listedIn } from '../stage/article.list.ts'
import {
  articleId,
  articleJoins,
  articleOrders,
  contentModifiedAt,
  DRAFT,
  deskState,
  isDraft,
  isPreview,
  isVisible,
  lastChangedFirst,
  newestFirst,
  ofShownRevision,
  stage,
  stateOfParts,
  updatedAt,
} from '../stage/article.rows.ts'
import { tagsOfList } from '../stage/article-list.tags.ts'
import { askedState, asksForStatus } from '../stage/stage.argument.ts'
import { LIVE_ARTICLES, liveArticlesIn, pathOf, SEARCH, SITE_SETTINGS } from '../tags/lists.ts'
import { articleDeskFields, lastPublishedFirst } from './article.desk.ts'
import { articleDeskFilters } from './article.desk-filters.ts'
import { byline } from './byline.ts'
import { creditsOf, printedCredits, tagsOfPrinted } from './credits.values.ts'
import { type Belongings, fewFirst } from './few-first.ts'
import { markdown } from './markdown.field.ts'
import { section } from './section.field.ts'

const locale = column('article', 'locale')
const slug = column('article', 'slug')
const status = column('article', 'status')

/**
 * What others show of an article: what stays the same when only its text is another, or a correction is added. The migrations say the same of columns
 * (`cards_differ`). Not `wordCount`, which is another with nearly every text.
 */
const CARD: ReadonlySet<keyof Article> = new Set([
  ...['id', 'cacheId', 'slug', 'path', 'url', 'locale', 'direction', 'canonicalUrl', 'noIndex', 'stage'],
  ...TEXT_NAMES,
  ...LIST_NAMES,
  ...['aiUse', 'section', 'byline', 'leadImage', 'readingTimeMinutes', 'shareLinks', 'shortUrl'],
  ...['publishedAt', 'firstPublishedAt'],
] as const)

const ofArticle = (parent: Row, child: Row): Sql => sql`${sql.ref(`${child.alias}.article_id`)} = ${articleId(parent)}`

const isTranslation = (one: Row, other: Row): Sql =>
  sql`${sql.ref(`${other.alias}.translation_group_id`)} = ${sql.ref(`${one.alias}.translation_group_id`)}
    and ${articleId(other)} <> ${articleId(one)}`

/** Of an article that the viewer may see. */
const translationOf: Filter = (row, argument, planner) => {
  const original = planner.row('Article', deskState(row))
  original.conditions.push(isTranslation(row, original), ofId(original, argument, planner))
  return sql`exists (select 1 ${original.source()})`
}

const ofId = idFilter(articleId, (id) => uuidOf('Article', id))

/** Of every article that was ever live. */
const shortCode: Expression = (row) => sql`(select code from short_link where article_id = ${articleId(row)})`

function addresses(site: Site): Record<'path' | 'url', Field> {
  const pathOf = ([language, name]: readonly unknown[]): string =>
    articlePath({ locale: textOf(language), slug: textOf(name) }, site)
  return {
    path: computed([locale, slug], pathOf),
    url: computed([locale, slug], (values) => absoluteUrl(pathOf(values), site)),
  }
}

const belongings = {
  topics: ['ArticleTopic', ofShownRevision],
  credits: ['Credit', ofShownRevision],
  captions: ['Caption', ofShownRevision],
  corrections: ['Correction', ofArticle],
} as const satisfies Belongings

const articleFilters: FiltersOf<ArticleWhereInput> = {
  id: ofId,
  translationOf,
  slug: textFilter(slug),
  locale: textFilter(locale),
  ...textFilters,
  wordCount: intFilter(wordCount),
  publishedAt: timestampFilter(column('article', 'published_at')),
  firstPublishedAt: timestampFilter(column('article', 'first_published_at')),
  updatedAt: timestampFilter(updatedAt),
  status: deskFilter(literalEnumFilter(status, 'article_status')),
  workflowState: deskFilter(literalEnumFilter(column('article', 'workflow_state'), 'workflow_state')),
  scheduledFor: deskFilter(timestampFilter(column('article', 'scheduled_for'))),
  embargoedUntil: deskFilter(timestampFilter(column('article', 'embargoed_until'))),
  ...articleDeskFilters,
  createdAt: deskFilter(timestampFilter(column('article', 'created_at'))),
  createdById: deskFilter(idFilter(column('article', 'created_by_id'), (id) => uuidOf('User', id))),
  topics: listFilter(...belongings.topics),
  credits: listFilter(...belongings.credits),
  captions: listFilter(...belongings.captions),
  corrections: listFilter(...belongings.corrections),
}

export function articleShape(site: Site, images: ImageAddresses): Shape {
  return {
    type: 'Article',
    table: 'article',
    tags: { letter: 'a', id: articleId, card: { letter: 'c', fields: CARD } },
    joins: articleJoins,
    visible: isVisible,
    subject: { state: DRAFT },
    foundIn: { permission: DESK, states: [DRAFT] },
    fields: {
      ...nodeFields('Article', articleId),
      slug: plain(slug),
      canonicalUrl: plain(column('article', 'canonical_url')),
      noIndex: plain(column('article', 'no_index')),
      seo: articleSeoField(site, images),
      ...addresses(site),
      locale: plain(locale),
      direction: computed([locale], ([language]) => direction(textOf(language))),
      ...contentFields(images),
      byline: tagged(
        tagsOfPrinted(site),
        computed([printedCredits(site), locale], ([credits, language]) => byline(creditsOf(credits), textOf(language))),
      ),
      publishedAt: timestamp(column('article', 'published_at')),
      firstPublishedAt: timestamp(column('article', 'first_published_at')),
      contentModifiedAt: timestamp(contentModifiedAt),
      updatedAt: timestamp(updatedAt),
      readingTimeMinutes: computed([wordCount], ([words]) => readingTimeMinutes(Number(words))),
      leadImage: tagged(
        hiddenImages,
        one('Caption', {
          state: stateOfParts,
          on: (parent, child) => sql`${captionsOfShown(parent, child)} and ${sql.ref(`${child.alias}.role`)} = 'LEAD'`,
        }),
      ),
      bodyText: plain(column('revision', 'plain_text')),
      markdown: markdown(site, images),
      section,
      corrections: many('Correction', { on: ofArticle, orderBy: lastPublishedFirst }),
      relatedTopics: relatedTopicsOfArticle,
      relatedArticles,
      shareLinks: tagged(
        () => [SITE_SETTINGS],
        computedObject(
          [TEXT_COLUMNS.headline, TEXT_COLUMNS.standfirst, locale, slug, shortCode, ownSiteName],
          ([title, summary, language, name, code, siteName], args) => {
            const path = articlePath({ locale: textOf(language), slug: textOf(name) }, site)
            const texts = { headline: textOf(title), standfirst: textOrNull(summary), locale: textOf(language) }
            const named = { ...site, name: textOrNull(siteName) ?? site.name }
            return shareLinks({ ...texts, path, code: textOrNull(code) }, named, args)
          },
        ),
      ),
      shortUrl: computed([shortCode], ([code], args) =>
        code === null || !isShareChannel(args.channel) ? null : shortUrl(textOf(code), args.channel, site),
      ),
      translations: many('Translation', {
        state: deskState,
        on: (parent, child) => sql`${isTranslation(parent, child)} and ${status(child)} <> 'TRASHED'`,
        orderBy: (child) => locale(child),
      }),
      stage: plain(stage),
      status: plain(status),
      ...articleDeskFields,
    } satisfies FieldsOf<Article>,
    filters: articleFilters,
  }
}

/** An article's row as one of the translations of another. */
export const translationShape: Shape = {
  type: 'Translation',
  table: 'article',
  // Its article has a tag of its own, by what is selected of it.
  tags: { letter: 'c', id: articleId },
  joins: articleJoins,
  visible: isVisible,
  fields: { locale: plain(locale), article: same('Article') } satisfies FieldsOf<Translation>,
}

export function articleRoots(site: Site, trigrams: Trigrams): FieldsOf<Pick<Query, 'article' | 'articles'>> {
  return {
    article: find('Article', {
      tags: idOrTag('Article', (selection) => pathOf('article', selection)),
      stateOf: askedState,
      where: byIdOr('slug', 'Article', articleId, (row, selection) => {
        const isThere = askedBySlug(selection, row.alias, site).where
        if (!isPreview(row)) return isThere
        // A link that was passed on has the address of its day.
        const wasThere = askedBySlug(selection, 's', site).where
        return sql`(${isThere} or exists (select 1 from slug_alias s where s.article_id = ${articleId(row)} and ${wasThere}))`
      }),
      orderBy: (row, selection) =>
        selection.argument('slug').isGiven ? askedBySlug(selection, row.alias, site).orderBy : null,
    }),
    articles: connection(
      'Article',
      tagsOfArticles,
      (selection, row) => openArticles(selection, row, trigrams),
      askedState,
    ),
  }
}

/** What the list of all articles depends on: only the articles of one language where that is the one condition. */
const tagsOfArticles: TagsOf = (selection) => {
  const where = selection.argument('where')
  const inLocale = onlyLocale(where)
  const list = inLocale ? liveArticlesIn(selection, inLocale) : LIVE_ARTICLES
  return [list, ...tagsOfList(selection, inLocale !== null), ...(selection.argument('search').isGiven ? [SEARCH] : [])]
}

/** Of a `where` that asks for one language and nothing else: where the language stands in the arguments. */
function onlyLocale(where: Argument): ((args: Readonly<Record<string, unknown>>) => unknown) | null {
  const [part, ...others] = where.parts()
  const isSaid = ([name, { value }]: [string, Argument]) => name !== 'mode' || value === 'INSENSITIVE'
  const [operator, ...operators] = part?.[0] === 'locale' ? part[1].parts().filter(isSaid) : []
  if (others.length > 0 || operators.length > 0 || operator?.[0] !== 'equals' || !operator[1].isGiven) return null
  return (args) => propertyOf(propertyOf(args.where, 'locale'), 'equals')
}

/** The list of all articles: live ones with their shortcuts, or the desk's. */
function openArticles(selection: Selection, row: Row, trigrams: Trigrams): ListSource {
  const where = selection.argument('where')
  const found = foundBySearch(selection, row)
  if (row.state !== null) {
    if (where.isGiven) row.conditions.push(whereOf(row, where, selection.planner))
    if (!asksForStatus(where)) row.conditions.push(sql`${status(row)} <> 'TRASHED'`)
    return { ...chosenOrder(selection, row, articleOrders, lastChangedFirst), ...found }
  }
  const top = found ? null : onlyWithin(where)
  if (top) return openBranch(selection, row, { top, rest: where.without('topics'), trigrams })
  const order = { ...chosenOrder(selection, row, articleOrders, newestFirst), ...found }
  if (where.isGiven) {
    row.conditions.push(whereOf(row, where, selection.planner))
    return found ? order : { ...order, ...fewFirst(selection.planner, row, where, belongings, trigrams) }
  }
  return found ? order : { ...order, total: sql`(select coalesce(sum(articles), 0)::int from live_total)` }
}

/** Of a `where` that asks for topics by a branch and nothing else: the branch. */
function onlyWithin(where: Argument): Argument | null {
  const only = (part: Argument, name: string) => {
    const [first, ...others] = part.parts()
    return first?.[0] === name && others.length === 0 && first[1].isGiven ? first[1] : null
  }
  const some = only(where.at('topics'), 'some')
  return some && only(some, 'within')
}

interface Branch {
  readonly top: Argument
  /** The other conditions */
  readonly rest: Argument
  readonly trigrams: Trigrams
}

/** Live articles of a topic with everything below it, from the list that the database keeps of each branch. */
function openBranch(selection: Selection, row: Row, { top, rest, trigrams }: Branch): ListSource {
  const of = branchTop(top)
  const orders = listedIn(row, { table: 'live_branch', key: 'topic_id', of })
  const order = chosenOrder(selection, row, orders, newestFirst)
  if (rest.parts().length === 0) {
    return { ...order, total: sql`coalesce((select branch_articles from topic_total where topic_id = ${of}), 0)` }
  }
  row.conditions.push(whereOf(row, rest, selection.planner))
  return { ...order, ...fewFirst(selection.planner, row, rest, belongings, trigrams) }
}

/** Only what matches the words of `search`: evaluated once, before the list is read. */
function foundBySearch(selection: Selection, row: Row): Pick<ListSource, 'with'> | null {
  const words = selection.argument('search')
  if (!words.isGiven) return null
  row.conditions.push(sql`${articleId(row)} in (select id from found)`)
  return { with: matching(searchQuery(words, 'search'), 'found', isDraft(row) ? 'DRAFT' : 'LIVE') }
}
