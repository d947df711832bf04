import { Readable } from 'node:stream'
import { ErrorLevel, SitemapIndexStream, streamToPromise } from 'sitemap'
import * as z from 'zod'
import type { Asked, Page, ReadPage, ReadyDocument } from '../../http/published/page.ts'
import type { Site } from '../../site/site.ts'
import { cleanXml } from '../xml/clean-xml.ts'
import { indexing, isIndexed, pageInfo, readList } from './indexed.ts'
import { urlset, XML } from './urlset.ts'

type DocumentNamed = (name: string) => ReadyDocument

/** For search engines: all pages, in files of at most 1,000, and the news of two days. */
export function sitemapPages(documentNamed: DocumentNamed, { defaultLocale }: Site): Page[] {
  return [
    indexPage(documentNamed('sitemap-index')),
    articlesPage(documentNamed('sitemap-articles')),
    listPage('topics', documentNamed('sitemap-topics'), defaultLocale),
    listPage('authors', documentNamed('sitemap-authors'), defaultLocale),
    newsPage(documentNamed('sitemap-news')),
  ]
}

const SITEMAPS = { route: '/sitemaps/*', readings: 10 }

const indexRead = z.object({ site: z.object({ sitemaps: z.array(z.object({ url: z.string() })) }) })

function indexPage(document: ReadyDocument): Page {
  return {
    ...{ name: 'SitemapIndex', route: '/sitemap.xml', pattern: /^\/sitemap\.xml$/, parameters: [] },
    async answer(_asked, read) {
      const { site } = indexRead.parse(await read(document, {}))
      const stream = new SitemapIndexStream({ level: ErrorLevel.THROW })
      const written = await streamToPromise(Readable.from(site.sitemaps).pipe(stream))
      return { status: 200, type: XML, body: cleanXml(written.toString()) }
    },
  }
}

const article = z.object({
  ...indexing,
  locale: z.string(),
  contentModifiedAt: z.string(),
  captions: z.array(z.object({ url: z.string() })),
  translations: z.array(z.object({ locale: z.string(), article: z.object(indexing) })),
})

const articlesRead = z.object({ articles: z.object({ nodes: z.array(article), pageInfo }) })

function articlesPage(document: ReadyDocument): Page {
  return {
    ...{ name: 'SitemapArticles', ...SITEMAPS, parameters: ['after'] },
    pattern: /^\/sitemaps\/articles-(?<year>\d{4})-(?<month>0[1-9]|1[0-2])\.xml$/,
    async answer({ named, query }, read) {
      const [from, to] = monthOf(Number(named.year), Number(named.month))
      const found = await readList(
        async (after) => articlesRead.parse(await read(document, { from, to, after })).articles,
        query.after ?? null,
      )
      return found.length === 0 ? { status: 404 } : urlset(found.filter(isIndexed).map(itemOf))
    },
  }
}

/** From its first moment to that of the next month, by UTC. */
function monthOf(year: number, month: number): [string, string] {
  const next = month === 12 ? [year + 1, 1] : [year, month + 1]
  const [from, to] = [[year, month], next].map(
    ([y, m]) => `${String(y).padStart(4, '0')}-${String(m).padStart(2, '0')}-01T00:00:00.000Z`,
  )
  return [from ?? '', to ?? '']
}

function itemOf({ url, locale, contentModifiedAt, captions, translations }: z.output<typeof article>) {
  const others = translations.filter((each) => isIndexed(each.article))
  const own = { lang: locale, url }
  const links = [own, ...others.map((each) => ({ lang: each.locale, url: each.article.url }))]
  return {
    url,
    lastmod: contentModifiedAt,
    img: [...new Set(captions.map((each) => each.url))].map((image) => ({ url: image })),
    links: others.length > 0 ? links : [],
  }
}

const inLanguage = z.object({ locale: z.string(), url: z.string() })
const listed = z.object({ url: z.string(), translations: z.array(inLanguage) })
const listRead = z.object({ list: z.object({ nodes: z.array(listed), pageInfo }) })

function listPage(kind: 'topics' | 'authors', document: ReadyDocument, locale: string): Page {
  return {
    ...{ name: kind === 'topics' ? 'SitemapTopics' : 'SitemapAuthors', ...SITEMAPS, parameters: ['after'] },
    pattern: new RegExp(`^/sitemaps/${kind}\\.xml$`),
    async answer({ query }, read) {
      const after = query.after ?? null
      const found = await readList(async (next) => listRead.parse(await read(document, { after: next })).list, after)
      return urlset(found.flatMap((each) => inAllLanguages(each, locale)))
    },
  }
}

/** The page of each language names all others. */
function inAllLanguages({ url, translations }: z.output<typeof listed>, locale: string) {
  const links = [{ locale, url }, ...translations].map((each) => ({ lang: each.locale, url: each.url }))
  return links.map((each) => ({ url: each.url, links: translations.length > 0 ? links : [] }))
}

const newsArticle = z.object({
  ...indexing,
  headline: z.string(),
  locale: z.string(),
  publishedAt: z.string(),
  firstPublishedAt: z.string(),
})

const newsRead = z.object({
  site: z.object({ name: z.string() }),
  articles: z.object({ nodes: z.array(newsArticle), pageInfo }),
})

/** Google's rule for news sitemaps. */
const NEWS_MS = 48 * 60 * 60 * 1000

/** An article that is older than it is here, e.g. of an archive, is no news. */
function newsPage(document: ReadyDocument): Page {
  return {
    ...{ name: 'SitemapNews', ...SITEMAPS, pattern: /^\/sitemaps\/news\.xml$/, parameters: [] },
    async answer(_asked: Asked, read: ReadPage) {
      const now = Date.now()
      const since = new Date(now - NEWS_MS).toISOString()
      let name = ''
      const found = await readList(async (after) => {
        const { site, articles } = newsRead.parse(await read(document, { since, after }))
        name = site.name
        return articles
      }, null)
      const news = found.filter(isIndexed)
      const first = Math.min(...news.map(({ publishedAt, firstPublishedAt }) => earlier(publishedAt, firstPublishedAt)))
      const items = news.map(({ url, headline, locale, firstPublishedAt }) => ({
        url,
        news: {
          publication: { name, language: languageOf(locale) },
          title: headline,
          publication_date: firstPublishedAt,
        },
      }))
      return urlset(items, performance.now() + (first + NEWS_MS - now))
    },
  }
}

function earlier(one: string, other: string): number {
  return Math.min(Date.parse(one), Date.parse(other))
}

/** As news sitemaps have it: ISO 639, and with the script or the region only Chinese. */
function languageOf(locale: string): string {
  if (/^zh-(?:Hant|TW|HK|MO)/.test(locale)) return 'zh-tw'
  return locale.startsWith('zh') ? 'zh-cn' : (locale.split('-', 1)[0] ?? locale)
}
