import { sql } from 'kysely'
import * as z from 'zod'
import { captionAltText } from '../../caption/caption.expressions.ts'
import { allImages } from '../../caption/shown-captions.ts'
import { AI_USE_KINDS } from '../../content/ai-use.ts'
import { GENRES } from '../../content/genres.ts'
import { AliasKind, TopicKind, TopicRel } from '../../generated/prisma/enums.ts'
import { isUsable } from '../../image/display/rights.expressions.ts'
import { nearestPlace, nearestTranslation } from '../../language/localized.ts'
import { column, type Expression, type Row, type TagsOf } from '../../reading/plan.ts'
import { isoTimestamp, type Sql } from '../../reading/sql.ts'
import { entityIn } from '../../reading/tags/tag.ts'
import type { SiteAddress } from '../../site/site.ts'
import { articleId, contentModifiedAt, shownRevision } from '../../stage/article.rows.ts'
import { sectionFirst, topicsAbove } from '../../stage/topics-above.ts'
import { imageJson } from './images.ts'
import { SITE_TAGS } from './site-seo.expressions.ts'

/** How much of the text a description is made of, where nobody has written one. */
const START_OF_TEXT = 400

const TEXTS = [
  'headline',
  'standfirst',
  'kicker',
  'seo_title',
  'meta_description',
  'social_title',
  'social_description',
  'genre',
  'ai_use',
] as const

const texts = TEXTS.map((name) => [name, column('revision', name)] as const)

/** Null where there is none, or it may not be shown. */
function leadImage(row: Row, isHidden: boolean): Sql {
  return sql`(select ${imageJson('i', captionAltText('c', 'i'), isHidden, 'c')} from caption c join image i on i.id = c.image_id
    where c.revision_id = ${shownRevision(row)} and c.role = 'LEAD' and ${isUsable('i')} limit 1)`
}

const localeOf = (row: Row): Sql => sql.ref(`${row.alias}.locale`)

/** [kind, locale, slug] of the page in the language of the article, or nearest to it. */
const placeOf = (kind: 'TOPIC' | 'AUTHOR', alias: string, row: Row): Sql =>
  sql`coalesce(${nearestPlace(kind, sql.ref(`${alias}.id`), localeOf(row))}, json_build_array(${sql.lit(kind)}, null, ${sql.ref(`${alias}.slug`)}))`

const topicName = (alias: string, row: Row): Sql =>
  sql`coalesce(${nearestTranslation('TOPIC', sql.ref(`${alias}.id`), localeOf(row), sql`x.name`)}, ${sql.ref(`${alias}.name`)})`

/** In printing order. */
const credits = (
  row: Row,
): Sql => sql`(select coalesce(json_agg(json_build_object('role', c.role, 'name', c.name, 'place', case when w.id is not null then ${placeOf('AUTHOR', 'w', row)} end,
      'jobTitle', coalesce(${nearestTranslation('AUTHOR', sql`w.id`, localeOf(row), sql`x.job_title`)}, w.job_title),
      'sameAs', (select coalesce(json_agg(l.url order by l.position), '[]'::json) from author_link l where l.author_id = w.id)) order by c.position), '[]'::json)
  from credit c left join author w on w.id = c.author_id where c.revision_id = ${shownRevision(row)})`

const topics = (
  row: Row,
): Sql => sql`(select coalesce(json_agg(json_build_object('rel', rt.rel, 'kind', t.kind, 'name', ${topicName('t', row)},
    'place', ${placeOf('TOPIC', 't', row)}, 'sameAs', t.same_as)
    order by rt.position), '[]'::json)
  from revision_topic rt join topic t on t.id = rt.topic_id where rt.revision_id = ${shownRevision(row)})`

/** The section of the article, below those above it. */
const sections = (
  row: Row,
): Sql => sql`(select coalesce(json_agg(json_build_object('name', ${topicName('p', row)}, 'place', ${placeOf('TOPIC', 'p', row)}) order by u.distance desc), '[]'::json)
  from (select x.id from ${topicsAbove(row, 'x')} join topic x on x.id = x_up.ancestor_id where x.kind = 'SECTION' order by ${sectionFirst('x')} limit 1) s
    join topic_ancestor u on u.topic_id = s.id join topic p on p.id = u.ancestor_id)`

const corrections = (
  row: Row,
): Sql => sql`(select coalesce(json_agg(json_build_object('text', k.text, 'publishedAt', ${isoTimestamp(sql`k.published_at`)})
    order by k.published_at, k.id), '[]'::json)
  from correction k where k.article_id = ${articleId(row)} and k.removed_at is null)`

