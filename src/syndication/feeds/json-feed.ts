import { generateJsonFeed } from 'feedsmith'
import type { Feed } from './feed.ts'
import type { Entry } from './feed-article.ts'

/** JSON Feed 1.1 */
export function jsonFeed(feed: Feed): string {
  return JSON.stringify(
    generateJsonFeed(
      {
        title: feed.title,
        home_page_url: feed.pageUrl,
        feed_url: feed.url,
        ...(feed.description !== null && { description: feed.description }),
        language: feed.language,
        ...(feed.hub !== null && { hubs: [{ type: 'WebSub', url: feed.hub }] }),
        items: feed.entries.map((entry) => itemOf(entry, feed.language)),
      },
      { strict: true },
    ),
  )
}

function itemOf(
  { id, url, title, summary, html, published, updated, authors, topics, image }: Entry,
  language: string,
) {
  return {
    id,
    url,
    title,
    content_html: html,
    ...(summary !== null && { summary }),
    ...(image && { image: image.url }),
    date_published: published,
    date_modified: updated,
    authors: authors.map(({ name, url: page }) => ({ name, ...(page !== null && { url: page }) })),
    tags: [...topics],
    language,
  }
}
