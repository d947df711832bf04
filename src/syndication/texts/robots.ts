import type { Syndication } from '../../config/env-syndication.ts'
import type { Page } from '../../http/published/page.ts'
import type { Site } from '../../site/site.ts'
import { AI_SEARCH, AI_TRAINING } from './crawlers.ts'
import { TEXT } from './media-types.ts'

/** What crawlers may read (RFC 9309), and where the sitemaps are. */
export function robotsPage(site: Site, { aiSearch, aiTraining }: Pick<Syndication, 'aiSearch' | 'aiTraining'>): Page {
  const refused = [...(aiSearch ? [] : AI_SEARCH), ...(aiTraining ? [] : AI_TRAINING)]
  const lines = [
    ...['User-agent: *', 'Disallow:', ''],
    ...(refused.length > 0 ? [...refused.map((name) => `User-agent: ${name}`), 'Disallow: /', ''] : []),
    `Sitemap: ${site.feedsUrl}/sitemap.xml`,
    `Sitemap: ${site.feedsUrl}/sitemaps/news.xml`,
  ]
  const body = `${lines.join('\n')}\n`
  return {
    ...{ name: 'Robots', route: '/robots.txt', pattern: /^\/robots\.txt$/, parameters: [] },
    answer: async () => ({ status: 200, type: TEXT, body }),
  }
}
