import type { PersonLeaf, Thing } from 'schema-dts'
import { absoluteUrl, pathOf, type Site } from '../../site/site.ts'
import type { SeoCredit, SeoTopic } from '../data/article-seo.expressions.ts'
import { isPage } from './same-as.ts'

/** What a topic stands for. */
export function thing({ kind, name, place, sameAs }: Omit<SeoTopic, 'rel'>, site: Site): Thing {
  const own = { name, url: absoluteUrl(pathOf(place, site), site), ...(sameAs.length > 0 && { sameAs: [...sameAs] }) }
  switch (kind) {
    case 'PERSON':
      return { '@type': 'Person', ...own }
    case 'PLACE':
      return { '@type': 'Place', ...own }
    case 'ORGANISATION':
      return { '@type': 'Organization', ...own }
    case 'EVENT':
      return { '@type': 'Event', ...own }
    default:
      return { '@type': 'Thing', ...own }
  }
}

/** By the name as printed, with the page that the newsroom has for it. */
export function person({ name, place, jobTitle, sameAs }: Omit<SeoCredit, 'role'>, site: Site): PersonLeaf {
  const pages = sameAs.filter(isPage)
  return {
    '@type': 'Person',
    name,
    ...(place && { url: absoluteUrl(pathOf(place, site), site) }),
    ...(jobTitle !== null && { jobTitle }),
    ...(pages.length > 0 && { sameAs: pages }),
  }
}
