import { sql } from 'kysely'
import type { Thing } from 'schema-dts'
import * as z from 'zod'
import { isUsable } from '../image/display/rights.expressions.ts'
import { nearest } from '../language/nearest.ts'
import type { ImageAddresses } from '../media/serving/image-addresses.ts'
import { computedObject, tagged } from '../reading/field.ts'
import type { Expression, Field, TagsOf } from '../reading/plan.ts'
import { entityIn } from '../reading/tags/tag.ts'
import { tagUntil } from '../reading/tags/tag-set.ts'
import type { Site } from '../site/site.ts'
import { numbered } from './article-seo.field.ts'
import { imageById, sharedFile, sharedImage } from './data/images.ts'
import { SITE_TAGS, type SiteSeo, siteSeo, siteSettings } from './data/site-seo.expressions.ts'
import { titleIn } from './data/title.ts'
import { addressOf, alternatesIn, translation, translationsJson, wantedLocale } from './data/translations.ts'
import { breadcrumbList, imageObject, organizationOf, siteNodes, websiteOf } from './json-ld/site.ts'
import { person } from './json-ld/things.ts'
import type { Page } from './page.ts'
import { seoOf } from './seo.ts'
import { firstOf } from './texts.ts'

/** The image of an author's page is public. */
const authorSeo: Expression = ({ alias }) => {
  const at = (name: string) => sql.ref(`${alias}.${name}`)
  return sql`json_build_object('name', ${at('name')}, 'slug', ${at('slug')}, 'jobTitle', ${at('job_title')}, 'bio', ${at('bio')},
    'image', ${imageById(at('image_id'), false)},
    'translations', ${translationsJson('author_translation', at('id'), sql`, 'jobTitle', x.job_title, 'bio', x.bio`)},
    'sameAs', (select coalesce(json_agg(l.url order by l.position), '[]'::json) from author_link l where l.author_id = ${at('id')}))`
}

const stored = z.object({
  name: z.string(),
  slug: z.string(),
  jobTitle: z.string().nullable(),
  bio: z.string().nullable(),
  image: z.unknown(),
  translations: z.array(translation.extend({ jobTitle: z.string().nullable(), bio: z.string().nullable() })),
  sameAs: z.array(z.string()),
})

const tags: TagsOf = (_selection, row) => [
  ...SITE_TAGS,
  {
    letter: 'i',
    row,
    sql: sql`(select ${tagUntil(entityIn('i', sql`i.id`), sql`case when ${isUsable('i')} then i.rights_expire_at end`)}
      from image i where i.id = ${sql.ref(`${row.alias}.image_id`)})`,
  },
]

/** `Author.seo`: of the author's page. */
export function authorSeoField(site: Site, addresses: ImageAddresses): Field {
  return tagged(
    tags,
    computedObject([authorSeo, siteSettings], ([data, settings], args) =>
      seoOf(
        authorPage(inLanguage(stored.parse(data), wantedLocale(args)), siteSeo(settings, site, addresses), addresses),
      ),
    ),
  )
}

type StoredAuthor = z.output<typeof stored>

/** What is said of the author in a language, and the translation that the page is in; null: its own language. */
function inLanguage(author: StoredAuthor, wanted: string | null) {
  const chosen = nearest(author.translations, wanted)
  const name = chosen?.name ?? author.name
  return {
    author: { ...author, name, jobTitle: chosen?.jobTitle ?? author.jobTitle, bio: chosen?.bio ?? author.bio },
    chosen,
  }
}

function authorPage({ author, chosen }: ReturnType<typeof inLanguage>, seo: SiteSeo, addresses: ImageAddresses): Page {
  const { site } = seo
  const locale = chosen?.locale ?? site.defaultLocale
  const url = addressOf('AUTHOR', author.slug, chosen, site)
  const portrait = sharedImage(author.image, addresses)
  const description = firstOf(author.bio, author.jobTitle)
  const breadcrumbs = numbered([
    { name: seo.name, url: site.url },
    { name: author.name, url },
  ])
  const page: Thing = {
    '@type': 'ProfilePage',
    '@id': `${url}#page`,
    url,
    name: author.name,
    inLanguage: locale,
    isPartOf: websiteOf(seo),
    mainEntity: {
      ...person(
        { ...author, place: { kind: 'AUTHOR', locale: chosen?.locale ?? null, slug: chosen?.slug ?? author.slug } },
        site,
      ),
      ...(description !== null && { description }),
      ...(portrait && { image: imageObject(sharedFile(portrait, null)) }),
      worksFor: organizationOf(seo),
    },
  }
  return {
    site: seo,
    type: 'profile',
    canonical: url,
    title: titleIn(seo.titleTemplate, author.name),
    description,
    socialTitle: author.name,
    socialDescription: description,
    locale,
    isListed: true,
    alternates: alternatesIn('AUTHOR', author.slug, author.translations, site),
    image: portrait ?? seo.socialImage,
    article: null,
    breadcrumbs,
    graph: { '@context': 'https://schema.org', '@graph': [page, breadcrumbList(breadcrumbs, url), ...siteNodes(seo)] },
  }
}
