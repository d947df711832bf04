import { readFileSync } from 'node:fs'
import {
  buildSchema,
  type GraphQLObjectType,
  getNamedType,
  isLeafType,
  isObjectType,
  isRequiredArgument,
} from 'graphql'
import type { Database } from '../../src/database/database.ts'
import type { Api } from '../helpers/api.ts'
import { entityTag, kindTag, listTag, oldPathTag, searchTag, slugTag } from '../helpers/tags.ts'
import { isForbidden } from '../reading-api/crawl.ts'

// Everything that an anonymous reader sees, in parts that depend on few tags each. Made from the schema: a field that is added later is read too.

const schema = buildSchema(readFileSync(new URL('../../schema.graphql', import.meta.url), 'utf8'))

const TYPES = { article: 'Article', topic: 'Topic', author: 'Author', image: 'Image', front: 'Front' } as const

const TAGGED: ReadonlySet<string> = new Set(Object.values(TYPES))

/** Of other objects that have tags of their own only the id. Lists of them are parts of their own. */
function selectionOf(type: GraphQLObjectType): string {
  const fields = Object.values(type.getFields()).filter(
    (field) => !isForbidden(field) && !field.args.some(isRequiredArgument),
  )
  return fields
    .flatMap(({ name, type: of }) => {
      const named = getNamedType(of)
      if (isLeafType(named)) return [name]
      if (!isObjectType(named) || named.name.endsWith('Connection')) return []
      return [`${name} { ${TAGGED.has(named.name) ? 'id' : selectionOf(named)} }`]
    })
    .join(' ')
}

function selected(name: string): string {
  const type = schema.getType(name)
  if (!isObjectType(type)) throw new Error(`${name} is no type`)
  return selectionOf(type)
}

export interface Part {
  readonly json: string
  /** One of these is purged when it changes */
  readonly tags: ReadonlySet<string>
}

export const NOTHING = ''

const IDS = /"(article|topic|author|image|front)_([0-9a-f-]{36})"/g

/** What is not found is as if it had not been asked for. */
function part(answer: object, ...own: string[]): Part {
  const json = Object.values(answer).every((found) => found === null) ? NOTHING : JSON.stringify(answer)
  const entities = [...json.matchAll(IDS)].map(([, kind, uuid]) => {
    const [, type] = Object.entries(TYPES).find(([name]) => name === kind) ?? []
    return type && uuid ? entityTag(type, uuid) : ''
  })
  return { json, tags: new Set([...own, ...entities]) }
}

type Rows = { id: string; slug?: string; path?: string }[]

