import type { GraphQLSchema } from 'graphql'
import type { Database } from '../../src/database/database.ts'
import type { Chance } from '../helpers/chance.ts'
import { Crawler } from '../reading-api/crawl.ts'
import { readersDocuments } from '../tags/tables.ts'

// What readers may ask for, generated from the schema: each field by itself, so that a response has only its own tags, each filter and order, and pages with much
// on them. Asked for what there is, what was, what is not public yet, and what never was.

const SLUG = /slug: "x"/
const ID = /id: "x"/
const IDS = /ids: \["x"\]/
const PATH = /path: "\/x"/
const WORD = /(contains|query|search): "x"/g

export interface Places {
  readonly articles: readonly string[]
  /** Slugs of articles that are not public, and may be at the next step */
  readonly unpublished: readonly string[]
  readonly topics: readonly string[]
  readonly authors: readonly string[]
  readonly ids: readonly string[]
  readonly images: readonly string[]
  readonly paths: readonly string[]
}

/** Addresses and ids of everything that is or was. */
export async function placesIn({ prisma }: Database): Promise<Places> {
  const [articles, topics, authors, images, aliases, captions, redirects, ofTopics, ofAuthors] = await Promise.all([
    prisma.article.findMany({ select: { id: true, slug: true, locale: true, liveRevisionId: true } }),
    prisma.topic.findMany({ select: { id: true, slug: true } }),
    prisma.author.findMany({ select: { id: true, slug: true } }),
    prisma.image.findMany({ select: { id: true } }),
    prisma.slugAlias.findMany({ select: { kind: true, slug: true, locale: true } }),
    prisma.caption.findMany({ select: { id: true }, take: 30 }),
    prisma.redirect.findMany({ select: { path: true } }),
    prisma.topicTranslation.findMany({ select: { slug: true, locale: true } }),
    prisma.authorTranslation.findMany({ select: { slug: true, locale: true } }),
  ])
  const old = (kind: string) => aliases.filter((alias) => alias.kind === kind)
  const slugs = (now: { slug: string }[], kind: string) => ['none', ...[...now, ...old(kind)].map(({ slug }) => slug)]
  const inLanguage = (kind: string, now: { slug: string; locale: string }[]) =>
    [...now, ...old(kind.toUpperCase())].map(({ slug, locale }) => `/${locale || 'he'}/${kind}/${slug}`)
  const pathOf = ({ slug, locale }: { slug: string; locale: string }) => `/${locale}/article/${slug}`
  return {
    articles: slugs(articles, 'ARTICLE'),
    unpublished: ['none', ...articles.flatMap(({ slug, liveRevisionId }) => (liveRevisionId === null ? [slug] : []))],
    topics: slugs([...topics, ...ofTopics], 'TOPIC'),
    authors: slugs([...authors, ...ofAuthors], 'AUTHOR'),
    images: images.map(({ id }) => `image_${id}`),
    ids: [
      ...articles.map(({ id }) => `article_${id}`),
      ...topics.map(({ id }) => `topic_${id}`),
      ...authors.map(({ id }) => `author_${id}`),
      ...images.map(({ id }) => `image_${id}`),
      ...captions.map(({ id }) => `caption_${id}`),
    ],
    paths: [
      '/nowhere',
      ...redirects.map(({ path }) => path),
      ...[...articles, ...old('ARTICLE')].map(pathOf),
      ...slugs(topics, 'TOPIC').map((slug) => `/topic/${slug}`),
      ...slugs(authors, 'AUTHOR').map((slug) => `/author/${slug}`),
      ...inLanguage('topic', [...ofTopics, ...topics.map(({ slug }) => ({ slug, locale: 'he' }))]),
      ...inLanguage('author', [...ofAuthors, ...authors.map(({ slug }) => ({ slug, locale: 'he' }))]),
    ],
  }
}

