import type { FeedEnding } from '../../site/feeds.ts'
import { atom } from './atom.ts'
import type { Feed } from './feed.ts'
import { jsonFeed } from './json-feed.ts'
import { rss } from './rss.ts'

interface Format {
  /** The media type */
  readonly type: string
  readonly write: (feed: Feed) => string
}

/** By the ending of the address */
export const FORMATS: Readonly<Record<FeedEnding, Format>> = {
  rss: { type: 'application/rss+xml; charset=utf-8', write: rss },
  atom: { type: 'application/atom+xml; charset=utf-8', write: atom },
  json: { type: 'application/feed+json; charset=utf-8', write: jsonFeed },
}

export function isFormat(ending: string): ending is FeedEnding {
  return Object.hasOwn(FORMATS, ending)
}
