import type { Breadcrumb, SeoAlternate } from '../generated/graphql.ts'
import { seesHidden } from '../image/display/image-url.fields.ts'
import type { ImageAddresses } from '../media/serving/image-addresses.ts'
import { computedObject, tagged } from '../reading/field.ts'
import type { Expression, Field } from '../reading/plan.ts'
import { absoluteUrl, articlePath, pathOf, type Site } from '../site/site.ts'
import {
  ARTICLE_SEO_TAGS,
  type ArticleSeoData,
  articleSeo,
  articleSeoData,
  publicArticleSeo,
} from './data/article-seo.expressions.ts'
import { sharedImage } from './data/images.ts'
import { type SiteSeo, siteSeo, siteSettings } from './data/site-seo.expressions.ts'
import { titleIn } from './data/title.ts'
import { articleNode } from './json-ld/article.ts'
import { breadcrumbList, siteNodes } from './json-ld/site.ts'
import type { Page } from './page.ts'
import { paywalledIn } from './paywall.argument.ts'
import { seoOf } from './seo.ts'
import { firstOf, startOf } from './texts.ts'

/** `Article.seo`: of the revision that is shown. */
export function articleSeoField(site: Site, addresses: ImageAddresses): Field {
  const by = (article: Expression) =>
    tagged(
      ARTICLE_SEO_TAGS,
      computedObject([article, siteSettings], ([data, settings], args) =>
        seoOf(articlePage(articleSeoData(data), siteSeo(settings, site, addresses), addresses, paywalledIn(args))),
      ),
    )
  const [forReaders, forDesk] = [by(publicArticleSeo), by(articleSeo)]
  return (selection, row) => (seesHidden(selection.planner) ? forDesk : forReaders)(selection, row)
}

function articlePage(
  data: ArticleSeoData,
  seo: SiteSeo,
  addresses: ImageAddresses,
  paywalled: readonly string[],
): Page {
  const { site } = seo
  const url = absoluteUrl(articlePath(data, site), site)
  const isElsewhere = data.canonicalUrl !== null && data.canonicalUrl !== url
  const isListed = data.isLive && !data.noIndex
  const description = firstOf(data.meta_description, data.standfirst) ?? startOf(data.start)
  const image = sharedImage(data.image, addresses) ?? seo.socialImage
  const breadcrumbs = breadcrumbsOf(data, seo, url)
  return {
    site: seo,
    type: 'article',
    canonical: data.canonicalUrl ?? url,
    title: firstOf(data.seo_title) ?? titleIn(seo.titleTemplate, data.headline),
    description,
    socialTitle: firstOf(data.social_title, data.headline) ?? seo.name,
    socialDescription: firstOf(data.social_description) ?? description,
    locale: data.locale,
    isListed,
    alternates: isListed && !isElsewhere ? alternatesOf(data, site) : [],
    image,
    article: factsOf(data, site),
    breadcrumbs,
    graph: {
      '@context': 'https://schema.org',
      '@graph': [
        articleNode(data, { url, description, image, paywalled }, seo),
        breadcrumbList(breadcrumbs, url),
        ...siteNodes(seo),
      ],
    },
  }
}

function factsOf({ publishedAt, modifiedAt, sections, credits, topics }: ArticleSeoData, site: Site): Page['article'] {
  return {
    publishedTime: publishedAt,
    modifiedTime: modifiedAt,
    section: sections.at(-1)?.name ?? null,
    authors: credits
      .filter(({ role }) => role === 'WRITER')
      .map(({ name, place }) => (place ? absoluteUrl(pathOf(place, site), site) : name)),
    tags: topics.map(({ name }) => name),
  }
}

/** Of all pages of a story the same. Those that search engines find elsewhere have no part in it. */
function alternatesOf({ story }: ArticleSeoData, site: Site): SeoAlternate[] {
  const pages = story.flatMap(({ locale, slug, canonicalUrl }) => {
    const url = absoluteUrl(articlePath({ locale, slug }, site), site)
    return canonicalUrl === null || canonicalUrl === url ? [{ hreflang: locale, url }] : []
  })
  const [first] = pages
  if (!first || pages.length < 2) return []
  const standard = pages.find(({ hreflang }) => hreflang === site.defaultLocale) ?? first
  return [...pages, { hreflang: 'x-default', url: standard.url }]
}

function breadcrumbsOf({ headline, sections }: ArticleSeoData, { name, site }: SiteSeo, url: string): Breadcrumb[] {
  const above = sections.map((section) => ({ name: section.name, url: absoluteUrl(pathOf(section.place, site), site) }))
  return numbered([{ name, url: site.url }, ...above, { name: headline, url }])
}

/** From the front page down to the page itself. */
export function numbered(steps: readonly Omit<Breadcrumb, 'position'>[]): Breadcrumb[] {
  return steps.map((step, index) => ({ ...step, position: index + 1 }))
}
