import * as z from 'zod'
import type { Asked, Page, PageAnswer, ReadPage, ReadyDocument } from '../../http/published/page.ts'
import { canonicalLocale } from '../../lib/locale.ts'
import { isAnySlug } from '../../lib/text/slug.ts'
import { feedPath, feedUrl } from '../../site/feeds.ts'
import type { Site } from '../../site/site.ts'
import type { Feed } from './feed.ts'
import { entryOf, feedArticle } from './feed-article.ts'
import { FORMATS, isFormat } from './formats.ts'

interface Options {
  readonly documentNamed: (name: string) => ReadyDocument
  readonly site: Site
  /** Null: changes are not reported to a hub */
  readonly hub: string | null
}

const DEFAULT_LIMIT = 20
const MAX_LIMIT = 100

const nodes = z.object({ nodes: z.array(feedArticle) })
const at = z.object({ __typename: z.string() }).nullable()
const siteRead = z.object({ name: z.string(), description: z.string().nullable() })

const articlesRead = z.object({ site: siteRead, articles: nodes })

const pageFields = { slug: z.string(), url: z.string(), name: z.string(), articles: nodes }

const LISTS = {
  topics: {
    document: 'topic-feed',
    path: (slug: string) => `/topic/${encodeURIComponent(slug)}`,
    read: z
      .object({ site: siteRead, topic: z.object({ ...pageFields, description: z.string().nullable() }).nullable(), at })
      .transform(({ topic, ...rest }) => ({ ...rest, page: topic })),
  },
  authors: {
    document: 'author-feed',
    path: (slug: string) => `/author/${encodeURIComponent(slug)}`,
    read: z
      .object({ site: siteRead, author: z.object({ ...pageFields, bio: z.string().nullable() }).nullable(), at })
      .transform(({ author, ...rest }) => ({ ...rest, page: author && { ...author, description: author.bio } })),
  },
} as const

/** The feeds of all articles, and of each topic and author. */
export function feedPages(options: Options): Page[] {
  return [articlesPage(options), listPage('topics', options), listPage('authors', options)]
}

function articlesPage({ documentNamed, site, hub }: Options): Page {
  return feedPage(
    'ArticlesFeed',
    /^\/feeds\/articles\.(?<format>[a-z]+)$/,
    site,
    async ({ locale, first, query }, asked, read) => {
      const data = articlesRead.parse(await read(documentNamed('articles-feed'), { first, locale, language: locale }))
      const { name, description } = data.site
      return feedAnswer(asked, {
        ...{ title: name, description, pageUrl: `${site.url}/`, siteName: name, language: locale, hub },
        ...{
          url: feedUrl(asked.path, query, site),
          entries: data.articles.nodes.map((one) => entryOf(one, site)),
        },
      })
    },
  )
}

function listPage(kind: keyof typeof LISTS, { documentNamed, site, hub }: Options): Page {
  const { document, path, read: reading } = LISTS[kind]
  const pattern = new RegExp(`^/feeds/${kind}/(?<slug>[^/]+)\\.(?<format>[a-z]+)$`)
  return feedPage(
    kind === 'topics' ? 'TopicFeed' : 'AuthorFeed',
    pattern,
    site,
    async ({ locale, first, query }, asked, read) => {
      const { format = '' } = asked.named
      const slug = slugIn(asked.named.slug ?? '')
      if (slug === null) return { status: 404 }
      const data = await read(documentNamed(document), { slug, path: path(slug), first, locale, language: locale })
      const { site: settings, page, at: found } = reading.parse(data)
      if (!page) return { status: found?.__typename === 'Gone' ? 410 : 404 }
      if (page.slug !== slug) return { status: 301, location: feedUrl(feedPath(kind, page.slug, format), query, site) }
      return feedAnswer(asked, {
        ...{ title: `${page.name} – ${settings.name}`, description: page.description, pageUrl: page.url },
        ...{ siteName: settings.name, language: locale, hub, url: feedUrl(asked.path, query, site) },
        entries: page.articles.nodes.map((one) => entryOf(one, site)),
      })
    },
  )
}

/** Of a path, where it may be percent-encoded. */
function slugIn(encoded: string): string | null {
  try {
    const slug = decodeURIComponent(encoded).normalize('NFC')
    return isAnySlug(slug) ? slug : null
  } catch {
    return null
  }
}

interface Range {
  readonly locale: string
  readonly first: number
  /** The parameters that say it: of two requests for the same there is one address */
  readonly query: Readonly<Record<string, string>>
}

type Answer = (range: Range, asked: Asked, read: ReadPage) => Promise<PageAnswer>

function feedPage(name: string, pattern: RegExp, site: Site, answer: Answer): Page {
  return {
    ...{ name, route: '/feeds/*', pattern, parameters: ['locale', 'limit'] },
    async answer(asked, read) {
      if (!isFormat(asked.named.format ?? '')) return { status: 404 }
      const locale = canonicalLocale(asked.query.locale ?? site.defaultLocale)
      if (locale === null) return { status: 400, reason: 'locale must be a BCP 47 language tag, such as en or he' }
      const first = limitOf(asked.query.limit)
      if (first === null) return { status: 400, reason: `limit must be a whole number from 1 to ${MAX_LIMIT}` }
      const query = {
        ...(locale !== site.defaultLocale && { locale }),
        ...(first !== DEFAULT_LIMIT && { limit: String(first) }),
      }
      return answer({ locale, first, query }, asked, read)
    },
  }
}

function limitOf(given: string | undefined): number | null {
  if (given === undefined) return DEFAULT_LIMIT
  const limit = /^\d{1,3}$/.test(given) ? Number(given) : 0
  return limit >= 1 && limit <= MAX_LIMIT ? limit : null
}

function feedAnswer({ named }: Asked, feed: Feed): PageAnswer {
  const format = named.format ?? ''
  if (!isFormat(format)) return { status: 404 }
  const { type, write } = FORMATS[format]
  return { status: 200, type, body: write(feed) }
}
