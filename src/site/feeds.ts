import type { Feed, FeedFormat } from '../generated/graphql.ts'
import type { Site } from './site.ts'

export type FeedList = 'articles' | 'topics' | 'authors'

/** The endings of the addresses of feeds. */
export const ENDINGS = { RSS: 'rss', ATOM: 'atom', JSON: 'json' } as const satisfies Record<FeedFormat, string>

export type FeedEnding = (typeof ENDINGS)[FeedFormat]

/** @param slug of a topic or author */
export function feedPath(list: FeedList, slug: string | null, ending: string): string {
  return `/feeds/${list}${slug === null ? '' : `/${encodeURIComponent(slug)}`}.${ending}`
}

/** The parameters of an address in one order. */
export function feedUrl(path: string, query: Readonly<Record<string, string>>, site: Site): string {
  const named = new URLSearchParams(Object.entries(query).toSorted())
  return `${site.feedsUrl}${path}${named.size > 0 ? `?${named}` : ''}`
}

const FORMATS: readonly FeedFormat[] = ['RSS', 'ATOM', 'JSON']

/** In every format. */
export function feedsOf(list: FeedList, slug: string | null, title: string, site: Site): Feed[] {
  return FORMATS.map((format) => ({ format, title, url: feedUrl(feedPath(list, slug, ENDINGS[format]), {}, site) }))
}
