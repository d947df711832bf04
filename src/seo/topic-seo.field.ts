import { sql } from 'kysely'
import type { Thing } from 'schema-dts'
import * as z from 'zod'
import { TopicKind } from '../generated/prisma/enums.ts'
import { nearest } from '../language/nearest.ts'
import type { ImageAddresses } from '../media/serving/image-addresses.ts'
import { computedObject, tagged } from '../reading/field.ts'
import type { Expression, Field, TagsOf } from '../reading/plan.ts'
import { entityIn } from '../reading/tags/tag.ts'
import type { Site } from '../site/site.ts'
import { numbered } from './article-seo.field.ts'
import { SITE_TAGS, type SiteSeo, siteSeo, siteSettings } from './data/site-seo.expressions.ts'
import { titleIn } from './data/title.ts'
import { addressOf, alternatesIn, translation, translationsJson, wantedLocale } from './data/translations.ts'
import { breadcrumbList, siteNodes, websiteOf } from './json-ld/site.ts'
import { thing } from './json-ld/things.ts'
import type { Page } from './page.ts'
import { seoOf } from './seo.ts'
import { firstOf } from './texts.ts'

const topicSeo: Expression = ({ alias }) => {
  const at = (name: string) => sql.ref(`${alias}.${name}`)
  return sql`json_build_object('kind', ${at('kind')}, 'name', ${at('name')}, 'slug', ${at('slug')}, 'description', ${at('description')}, 'sameAs', ${at('same_as')},
    'translations', ${translationsJson('topic_translation', at('id'), sql`, 'description', x.description`)},
    'above', (select coalesce(json_agg(json_build_object('name', p.name, 'slug', p.slug, 'translations', ${translationsJson('topic_translation', sql`p.id`)})
        order by u.distance desc), '[]'::json)
      from topic_ancestor u join topic p on p.id = u.ancestor_id where u.topic_id = ${at('id')} and u.distance > 0))`
}

const stored = z.object({
  kind: z.enum(TopicKind),
  name: z.string(),
  slug: z.string(),
  description: z.string().nullable(),
  sameAs: z.array(z.string()),
  translations: z.array(translation.extend({ description: z.string().nullable() })),
  above: z.array(z.object({ name: z.string(), slug: z.string(), translations: z.array(translation) })),
})

const tags: TagsOf = (_selection, row) => [
  ...SITE_TAGS,
  {
    letter: 't',
    row,
    sql: sql`(select string_agg(${entityIn('t', sql`u.ancestor_id`)}, ' ') from topic_ancestor u where u.topic_id = ${sql.ref(`${row.alias}.id`)})`,
  },
]

/** `Topic.seo`: of the page that lists its articles. */
export function topicSeoField(site: Site, addresses: ImageAddresses): Field {
  return tagged(
    tags,
    computedObject([topicSeo, siteSettings], ([data, settings], args) =>
      seoOf(topicPage(stored.parse(data), siteSeo(settings, site, addresses), wantedLocale(args))),
    ),
  )
}

/** @param wanted the language of the page */
function topicPage(topic: z.output<typeof stored>, seo: SiteSeo, wanted: string | null): Page {
  const { site } = seo
  const chosen = nearest(topic.translations, wanted)
  const { name } = chosen ?? topic
  const locale = chosen?.locale ?? site.defaultLocale
  const url = addressOf('TOPIC', topic.slug, chosen, site)
  const description = firstOf(chosen?.description ?? null, topic.description)
  const breadcrumbs = numbered([
    { name: seo.name, url: site.url },
    ...topic.above.map((above) => {
      const there = nearest(above.translations, wanted)
      return { name: there?.name ?? above.name, url: addressOf('TOPIC', above.slug, there, site) }
    }),
    { name, url },
  ])
  const page: Thing = {
    '@type': 'CollectionPage',
    '@id': `${url}#page`,
    url,
    name,
    ...(description !== null && { description }),
    inLanguage: locale,
    about: thing(
      { ...topic, name, place: { kind: 'TOPIC', locale: chosen?.locale ?? null, slug: chosen?.slug ?? topic.slug } },
      site,
    ),
    isPartOf: websiteOf(seo),
  }
  return {
    site: seo,
    type: 'website',
    canonical: url,
    title: titleIn(seo.titleTemplate, name),
    description,
    socialTitle: name,
    socialDescription: description,
    locale,
    isListed: true,
    alternates: alternatesIn('TOPIC', topic.slug, topic.translations, site),
    image: seo.socialImage,
    article: null,
    breadcrumbs,
    graph: { '@context': 'https://schema.org', '@graph': [page, breadcrumbList(breadcrumbs, url), ...siteNodes(seo)] },
  }
}
