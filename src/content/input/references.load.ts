import { sql } from 'kysely'
import * as z from 'zod'
import { type Sender, send } from '../../database/sender.ts'
import { nearestTranslation } from '../../language/localized.ts'
import { canonicalLocale } from '../../lib/locale.ts'
import { compile, type Sql } from '../../reading/sql.ts'
import { slugLedTo, topicLedTo } from '../../reference/known-as.ts'
import { inheritedTexts, inheritedTextsJson } from './inherited-texts.load.ts'
import type { Named, NamedTopic, References } from './references.ts'

const NONE: References = {
  authors: new Map(),
  topics: new Map(),
  topicsBySlug: new Map(),
  images: new Map(),
  story: null,
}

/** How it was named, its id, and whether that was a former name. */
const namedTopic = z.tuple([z.string(), z.string(), z.boolean()])

const found = z.object({
  authors: z.array(z.tuple([z.string(), z.string()])),
  topics: z.array(namedTopic),
  topicsBySlug: z.array(namedTopic),
  images: z.array(z.tuple([z.string(), inheritedTexts])),
  story: z
    .object({
      groupId: z.string(),
      articles: z.array(z.object({ id: z.string(), locale: z.string(), headline: z.string() })),
    })
    .nullable(),
})

/** Looks up everything that an input refers to in one statement; none if it refers to nothing. */
export async function loadReferences(sender: Sender, named: Named): Promise<References> {
  const { authorIds, topicIds, topicSlugs, imageIds, locale, storyOf } = named
  if (authorIds.length + topicIds.length + topicSlugs.length + imageIds.length === 0 && storyOf === null) return NONE
  const statement = compile(sql`select json_build_object(
    'authors', ${list(sql`json_build_array(w.id, coalesce(${nearestTranslation('AUTHOR', sql`w.id`, sql`${canonicalLocale(locale) ?? ''}::text`, sql`x.name`)}, w.name))`, sql`author w where w.id in ${ids(authorIds)}`)},
    'topics', ${list(sql`json_build_array(asked, id, asked <> id)`, sql`${ids(topicIds)} sent (asked) join topic on id = ${topicLedTo(sql`asked`)}`)},
    'topicsBySlug', ${list(sql`json_build_array(asked, id, asked <> slug)`, sql`${texts(topicSlugs)} sent (asked) join topic on slug = ${slugLedTo('topic', sql`asked`)}`)},
    'images', ${list(sql`json_build_array(id, ${inheritedTextsJson('image')})`, sql`image where id in ${ids(imageIds)}`)},
    'story', (select json_build_object('groupId', a.translation_group_id, 'articles', ${list(
      sql`json_build_object('id', o.id, 'locale', o.locale, 'headline', r.headline)`,
      sql`article o join revision r on r.id = o.latest_revision_id where o.translation_group_id = a.translation_group_id and o.status <> 'TRASHED'`,
    )}) from article a where a.id = ${storyOf}::uuid)) as "found"`)
  const [row] = await send<{ found: unknown }>(sender, statement)
  const { authors, topics, topicsBySlug, images, story } = found.parse(row?.found)
  return {
    authors: new Map(authors),
    topics: byName(topics),
    topicsBySlug: byName(topicsBySlug),
    images: new Map(images),
    story,
  }
}

function byName(topics: readonly z.output<typeof namedTopic>[]): ReadonlyMap<string, NamedTopic> {
  return new Map(topics.map(([name, id, isFormer]) => [name, { id, isFormer }]))
}

function list(item: Sql, from: Sql): Sql {
  return sql`(select coalesce(json_agg(${item}), '[]'::json) from ${from})`
}

function texts(values: readonly string[]): Sql {
  return sql`(select jsonb_array_elements_text(${JSON.stringify(values)}::jsonb))`
}

function ids(values: readonly string[]): Sql {
  return sql`(select jsonb_array_elements_text(${JSON.stringify(values)}::jsonb)::uuid)`
}
