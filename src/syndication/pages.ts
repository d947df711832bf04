import type { GraphQLSchema } from 'graphql'
import type { Env } from '../config/env.ts'
import type { Page } from '../http/published/page.ts'
import { changesPage } from './changes.ts'
import { readyDocuments } from './documents.ts'
import { feedPages } from './feeds/feed-pages.ts'
import { oembedPage } from './oembed.ts'
import { sitemapPages } from './sitemaps/sitemap-pages.ts'
import { articleTextPages } from './texts/article-text.ts'
import { llmsPage } from './texts/llms.ts'
import { robotsPage } from './texts/robots.ts'

/** All that is published in other forms than GraphQL's. */
export function publishedPages(
  schema: GraphQLSchema,
  { site, syndication }: Pick<Env, 'site' | 'syndication'>,
): Page[] {
  const documentNamed = readyDocuments(schema)
  return [
    ...feedPages({ documentNamed, site, hub: syndication.hub }),
    ...sitemapPages(documentNamed, site),
    robotsPage(site, syndication),
    ...articleTextPages(documentNamed('article-text'), site),
    llmsPage(documentNamed('llms-text'), site),
    oembedPage(documentNamed('oembed')),
    changesPage(documentNamed('changes')),
  ]
}
