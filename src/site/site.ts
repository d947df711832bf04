import { canonicalLocale } from '../lib/locale.ts'

/** Where the readers are, and how addresses on that site are made and read. */
export interface Site {
  /** SITE_URL, absolute, without a slash at its end; it may carry a path of its own */
  url: string
  name: string
  /** Absolute base of the image files, without a slash at its end */
  mediaUrl: string
  /** BCP 47; articles in this language have no locale in their address */
  defaultLocale: string
}

export type SiteKind = 'ARTICLE' | 'TOPIC' | 'AUTHOR'

export interface SiteAddress {
  kind: SiteKind
  /** For an article always its language, whether or not the address contains it; for topics and authors null */
  locale: string | null
  slug: string
}

const SLUG = /^[a-z0-9]+(?:-[a-z0-9]+)*$/
const KINDS: ReadonlyMap<string, SiteKind> = new Map([
  ['article', 'ARTICLE'],
  ['topic', 'TOPIC'],
  ['author', 'AUTHOR'],
])

export function articlePath(article: { locale: string; slug: string }, site: Site): string {
  const path = `/article/${article.slug}`
  return article.locale === site.defaultLocale ? path : `/${article.locale}${path}`
}

export function topicPath(topic: { slug: string }): string {
  return `/topic/${topic.slug}`
}

export function authorPath(author: { slug: string }): string {
  return `/author/${author.slug}`
}

/** The slash is ours to put: "https://daily.example" and "@elsewhere.example" would make another host. */
export function absoluteUrl(path: string, site: Site): string {
  return path.startsWith('/') ? site.url + path : `${site.url}/${path}`
}

/** @param file as Image.file holds it: a path below the media folder, not encoded */
export function mediaUrl(file: string, site: Site): string {
  return `${site.mediaUrl}/${file.split('/').map(encodeURIComponent).join('/')}`
}

/**
 * Reads an address as people paste it: a path or a whole URL of this site, in any case, encoded or not, with or without a slash at
 * its end, query or fragment. What leads elsewhere or makes no sense is null; nothing throws.
 */
export function parseSitePath(path: string, site: Site): SiteAddress | null {
  const url = URL.parse(path, `${site.url}/`)
  if (!url || !isOwn(url, site)) return null
  const segments = segmentsOf(url.pathname, site)
  const [slug = '', word = '', prefix] = segments.reverse()
  const kind = KINDS.get(word)
  if (!kind || !SLUG.test(slug) || segments.length > 3) return null
  if (prefix === undefined) return { kind, locale: kind === 'ARTICLE' ? site.defaultLocale : null, slug }
  const locale = canonicalLocale(prefix)
  return kind === 'ARTICLE' && locale !== null ? { kind, locale, slug } : null
}

/** http and https alike, since links outlive a site's move to TLS. */
function isOwn(url: URL, site: Site): boolean {
  return /^https?:$/.test(url.protocol) && url.host === URL.parse(site.url)?.host
}

function segmentsOf(pathname: string, site: Site): string[] {
  const base = URL.parse(site.url)?.pathname.replace(/\/$/, '') ?? ''
  const below = base !== '' && pathname.startsWith(`${base}/`) ? pathname.slice(base.length) : pathname
  return (decoded(below) ?? '').toLowerCase().split('/').filter(Boolean)
}

function decoded(pathname: string): string | null {
  try {
    return decodeURIComponent(pathname)
  } catch {
    return null
  }
}
