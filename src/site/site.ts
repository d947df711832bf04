import type { SitePathKind } from '../generated/graphql.ts'
import { canonicalLocale } from '../lib/locale.ts'
import { foldedSlug, isAnySlug, type SlugScript } from '../lib/text/slug.ts'

/** Where the readers are, and how addresses on that site are made and read. */
export interface Site {
  /** SITE_URL, absolute, without a slash at its end; it may carry a path of its own */
  url: string
  name: string
  /** Absolute base of the image files, without a slash at its end */
  mediaUrl: string
  /** Absolute base of short addresses, without a slash at its end */
  shortUrl: string
  /** Absolute base of the pages that the links in mails to readers lead to, without a slash at its end */
  followUrl: string
  /** Absolute base of feeds, sitemaps and texts, without a slash at its end */
  feedsUrl: string
  /** BCP 47; what is in this language has no locale in its address */
  defaultLocale: string
  /** SLUG_SCRIPT: the letters of new slugs */
  slugScript: SlugScript
  /** Keys of the query string that tell old addresses apart, as "p" in "/?p=123" */
  queryKeysInPaths: readonly string[]
  /** Other hosts that redirects may lead to */
  redirectHosts: readonly string[]
}

export interface SiteAddress {
  kind: SitePathKind
  /** For an article always its language, whether or not the address contains it; for topics and authors that of a translation, null for their own address */
  locale: string | null
  slug: string
}

const KINDS: ReadonlyMap<string, SitePathKind> = new Map([
  ['article', 'ARTICLE'],
  ['topic', 'TOPIC'],
  ['author', 'AUTHOR'],
])

export function articlePath({ locale, slug }: { locale: string; slug: string }, site: Site): string {
  return placed('article', { locale: locale === site.defaultLocale ? null : locale, slug })
}

export function topicPath(topic: { slug: string }): string {
  return placed('topic', { locale: null, slug: topic.slug })
}

export function authorPath(author: { slug: string }): string {
  return placed('author', { locale: null, slug: author.slug })
}

/** Encoded, as links and sitemaps have it. */
function placed(word: string, { locale, slug }: { locale: string | null; slug: string }): string {
  const path = `/${word}/${encodeURIComponent(slug)}`
  return locale === null ? path : `/${locale}${path}`
}

/** The slash is ours to put: "https://daily.example" and "@elsewhere.example" would make another host. */
export function absoluteUrl(path: string, site: Site): string {
  return path.startsWith('/') ? site.url + path : `${site.url}/${path}`
}

/** Where a link in the text of a page leads: it may be stored as a path of the site. @param page the address of that page */
export function absoluteHref(href: string, page: string, site: Site): string {
  if (/^[a-z][a-z0-9+.-]*:/i.test(href)) return href
  return /^(?:[#?]|$)/.test(href) ? page + href : absoluteUrl(href, site)
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
  const url = ownUrl(path, site)
  if (!url) return null
  const segments = segmentsOf(url, site)
  const [slug = '', word = '', prefix] = segments.reverse()
  const kind = KINDS.get(word)
  if (!kind || !isAnySlug(slug) || segments.length > 3) return null
  const locale = prefix === undefined ? site.defaultLocale : canonicalLocale(prefix)
  if (locale === null) return null
  return { kind, locale: kind !== 'ARTICLE' && locale === site.defaultLocale ? null : locale, slug }
}

/** The one path of what is at an address. */
export function pathOf({ kind, locale, slug }: SiteAddress, site: Site): string {
  if (kind === 'ARTICLE') return articlePath({ locale: locale ?? site.defaultLocale, slug }, site)
  return placed(kind === 'TOPIC' ? 'topic' : 'author', { locale, slug })
}

/** Whether an address is spelled as the site itself spells it. Query string and fragment are the site's own business. */
export function isCanonical(text: string, address: SiteAddress, site: Site): boolean {
  const url = ownUrl(text, site)
  const canonical = URL.parse(absoluteUrl(pathOf(address, site), site))
  if (!url || !canonical) return false
  return withUpperCaseHex(pathBelow(url, site)) === pathBelow(canonical, site)
}

/** RFC 3986 has both cases as the same. */
const withUpperCaseHex = (path: string): string => path.replace(/%[0-9a-f]{2}/gi, (octet) => octet.toUpperCase())

/** A path or a whole address of this site; null for what leads elsewhere. http and https alike, since links outlive a site's move to TLS. */
export function ownUrl(text: string, site: Site): URL | null {
  const url = URL.parse(text, `${site.url}/`)
  return url && /^https?:$/.test(url.protocol) && url.host === URL.parse(site.url)?.host ? url : null
}

/** The path of an own address below the site's, still encoded. */
export function pathBelow({ pathname }: URL, site: Site): string {
  const base = URL.parse(site.url)?.pathname.replace(/\/$/, '') ?? ''
  return base !== '' && pathname.startsWith(`${base}/`) ? pathname.slice(base.length) : pathname
}

function segmentsOf(url: URL, site: Site): string[] {
  return foldedSlug(decoded(pathBelow(url, site)) ?? '')
    .split('/')
    .filter(Boolean)
}

function decoded(pathname: string): string | null {
  try {
    return decodeURIComponent(pathname)
  } catch {
    return null
  }
}