/** By a name for each part. */
export async function readersView(api: Api, { query }: Database): Promise<Map<string, Part>> {
  const view = new Map<string, Part>()
  const rowsOf = (table: string, columns = 'id, slug') =>
    query<Rows[number]>({ text: `SELECT ${columns} FROM ${table} ORDER BY id`, parameters: [] })

  async function read(name: string, document: string, ...tags: string[]): Promise<void> {
    view.set(name, part(await api.query<object>(document), ...tags))
  }

  /** The lists of an article's topics and authors, and what is related to its topics. */
  async function ownLists(id: string): Promise<{ lists: string[]; related: string[] }[]> {
    const document = `{ article(id: "${id}") { topics { topic { id } } credits { author { id } } } }`
    const ids = [...JSON.stringify(await api.query<object>(document)).matchAll(IDS)]
    return ids.map(([, kind = '', uuid = '']) => ({
      lists: [listTag(`entries ${kind}=${uuid}`)],
      related: kind === 'topic' ? [listTag(`related topics topic=${uuid}`), listTag('related topics')] : [],
    }))
  }

  const page = '(first: 100) { totalCount nodes { id } }'
  await read('articles', `{ articles${page} }`, listTag('entries'))
  for (const locale of ['en', 'he'])
    await read(
      `articles in ${locale}`,
      `{ articles(first: 100, where: { locale: { equals: "${locale}" } }) { totalCount nodes { id } } }`,
      listTag(`entries locale=${locale}`),
    )
  await read(
    'paths',
    '{ paths(first: 1000) { totalCount nodes { path kind locale modifiedAt } } }',
    kindTag('Article'),
    ...['topics', 'authors'].map(listTag),
  )
  await read('search', `{ search(query: "bridge", first: 100) { totalCount nodes { id } } }`, searchTag())
  // With the list of sitemaps.
  await read('site', `{ site { ${selected('Site')} } }`, ...['site', 'entries', 'topics', 'authors'].map(listTag))
  for (const list of ['topics', 'authors', 'images', 'fronts']) await read(list, `{ ${list}${page} }`, listTag(list))
  for (const { id, slug } of await rowsOf('topic')) {
    await read(
      `topic ${id}`,
      `{ topic(id: "topic_${id}") { ${selected('Topic')} } }`,
      listTag('site'),
      entityTag('Topic', id),
      listTag(`entries topic=${id}`),
    )
    await read(
      `articles of ${id}`,
      `{ topic(id: "topic_${id}") { articles${page} } }`,
      entityTag('Topic', id),
      listTag(`entries topic=${id}`),
    )
    await read(
      `topics beside ${id}`,
      `{ topic(id: "topic_${id}") { relatedTopics(first: 100) { edges { score node { id } } } } }`,
      entityTag('Topic', id),
      listTag(`entries topic=${id}`),
      listTag(`related topics topic=${id}`),
      listTag('related topics'),
    )
    await read(
      `topics in ${id}`,
      `{ topic(id: "topic_${id}") { children${page} } }`,
      entityTag('Topic', id),
      listTag(`topics parent=${id}`),
    )
    await read(
      `at topic ${slug}`,
      `{ resolvePath(path: "/topic/${slug}") { __typename ... on Topic { id } ... on Redirect { location } } }`,
      slugTag('Topic', slug ?? ''),
    )
  }
  for (const { id, slug } of await rowsOf('author')) {
    await read(
      `author ${id}`,
      `{ author(id: "author_${id}") { ${selected('Author')} } }`,
      listTag('site'),
      entityTag('Author', id),
      listTag(`entries author=${id}`),
    )
    await read(
      `articles by ${id}`,
      `{ author(id: "author_${id}") { articles${page} } }`,
      entityTag('Author', id),
      listTag(`entries author=${id}`),
    )
    await read(
      `at author ${slug}`,
      `{ resolvePath(path: "/author/${slug}") { __typename ... on Author { id } ... on Redirect { location } } }`,
      slugTag('Author', slug ?? ''),
    )
  }
  for (const { id, slug } of await rowsOf('front')) {
    await read(`front ${id}`, `{ front(id: "front_${id}") { ${selected('Front')} } }`, entityTag('Front', id))
    await read(`at front ${slug}`, `{ front(slug: "${slug}") { id } }`, slugTag('Front', slug ?? ''))
  }
  for (const { path = '' } of await rowsOf('redirect', 'id, path'))
    await read(
      `at ${path}`,
      `{ resolvePath(path: ${JSON.stringify(path)}) { __typename ... on Redirect { location permanent } ... on Gone { since } } }`,
      oldPathTag(path),
    )
  for (const { id } of await rowsOf('image', 'id'))
    await read(
      `image ${id}`,
      `{ image(id: "image_${id}") { ${selected('Image')} uses(first: 100) { nodes { article { id } } } } }`,
      entityTag('Image', id),
    )
  for (const { id, slug } of await rowsOf('article')) {
    const own = await ownLists(`article_${id}`)
    await read(
      `beside ${id}`,
      `{ article(id: "article_${id}") { topics { topic { id } } relatedArticles(first: 100) { edges { score node { id } } } } }`,
      entityTag('Article', id),
      ...own.flatMap(({ lists }) => lists),
    )
    await read(
      `topics beside ${id}`,
      `{ article(id: "article_${id}") { topics { topic { id } } relatedTopics(first: 100) { edges { score node { id } } } } }`,
      entityTag('Article', id),
      ...own.flatMap(({ lists, related }) => [...lists, ...related]),
    )
    await read(
      `article ${id}`,
      `{ article(id: "article_${id}") { ${selected('Article')} } }`,
      listTag('site'),
      entityTag('Article', id),
    )
    await read(
      `at article ${slug}`,
      `{ resolvePath(path: "/article/${slug}") { __typename ... on Article { id } ... on Redirect { location } ... on Gone { since } } }`,
      slugTag('Article', slug ?? ''),
    )
  }
  return view
}
