import * as z from 'zod'
import type { Page, ReadyDocument } from '../../http/published/page.ts'
import { absoluteUrl, parseSitePath, type Site } from '../../site/site.ts'
import { MARKDOWN } from './media-types.ts'

const found = z.object({
  article: z.object({ markdown: z.string() }).nullable(),
  at: z.object({ __typename: z.string(), location: z.string().optional() }).nullable(),
})

/** The text of an article at the path of its page, with ".md" after it. */
export function articleTextPages(document: ReadyDocument, site: Site): Page[] {
  const page = (route: string, pattern: RegExp): Page => ({
    ...{ name: 'ArticleText', route, pattern, parameters: [] },
    async answer({ named }, read) {
      const path = named.path ?? ''
      const address = parseSitePath(`${site.url}${path}`, site)
      if (address?.kind !== 'ARTICLE') return { status: 404 }
      const { slug, locale } = address
      const { article, at } = found.parse(await read(document, { slug, locale, path }))
      // A path that is spelled in another way than the site spells it is a redirect.
      if (at?.__typename === 'Redirect') return { status: 301, location: textAddress(at.location ?? '', site) }
      if (article) return { status: 200, type: MARKDOWN, body: article.markdown }
      return { status: at?.__typename === 'Gone' ? 410 : 404 }
    },
  })
  return [
    page('/article/:file', /^(?<path>\/article\/[^/]+)\.md$/),
    page('/:locale/article/:file', /^(?<path>\/[^/]+\/article\/[^/]+)\.md$/),
  ]
}

/** Where the text of a page is. A redirect may also lead to something that is no article. */
export function textAddress(location: string, site: Site): string {
  const isArticle = parseSitePath(location, site)?.kind === 'ARTICLE'
  return isArticle && location.startsWith('/')
    ? `${site.feedsUrl}${location}.md`
    : (URL.parse(location)?.href ?? absoluteUrl(location, site))
}
