import type { ArticleAction } from '../../src/generated/graphql.ts'

export interface Call {
  mutation: string
  input: Readonly<Record<string, unknown>>
  /** The colour of the image that goes with it as a file */
  image?: string
}

/** What there is to work on. */
export interface Newsroom {
  articles: {
    id: string
    version: number
    allowedActions: ArticleAction[]
    revisions: { totalCount: number }
    captions: { id: string }[]
  }[]
  topics: { id: string; version: number; name: string }[]
  authors: { id: string; version: number; name: string }[]
  images: { id: string; version: number }[]
}

const ARTICLE = 'nodes { id version allowedActions revisions { totalCount } captions { id } }'
const NAMED = 'nodes { id version name }'

const ROOM = `{ kept: articles(stage: DRAFT, first: 60) { ${ARTICLE} }
  trashed: articles(stage: DRAFT, first: 30, where: { status: { equals: TRASHED } }) { ${ARTICLE} }
  topics(first: 60) { ${NAMED} } authors(first: 60) { ${NAMED} } images(first: 60) { nodes { id version } } }`

type Nodes<Name extends keyof Newsroom> = { nodes: Newsroom[Name] }

interface RoomAnswer {
  kept: Nodes<'articles'>
  trashed: Nodes<'articles'>
  topics: Nodes<'topics'>
  authors: Nodes<'authors'>
  images: Nodes<'images'>
}

/** In the order in which things were made, so that the same choices meet the same things. @param query of an admin */
export async function newsroom(query: (document: string) => Promise<RoomAnswer>): Promise<Newsroom> {
  const { kept, trashed, topics, authors, images } = await query(ROOM)
  const articles = [...kept.nodes, ...trashed.nodes]
  return {
    articles: byId(articles),
    topics: byId(topics.nodes),
    authors: byId(authors.nodes),
    images: byId(images.nodes),
  }
}

function byId<Item extends { id: string }>(items: readonly Item[]): Item[] {
  return items.toSorted((one, other) => (one.id < other.id ? -1 : 1))
}

/** A document of one mutation, whose variable is its `input`. */
export function callDocument({ mutation }: Call): string {
  const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`
  return `mutation ($input: ${type}!) { ${mutation}(input: $input) { ${subjectOf(mutation)} userErrors { code path message } } }`
}

function subjectOf(mutation: string): string {
  if (mutation === 'bulkUpdateArticles') return 'results { article { id version } userErrors { code path message } }'
  if (mutation.startsWith('delete')) return 'deletedId'
  if (mutation === 'autosaveArticle') return 'isSuperseded'
  if (mutation.endsWith('Topic') || mutation === 'mergeTopics') return 'topic { id version }'
  if (mutation === 'updateImage') return 'image { id version }'
  return mutation.endsWith('Author') ? 'author { id version }' : 'article { id version }'
}