const WORDS = ['Harbour', 'Bridge', 'Storm', 'Council OR Strike', 'גשר', 'Harbor', 'Agency']

/** Chooses requests. */
export function readSet(schema: GraphQLSchema, { one, chance, some, below }: Chance) {
  const crawler = new Crawler(schema, 1)
  const pages = [
    `{ article(slug: "x") { ${crawler.selection('Article', 1)} } }`,
    `{ topic(slug: "x") { ${crawler.selection('Topic', 1)} } }`,
    `{ author(slug: "x") { ${crawler.selection('Author', 1)} } }`,
    `{ image(id: "x") { ${crawler.selection('Image', 1)} } }`,
    `{ articles(first: 5) { ${crawler.selection('ArticleConnection', 1)} } }`,
    `{ articles(first: 5, where: { locale: { equals: "he" } }) { ${crawler.selection('ArticleConnection', 0)} } }`,
    `{ search(query: "x") { ${crawler.selection('SearchConnection', 0)} } }`,
    `{ node(id: "x") { ${crawler.selection('Node', 0)} } }`,
    `{ nodes(ids: ["x"]) { ${crawler.selection('Node', 0)} } }`,
    `{ resolvePath(path: "/x") { ${crawler.selection('PathResolution', 0)} } }`,
    `{ article(slug: "x") { relatedArticles(first: 4) { edges { score reasons node { slug } } totalCount } } }`,
    `{ article(slug: "x") { relatedTopics(first: 4) { edges { score node { slug } } totalCount } } }`,
    `{ topic(slug: "x") { relatedTopics(first: 4) { edges { score node { slug } } totalCount } } }`,
    // Of what lists show these depend on little, so that nothing else purges them.
    '{ articles(first: 3) { nodes { slug headline } } }',
    '{ articles(first: 3) { nodes { headline readingTimeMinutes leadImage { text } } } }',
    '{ topic(slug: "x") { articles(first: 3) { nodes { headline byline } } } }',
    '{ topic(slug: "x") { articles(first: 3, includeDescendants: true) { totalCount nodes { headline } } } }',
    '{ author(slug: "x") { articles(first: 3) { nodes { headline topics { rel } } } } }',
    '{ paths(first: 100) { nodes { path kind locale modifiedAt } totalCount } }',
    `{ article(slug: "x") { translations { locale article { slug headline } } } }`,
  ]
  const fields = readersDocuments(schema, (type) => crawler.selection(type, 0))
  const all = [...fields, ...pages, ...pages]

  function slugOf(document: string, places: Places): string {
    if (document.startsWith('{ topic')) return one(places.topics)
    return one(document.startsWith('{ author') ? places.authors : places.articles)
  }

  const idOf = (document: string, places: Places): string => {
    const [, type] = /^\{ (article|topic|author)\(id/.exec(document) ?? []
    const ids = type ? places.ids.filter((id) => id.startsWith(`${type}_`)) : places.ids
    return (
      (document.startsWith('{ image')
        ? one(places.images.length > 0 ? places.images : ['none'])
        : one(ids.length > 0 ? ids : ['none'])) ?? ''
    )
  }

  return function next(places: Places): string {
    // What most of the changes change: an address that goes live, and the headlines of a list.
    if (chance(0.15)) return `{ article(slug: "${one(places.unpublished)}") { headline } }`
    if (chance(0.1)) return `{ articles(first: ${15 + below(9)}) { nodes { slug headline } } }`
    const document = one(all)
    const ids = JSON.stringify(some(places.ids, 6))
    return document
      .replace(SLUG, () => `slug: "${slugOf(document, places)}"`)
      .replace(IDS, () => `ids: ${ids}`)
      .replace(ID, () => `id: "${idOf(document, places)}"`)
      .replace(PATH, () => `path: "${one(places.paths)}"`)
      .replace(WORD, (_all, name: string) => `${name}: "${chance(0.8) ? one(WORDS) : 'xylophone'}"`)
  }
}
