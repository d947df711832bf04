import type { HeadElement, OpenGraph, Seo, SeoAlternate, TwitterCard } from '../generated/graphql.ts'

type Head = Pick<Seo, 'title' | 'canonical' | 'robots' | 'jsonLdScript'> & {
  readonly description: string | null
  readonly alternates: readonly SeoAlternate[]
  readonly openGraph: OpenGraph
  readonly twitter: TwitterCard
}

/** The elements of the page's head: one for each value that there is. */
export function headOf({
  title,
  description,
  canonical,
  robots,
  alternates,
  openGraph,
  twitter,
  jsonLdScript,
}: Head): HeadElement[] {
  return [
    { element: 'title', attributes: [], content: title },
    ...named('description', description),
    element('link', { rel: 'canonical', href: canonical }),
    ...named('robots', robots),
    ...alternates.map(({ hreflang, url }) => element('link', { rel: 'alternate', hreflang, href: url })),
    ...openGraphElements(openGraph),
    ...named('twitter:card', twitter.card),
    ...named('twitter:site', twitter.site),
    ...named('twitter:title', twitter.title),
    ...named('twitter:description', twitter.description),
    ...named('twitter:image', twitter.image),
    ...named('twitter:image:alt', twitter.imageAlt),
    { ...element('script', { type: 'application/ld+json' }), content: jsonLdScript },
  ]
}

type Value = string | number | null | undefined

function element(name: string, attributes: Readonly<Record<string, string>>): HeadElement {
  return {
    element: name,
    attributes: Object.entries(attributes).map(([attribute, value]) => ({ name: attribute, value })),
    content: null,
  }
}

const named = (name: string, content: Value): HeadElement[] =>
  content === null || content === undefined ? [] : [element('meta', { name, content: String(content) })]

const property = (name: string, content: Value): HeadElement[] =>
  content === null || content === undefined ? [] : [element('meta', { property: name, content: String(content) })]

function openGraphElements(og: OpenGraph): HeadElement[] {
  return [
    ...property('og:type', og.type),
    ...property('og:title', og.title),
    ...property('og:description', og.description),
    ...property('og:url', og.url),
    ...property('og:site_name', og.siteName),
    ...property('og:locale', og.locale),
    ...property('og:image', og.image?.url),
    ...property('og:image:type', og.image?.type),
    ...property('og:image:width', og.image?.width),
    ...property('og:image:height', og.image?.height),
    ...property('og:image:alt', og.image?.alt),
    ...property('article:published_time', og.publishedTime),
    ...property('article:modified_time', og.modifiedTime),
    ...og.authors.flatMap((author) => property('article:author', author)),
    ...property('article:section', og.section),
    ...og.tags.flatMap((tag) => property('article:tag', tag)),
  ]
}