/** The live articles of the story that search engines find at their own addresses, the first one first. */
const story = (
  row: Row,
): Sql => sql`(select coalesce(json_agg(json_build_object('id', o.id, 'locale', o.locale, 'slug', o.slug, 'headline', h.headline,
      'canonicalUrl', o.canonical_url) order by o.first_published_at, o.id), '[]'::json)
  from article o join revision h on h.id = o.live_revision_id
  where o.translation_group_id = ${sql.ref(`${row.alias}.translation_group_id`)} and not o.no_index)`

/** Everything that is said of an article to search engines, as `articleSeoData` reads it. */
function json(row: Row, isHidden: boolean): Sql {
  const own = texts.map(([name, read]) => sql`${sql.lit<string>(name)}, ${read(row)}`)
  const at = (name: string) => sql.ref(`${row.alias}.${name}`)
  return sql`json_build_object('id', ${articleId(row)}, 'locale', ${at('locale')}, 'slug', ${at('slug')}, ${sql.join(own)},
    'start', left(${column('revision', 'plain_text')(row)}, ${sql.lit(START_OF_TEXT)}), 'wordCount', ${column('revision', 'word_count')(row)},
    'canonicalUrl', ${at('canonical_url')}, 'noIndex', ${at('no_index')}, 'isLive', ${sql.lit(row.state === null)},
    'publishedAt', ${isoTimestamp(at('published_at'))}, 'modifiedAt', ${isoTimestamp(contentModifiedAt(row))},
    'image', ${leadImage(row, isHidden)}, 'credits', ${credits(row)}, 'topics', ${topics(row)}, 'sections', ${sections(row)},
    'corrections', ${corrections(row)}, 'story', ${story(row)})`
}

/** Readers get what is public. */
export const publicArticleSeo: Expression = (row) => json(row, false)

export const articleSeo: Expression = (row) => json(row, true)

const text = z.string().nullable()

/** [kind, locale, slug]: where a page is. */
const place = z
  .tuple([z.enum(AliasKind), text, z.string()])
  .transform(([kind, locale, slug]): SiteAddress => ({ kind, locale, slug }))

const credit = z.object({
  role: z.string(),
  name: z.string(),
  place: place.nullable(),
  jobTitle: text,
  sameAs: z.array(z.string()),
})

const topic = z.object({
  rel: z.enum(TopicRel),
  kind: z.enum(TopicKind),
  name: z.string(),
  place,
  sameAs: z.array(z.string()),
})

const stored = z.object({
  id: z.string(),
  locale: z.string(),
  slug: z.string(),
  headline: z.string(),
  standfirst: text,
  kicker: text,
  seo_title: text,
  meta_description: text,
  social_title: text,
  social_description: text,
  genre: z.enum(GENRES),
  ai_use: z.enum(AI_USE_KINDS),
  start: z.string(),
  wordCount: z.number(),
  canonicalUrl: text,
  noIndex: z.boolean(),
  isLive: z.boolean(),
  publishedAt: text,
  modifiedAt: text,
  image: z.unknown(),
  credits: z.array(credit),
  topics: z.array(topic),
  sections: z.array(z.object({ name: z.string(), place })),
  corrections: z.array(z.object({ text: z.string(), publishedAt: z.string() })),
  story: z.array(
    z.object({ id: z.string(), locale: z.string(), slug: z.string(), headline: z.string(), canonicalUrl: text }),
  ),
})

export type ArticleSeoData = z.output<typeof stored>
export type SeoCredit = z.output<typeof credit>
export type SeoTopic = z.output<typeof topic>

export function articleSeoData(json: unknown): ArticleSeoData {
  return stored.parse(json)
}

/** All topics of the article, with those above what it is about; its authors; and the live articles of its story. */
export const ARTICLE_SEO_TAGS: TagsOf = (selection, row) => [
  ...SITE_TAGS,
  ...allImages(selection, row),
  { letter: 't', row, sql: topicTags(row) },
  { letter: 'u', row, sql: authorTags(row) },
  { letter: 'a', row, sql: storyTags(row) },
]

const topicTags = (row: Row): Sql =>
  sql`(select string_agg(distinct ${entityIn('t', sql`u.ancestor_id`)}, ' ') from revision_topic rt join topic_ancestor u on u.topic_id = rt.topic_id
    where rt.revision_id = ${shownRevision(row)})`

const authorTags = (row: Row): Sql =>
  sql`(select string_agg(distinct ${entityIn('u', sql`c.author_id`)}, ' ') from credit c where c.revision_id = ${shownRevision(row)} and c.author_id is not null)`

const storyTags = (row: Row): Sql =>
  sql`(select string_agg(${entityIn('a', sql`o.id`)}, ' ') from article o
    where o.translation_group_id = ${sql.ref(`${row.alias}.translation_group_id`)} and o.live_revision_id is not null)`
