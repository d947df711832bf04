import type { BreadcrumbList, ImageObject, NewsMediaOrganization, Thing, WebSite } from 'schema-dts'
import { digitalSourceNamed, digitalSourceUri } from '../../contract/digital-sources.ts'
import type { Breadcrumb } from '../../generated/graphql.ts'
import { type SharedFile, sharedFile } from '../data/images.ts'
import type { SiteSeo } from '../data/site-seo.expressions.ts'

export interface Reference {
  readonly '@id': string
}

/** By which other parts of the graph name it. */
export const organizationOf = ({ site }: SiteSeo): Reference => ({ '@id': `${site.url}/#organization` })
export const websiteOf = ({ site }: SiteSeo): Reference => ({ '@id': `${site.url}/#website` })

export function imageObject({ url, width, height, provenance }: SharedFile): ImageObject {
  const { credit, copyrightNotice, webStatement, digitalSource } = provenance
  const source = digitalSource === null ? null : digitalSourceNamed(digitalSource)
  return {
    '@type': 'ImageObject',
    url,
    width: `${width}`,
    height: `${height}`,
    ...(credit !== null && { creditText: credit }),
    ...(copyrightNotice !== null && { copyrightNotice }),
    ...(webStatement !== null && { license: webStatement }),
    ...(source && { digitalSourceType: { '@id': digitalSourceUri(source) } }),
  }
}

function organization(seo: SiteSeo): Exclude<NewsMediaOrganization, string> {
  const { publisher, xHandle, policies, description } = seo
  return {
    '@type': 'NewsMediaOrganization',
    ...organizationOf(seo),
    name: publisher.name,
    url: publisher.url,
    ...(description !== null && { description }),
    ...(publisher.logo && { logo: imageObject(sharedFile(publisher.logo, null)) }),
    ...(xHandle !== null && { sameAs: [`https://x.com/${xHandle.slice(1)}`] }),
    ...policies,
  }
}

function website(seo: SiteSeo): WebSite {
  const { site, name, description } = seo
  return {
    '@type': 'WebSite',
    ...websiteOf(seo),
    url: site.url,
    name,
    ...(description !== null && { description }),
    inLanguage: site.defaultLocale,
    publisher: organizationOf(seo),
  }
}

/** The last one is the page itself. */
export function breadcrumbList(breadcrumbs: readonly Breadcrumb[], page: string): BreadcrumbList {
  return {
    '@type': 'BreadcrumbList',
    '@id': `${page}#breadcrumbs`,
    itemListElement: breadcrumbs.map(({ name, url, position }) => ({ '@type': 'ListItem', position, name, item: url })),
  }
}

/** What every page says. */
export function siteNodes(seo: SiteSeo): Thing[] {
  return [website(seo), organization(seo)]
}
