import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** A ready operation of the explorer. */
export interface Example {
  /** The operation's name */
  name: string
  /** What it shows, in a few words, for the menu */
  about: string
  /** The file in examples/, without its ending */
  file: string
  query: string
  /** JSON text, as the explorer's editor takes it */
  variables: string
}

/** An operation for the desk, with the token that it needs. */
export interface DeskExample extends Example {
  /** JSON text */
  headers: string
}

interface Entry {
  name: string
  about: string
  file: string
  variables: object
}

const SLUG = 'senior-hamas-officials-travel-to-cairo-to-mend-egypt-ties'

const LIST: readonly Entry[] = [
  {
    name: 'ArticlePage',
    about: 'an article with everything around it',
    file: 'article-page',
    variables: { slug: SLUG },
  },
  {
    name: 'Markdown',
    about: 'an article for readers that are machines',
    file: 'markdown',
    variables: { slug: SLUG },
  },
  {
    name: 'Head',
    about: 'the head of a page: search engines, sharing, structured data',
    file: 'head',
    variables: { slug: SLUG },
  },
  {
    name: 'Share',
    about: 'short addresses and share links',
    file: 'share',
    variables: { slug: SLUG },
  },
  { name: 'FrontPage', about: 'the newest articles, page by page', file: 'front-page', variables: { after: null } },
  {
    name: 'HomeFront',
    about: 'the home page, put together by editors',
    file: 'home-front',
    variables: { slug: 'home', locale: 'en' },
  },
  {
    name: 'TopicPage',
    about: 'a topic and its articles',
    file: 'topic-page',
    variables: { slug: 'egypt', after: null },
  },
  {
    name: 'Section',
    about: 'a topic with everything below it',
    file: 'section',
    variables: { slug: 'world', after: null },
  },
  {
    name: 'AuthorPage',
    about: 'an author and their articles',
    file: 'author-page',
    variables: { slug: 'jack-khoury' },
  },
  { name: 'Search', about: 'full text, ranked, with highlights', file: 'search', variables: { query: 'cairo' } },
  { name: 'Suggest', about: 'while somebody types', file: 'suggest', variables: { query: 'cai' } },
  { name: 'Filtered', about: 'filters that combine', file: 'filtered', variables: {} },
  {
    name: 'ResolvePath',
    about: 'where an address leads',
    file: 'resolve-path',
    variables: { path: `/article/${SLUG}` },
  },
  { name: 'AllPaths', about: 'every page of the site', file: 'all-paths', variables: { after: null } },
  { name: 'Nodes', about: 'things by their global IDs', file: 'nodes', variables: { ids: [] } },
  { name: 'Lists', about: 'authors, places, and images in use', file: 'lists', variables: {} },
]

const DESK: readonly Entry[] = [
  {
    name: 'Drafts',
    about: 'what the newsroom works on',
    file: 'drafts',
    variables: { after: null },
  },
  {
    name: 'CreateArticle',
    about: 'a new draft',
    file: 'create-article',
    variables: {
      input: {
        headline: 'Talks in Cairo Enter a Second Day',
        locale: 'en',
        topics: [{ slug: 'egypt' }],
        body: [{ paragraph: { html: 'The delegation <em>stays</em>.' } }],
      },
    },
  },
  {
    name: 'Redirects',
    about: 'addresses of another system',
    file: 'redirects',
    variables: { where: {} },
  },
  {
    name: 'CreateRedirect',
    about: 'an old address that leads to an article',
    file: 'create-redirect',
    variables: { input: { path: '/2016/03/12/hamas-cairo/', articleSlug: SLUG } },
  },
]

/** Operations for everybody. */
export function readExamples(): Promise<Example[]> {
  return Promise.all(LIST.map((entry) => read(entry, 'examples')))
}

/** Operations for the desk, mutations too. @param token of an editor */
export function readDeskExamples(token: string): Promise<DeskExample[]> {
  const headers = JSON.stringify({ authorization: `Bearer ${token}` }, null, 2)
  return Promise.all(DESK.map(async (entry) => ({ ...(await read(entry, 'desk-examples')), headers })))
}

async function read({ name, about, file, variables }: Entry, folder: string): Promise<Example> {
  return {
    name,
    about,
    file,
    query: await readFile(join(import.meta.dirname, folder, `${file}.graphql`), 'utf8'),
    variables: JSON.stringify(variables, null, 2),
  }
}
