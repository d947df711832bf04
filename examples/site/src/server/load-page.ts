import { CombinedGraphQLErrors } from '@apollo/client/errors'
import { newClient } from '../apollo.ts'
import {
  FrontPageDocument,
  type HeadFragment,
  PageDocument,
  PreviewDocument,
  SearchDocument,
  ShellOnlyDocument,
  type SiteFeedsFragment,
} from '../generated/graphql.ts'
import { type Page, pageVariables } from '../page.ts'
import { canSearch } from '../pages/search-page.tsx'
import { homeOf, wordsOf } from '../words.ts'

type Client = ReturnType<typeof newClient>
type Head = HeadFragment['tags']
type Feeds = readonly SiteFeedsFragment['feeds'][number][]

/** A page with all that it shows in the client's cache. */
export interface Loaded {
  client: Client
  page: Page
  status: number
  locale: string
  head: Head
  feeds: Feeds
}

export interface Elsewhere {
  status: 301 | 302
  location: string
}

const TIMEOUT_MS = 10_000

export interface Source {
  copydeskUrl: string
  /** The language of addresses that do not name one: Copydesk's DEFAULT_LOCALE. */
  defaultLocale: string
}

/** Reads what is at an address, in one request to Copydesk. @throws if Copydesk is away or refuses */
export async function loadPage(url: URL, { copydeskUrl, defaultLocale }: Source): Promise<Loaded | Elsewhere> {
  const client = newClient(copydeskUrl, (input, init) =>
    fetch(input, { ...init, signal: AbortSignal.timeout(TIMEOUT_MS) }),
  )
  const locale = localeOf(url.pathname) ?? defaultLocale
  try {
    return await loadWith(client, url, locale)
  } catch (error) {
    // A cursor, token or address in a form that Copydesk does not know is an address that does not exist.
    if (isBadInput(error)) return loadMissing(client, defaultLocale)
    throw error
  }
}

/** The language that an address names: /he/topic/… */
function localeOf(path: string): string | undefined {
  return /^\/([a-z]{2,3}(?:-[A-Za-z0-9]+)*)\//.exec(path)?.[1]
}

function loadWith(client: Client, url: URL, locale: string): Promise<Loaded | Elsewhere> {
  const token = url.searchParams.get('preview')
  const slug = /\/article\/([^/]+)$/.exec(url.pathname)?.[1]
  if (token && slug) return loadPreview(client, { slug, locale, token })
  if (url.pathname === '/search') return loadSearch(client, url.searchParams, locale)
  if (url.pathname === '/') return loadFront(client, locale)
  return loadPath(client, url, locale)
}

async function loadFront(client: Client, locale: string): Promise<Loaded> {
  const { site } = await read(client.query({ query: FrontPageDocument, variables: { locale, language: locale } }))
  return { client, page: { kind: 'front', locale }, status: 200, locale, head: site.seo.tags, feeds: site.feeds }
}

/** The front page of another language has the language as its address. */
function loadFrontAt(client: Client, path: string, locale: string, defaultLocale: string) {
  const address = homeOf(locale, defaultLocale)
  return path === address ? loadFront(client, locale) : ({ status: 301, location: address } as const)
}

/** The catch-all: one document says what is at the path, and has it. */
async function loadPath(client: Client, url: URL, locale: string): Promise<Loaded | Elsewhere> {
  const [path, after] = [url.pathname, url.searchParams.get('after')]
  const { site, resolvePath: found } = await read(
    client.query({ query: PageDocument, variables: pageVariables({ path, locale, after }) }),
  )
  const loaded = {
    client,
    page: { kind: 'path', path, locale, after },
    status: 200,
    locale,
    feeds: site.feeds,
  } as const
  switch (found?.__typename) {
    case 'Redirect':
      return { status: found.permanent ? 301 : 302, location: withQuery(found.location, url.search) }
    case 'Article':
      return { ...loaded, locale: found.locale, head: found.seo.tags }
    case 'Topic':
    case 'Author':
      return { ...loaded, head: found.seo.tags, feeds: [...found.feeds, ...site.feeds] }
    case 'Gone':
      return { ...loaded, status: 410, head: unlisted(wordsOf(locale).gone) }
    default: {
      const language = path.replaceAll('/', '')
      if (site.locales.includes(language)) return loadFrontAt(client, path, language, site.defaultLocale)
      return { ...loaded, status: 404, head: unlisted(wordsOf(locale).missing) }
    }
  }
}

async function loadPreview(client: Client, link: { slug: string; locale: string; token: string }): Promise<Loaded> {
  const { article } = await read(client.query({ query: PreviewDocument, variables: link }))
  const loaded = { client, page: { kind: 'preview', ...link }, feeds: [] } as const
  if (article) return { ...loaded, status: 200, locale: article.locale, head: article.seo.tags }
  return { ...loaded, status: 404, locale: link.locale, head: unlisted(wordsOf(link.locale).missing) }
}

async function loadSearch(client: Client, parameters: URLSearchParams, defaultLocale: string): Promise<Loaded> {
  const query = parameters.get('q')?.trim() ?? ''
  const after = parameters.get('after')
  const locale = parameters.get('locale') ?? defaultLocale
  const { site } = canSearch(query)
    ? await read(client.query({ query: SearchDocument, variables: { query, locale, after } }))
    : await read(client.query({ query: ShellOnlyDocument, variables: { locale } }))
  const head = unlisted(`${wordsOf(locale).search}: ${query} · ${site.name}`)
  return { client, page: { kind: 'search', query, locale, after }, status: 200, locale, head, feeds: site.feeds }
}

async function loadMissing(client: Client, locale: string): Promise<Loaded> {
  await read(client.query({ query: ShellOnlyDocument, variables: { locale } }))
  return {
    client,
    page: { kind: 'missing', locale },
    status: 404,
    locale,
    head: unlisted(wordsOf(locale).missing),
    feeds: [],
  }
}

/** The head of a page that search engines should not list. */
function unlisted(title: string): Head {
  const robots = [
    { name: 'name', value: 'robots' },
    { name: 'content', value: 'noindex' },
  ]
  return [
    { element: 'title', attributes: [], content: title },
    { element: 'meta', attributes: robots, content: null },
  ]
}

/** The parameters of the old address go with the reader, unless the new one has its own. */
function withQuery(location: string, query: string): string {
  return location.includes('?') ? location : `${location}${query}`
}

async function read<Data>(result: Promise<{ data?: Data }>): Promise<Data> {
  const { data } = await result
  if (data === undefined) throw new Error('Copydesk answered without data')
  return data
}

function isBadInput(error: unknown): boolean {
  return (
    CombinedGraphQLErrors.is(error) && error.errors.every(({ extensions }) => extensions?.code === 'BAD_USER_INPUT')
  )
}
