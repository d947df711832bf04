import { generateRssFeed } from 'feedsmith'
import { cleanXml, withoutSections } from '../xml/clean-xml.ts'
import { type Feed, updatedAt } from './feed.ts'
import type { Entry } from './feed-article.ts'
import { mediaOf } from './media.ts'

/** RSS 2.0 */
export function rss(feed: Feed): string {
  const links = [
    { href: feed.url, rel: 'self', type: 'application/rss+xml' },
    ...(feed.hub === null ? [] : [{ href: feed.hub, rel: 'hub' }]),
  ]
  return cleanXml(
    withoutSections(
      generateRssFeed(
        {
          title: feed.title,
          link: feed.pageUrl,
          description: feed.description ?? feed.title,
          language: feed.language,
          lastBuildDate: updatedAt(feed),
          atom: { links },
          items: feed.entries.map(itemOf),
        },
        { strict: true },
      ),
    ),
  )
}

function itemOf({ id, url, title, summary, opening, html, published, authors, topics, image }: Entry) {
  return {
    title,
    link: url,
    // One with `content:encoded` alone is shown by some programs without any text.
    description: summary ?? (opening || title),
    guid: { value: id, isPermaLink: false },
    pubDate: published,
    ...(authors.length > 0 && { dc: { creators: authors.map(({ name }) => name) } }),
    categories: topics.map((name) => ({ name })),
    content: { encoded: html },
    ...mediaOf(image),
  }
}
