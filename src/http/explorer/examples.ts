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

const SLUG = 'senior-hamas-officials-travel-to-cairo-to-mend-egypt-ties'

const LIST = [
  {
    name: 'ArticlePage',
    about: 'an article with everything around it',
    file: 'article-page',
    variables: { slug: SLUG },
  },
  { name: 'FrontPage', about: 'the newest articles, page by page', file: 'front-page', variables: { after: null } },
  {
    name: 'TopicPage',
    about: 'a topic and its articles',
    file: 'topic-page',
    variables: { slug: 'egypt', after: null },
  },
  {
    name: 'AuthorPage',
    about: 'an author and their articles',
    file: 'author-page',
    variables: { slug: 'jack-khoury' },
  },
  { name: 'Search', about: 'full text, ranked, with highlights', file: 'search', variables: { query: 'cairo' } },
  { name: 'Filtered', about: 'filters that combine', file: 'filtered', variables: {} },
  {
    name: 'ResolvePath',
    about: 'where an address leads',
    file: 'resolve-path',
    variables: { path: `/article/${SLUG}` },
  },
  { name: 'Nodes', about: 'things by their global IDs', file: 'nodes', variables: { ids: [] } },
  { name: 'Lists', about: 'authors, places, and pictures in use', file: 'lists', variables: {} },
]

export function readExamples(): Promise<Example[]> {
  return Promise.all(
    LIST.map(async ({ name, about, file, variables }) => ({
      name,
      about,
      file,
      query: await readFile(join(import.meta.dirname, 'examples', `${file}.graphql`), 'utf8'),
      variables: JSON.stringify(variables, null, 2),
    })),
  )
}
