import type { Database } from '../../src/database/database.ts'
import { eventFeed } from '../../src/outbox/event-feed.ts'
import { SITE_URL, testApi } from '../helpers/api.ts'
import { atEnd } from '../helpers/at-end.ts'
import { SITE } from '../helpers/site.ts'

/** A server with a cache of answers, which hears what changes. */
export async function publishedServer(database: Database, variables: Record<string, string> = {}) {
  const sent: unknown[] = []
  const watched: Database = {
    ...database,
    query: (statement, route) => {
      if (route?.use === 'readers') sent.push(statement)
      return database.query(statement, route)
    },
  }
  const events = eventFeed(database, SITE)
  const api = await testApi(watched, { variables, events })
  await events.start({ info: () => undefined, warn: () => undefined, error: () => undefined })
  atEnd(() => events.close())
  const get = async (url: string, headers: Record<string, string> = {}) => {
    // What was committed before was received.
    await events.read()
    return api.app.inject({ url, headers })
  }
  return { api: { ...api, sent }, get }
}

const LOCALES = ['en', 'he', 'ar', 'fr', 'de']

/** Every path at which something is published in another form than GraphQL's. */
export async function publishedPaths({ prisma }: Database): Promise<string[]> {
  const [topics, authors] = [await prisma.topic.findMany(), await prisma.author.findMany()]
  const lists = [
    '/feeds/articles',
    ...topics.map(({ slug }) => `/feeds/topics/${slug}`),
    ...authors.map(({ slug }) => `/feeds/authors/${slug}`),
  ]
  const feeds = lists.flatMap((list, index) =>
    localesOf(list, index).flatMap((locale) =>
      endingsOf(list, index).map((ending) => `${list}.${ending}?locale=${locale}&limit=100`),
    ),
  )
  const articles = await prisma.article.findMany({ include: { aliases: true } })
  const paths = articles
    .filter(({ liveRevisionId }) => liveRevisionId === null)
    .flatMap(({ slug, locale, aliases }) => [{ slug, locale }, ...aliases])
    .flatMap(({ slug, locale }) => [`/article/${slug}`, `/${locale}/article/${slug}`])
  const months = articles.map(({ firstPublishedAt, createdAt }) =>
    (firstPublishedAt ?? createdAt).toISOString().slice(0, 7),
  )
  return [
    ...feeds,
    ...[
      '/sitemap.xml',
      '/sitemaps/news.xml',
      '/sitemaps/topics.xml',
      '/sitemaps/authors.xml',
      '/robots.txt',
      '/llms.txt',
    ],
    ...[...new Set(months)].map((month) => `/sitemaps/articles-${month}.xml`),
    ...paths.map((path) => `${path}.md`),
    ...paths.map((path, index) => `/oembed?url=${SITE_URL}${path}&format=${index % 2 ? 'json' : 'xml'}`),
  ]
}

/** Of most lists one is asked for, another of each. */
function localesOf(list: string, turn: number): string[] {
  return MUCH_ASKED.test(list) ? LOCALES : [LOCALES[turn % LOCALES.length] ?? 'en']
}

const MUCH_ASKED = /articles|egypt|khoury/

/** All formats are made of the same data: of most lists one is asked for. */
function endingsOf(list: string, turn: number): string[] {
  const endings = ['rss', 'atom', 'json']
  return MUCH_ASKED.test(list) ? endings : endings.slice(turn % 3, (turn % 3) + 1)
}
