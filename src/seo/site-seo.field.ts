import type { ImageAddresses } from '../media/serving/image-addresses.ts'
import { computedObject, tagged } from '../reading/field.ts'
import type { Field } from '../reading/plan.ts'
import type { Site } from '../site/site.ts'
import { numbered } from './article-seo.field.ts'
import { SITE_TAGS, type SiteSeo, siteSeo, siteSettings } from './data/site-seo.expressions.ts'
import { siteNodes } from './json-ld/site.ts'
import type { Page } from './page.ts'
import { seoOf } from './seo.ts'
import { firstOf } from './texts.ts'

/** `Site.seo`: of the front page. */
export function siteSeoField(site: Site, addresses: ImageAddresses): Field {
  return tagged(
    () => SITE_TAGS,
    computedObject([siteSettings], ([settings]) => seoOf(frontPage(siteSeo(settings, site, addresses)))),
  )
}

function frontPage(seo: SiteSeo): Page {
  const { site, name } = seo
  const description = firstOf(seo.description)
  return {
    site: seo,
    type: 'website',
    canonical: site.url,
    title: name,
    description,
    socialTitle: name,
    socialDescription: description,
    locale: site.defaultLocale,
    isListed: true,
    alternates: [],
    image: seo.socialImage ?? seo.logo,
    article: null,
    breadcrumbs: numbered([{ name, url: site.url }]),
    graph: { '@context': 'https://schema.org', '@graph': siteNodes(seo) },
  }
}
