import { generateAtomFeed } from 'feedsmith'
import { cleanXml, withoutSections } from '../xml/clean-xml.ts'
import { type Feed, updatedAt } from './feed.ts'
import type { Entry } from './feed-article.ts'
import { mediaOf } from './media.ts'

/** Atom (RFC 4287) */
export function atom(feed: Feed): string {
  const links = [
    { href: feed.pageUrl, rel: 'alternate', type: 'text/html' },
    { href: feed.url, rel: 'self', type: 'application/atom+xml' },
    ...(feed.hub === null ? [] : [{ href: feed.hub, rel: 'hub' }]),
  ]
  return cleanXml(
    withoutSections(
      generateAtomFeed(
        {
          id: feed.url,
          title: { value: feed.title, type: 'text' },
          ...(feed.description !== null && { subtitle: { value: feed.description, type: 'text' } }),
          updated: updatedAt(feed),
          // For entries that credit nobody: each must have an author.
          authors: [{ name: feed.siteName }],
          links,
          entries: feed.entries.map(entryOf),
          xml: { lang: feed.language },
        },
        { strict: true },
      ),
    ),
  )
}

function entryOf({ id, url, title, summary, html, published, updated, authors, topics, image }: Entry) {
  return {
    id,
    title: { value: title, type: 'text' },
    ...(summary !== null && { summary: { value: summary, type: 'text' } }),
    content: { value: html, type: 'html' },
    published,
    updated,
    ...(authors.length > 0 && {
      authors: authors.map(({ name, url: page }) => ({ name, ...(page !== null && { uri: page }) })),
    }),
    links: [{ href: url, rel: 'alternate', type: 'text/html' }],
    categories: topics.map((name) => ({ term: name })),
    ...mediaOf(image),
  }
}
