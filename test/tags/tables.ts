import {
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isInputObjectType,
  isLeafType,
  isObjectType,
  Kind,
  parse,
} from 'graphql'
import { TAGGED_READERS } from '../../src/reading/audience.ts'
import type { Shapes } from '../../src/reading/plan.ts'
import { Plans } from '../../src/reading/plans.ts'
import { leastArguments } from '../helpers/least-arguments.ts'
import { Crawler, isForbidden } from '../reading-api/crawl.ts'

// Whatever a statement for readers reads, its plan has a tag for. The tables are found in the text of the statement, so that a field with SQL of its own
// is found too.

/** For each table, and each function that reads one, the kinds of tags of which a plan that reads it must have one. */
const TAGS_OF: Readonly<Record<string, readonly string[]>> = {
  // The tag of an image is purged too when it becomes public or ceases to be, that of search with everything that is found.
  article: ['a', 'c', 'aall', 'l', 's', 'i'],
  revision: ['a', 'c', 'aall', 'l', 's'],
  revision_topic: ['a', 'c', 'aall'],
  credit: ['a', 'c', 'aall'],
  caption: ['a', 'c', 'aall', 'i'],
  correction: ['a', 'aall'],
  // An article that readers see has its code, which stays.
  short_link: ['a', 'c', 'aall'],
  article_pin: ['a'],
  article_exclusion: ['a'],
  topic: ['t', 'tall', 's'],
  topic_translation: ['t', 'tall', 's'],
  topic_in_language: ['p'],
  topic_relation: ['t', 'tall'],
  author: ['u', 'uall', 's', 'i'],
  author_translation: ['u', 'uall', 's'],
  author_in_language: ['p'],
  author_link: ['u', 'uall'],
  image: ['i', 'iall'],
  live_total: ['l'],
  live_topic: ['l'],
  live_branch: ['l'],
  topic_ancestor: ['t', 'tall'],
  live_credit: ['l'],
  topic_total: ['l', 'aall'],
  author_total: ['l', 'aall'],
  topic_pair: ['l', 'aall'],
  live_search: ['s'],
  live_headline: ['s'],
  outdated_document: ['s'],
  slug_alias: ['p'],
  redirect: ['p'],
  // The tag of an image is purged too when the settings begin or cease to show it.
  site: ['l', 'i'],
  front: ['f', 'l'],
  front_revision: ['f', 'l'],
  // What it reads of articles and images has its own tags.
  front_shown: ['c'],
  front_slot: ['l'],
  front_pin: ['c'],
  topic_led_to: ['t', 'tall'],
  topic_slug_led_to: ['p', 'tall'],
  author_slug_led_to: ['p', 'uall'],
}

/** What finds an object of each type that has no id, or is found otherwise too. `?` stands for what is selected. */
const WAYS: Readonly<Record<string, string>> = {
  Article: '{ article(slug: "x") { ? } }',
  Topic: '{ topic(slug: "x") { ? } }',
  Author: '{ author(slug: "x") { ? } }',
  Image: '{ image(id: "x") { ? } }',
  Translation: '{ article(slug: "x") { translations { ? } } }',
  ArticleTopic: '{ article(slug: "x") { topics { ? } } }',
  Credit: '{ article(slug: "x") { credits { ? } } }',
  Caption: '{ article(slug: "x") { captions { ? } } }',
  Correction: '{ article(slug: "x") { corrections { ? } } }',
  AuthorTranslation: '{ author(slug: "x") { translations { ? } } }',
  TopicTranslation: '{ topic(slug: "x") { translations { ? } } }',
  AuthorLink: '{ author(slug: "x") { links { ? } } }',
  ImageSource: '{ image(id: "x") { sources(widths: [1], formats: [WEBP]) { ? } } }',
  Site: '{ site { ? } }',
  Publisher: '{ site { publisher { ? } } }',
  SitePolicies: '{ site { policies { ? } } }',
  Front: '{ front(slug: "x") { ? } }',
  FrontSlot: '{ front(slug: "x") { slots { ? } } }',
  FrontItem: '{ front(slug: "x") { slots { items { ? } } } }',
  ImageUse: '{ image(id: "x") { uses { nodes { ? } } } }',
}

type Field = GraphQLField<unknown, unknown>

function pageOf(type: GraphQLObjectType): string {
  return `{ nodes { __typename } totalCount pageInfo { hasNextPage endCursor } ${edgesOf(type)} }`
}

function edgesOf(type: GraphQLObjectType): string {
  const edge = getNamedType(type.getFields().edges?.type ?? type)
  if (!isObjectType(edge)) return ''
  const leaves = Object.values(edge.getFields()).filter((field) => isLeafType(getNamedType(field.type)))
  return `edges { ${leaves.map(({ name }) => name).join(' ')} }`
}

const isPage = (type: unknown): type is GraphQLObjectType => isObjectType(type) && type.name.endsWith('Connection')

function selectionOf(field: Field, select: Select): string {
  const type = getNamedType(field.type)
  if (isLeafType(type)) return `${field.name}${leastArguments(field)}`
  if (isPage(type)) return `${field.name}(first: 3) ${pageOf(type)}`
  if (field.name === 'body') return 'body { ... on ImageBlock { caption { __typename } } }'
  return `${field.name}${leastArguments(field)} { ${select(type.name)} }`
}

type Select = (type: string) => string

const typename: Select = () => '__typename'

/** One document for each field that readers reach, each filter and each order of a list. @param select what is selected of an object */
export function readersDocuments(schema: GraphQLSchema, select = typename): string[] {
  const fields = fieldDocuments(schema, WAYS, select)
  return [...fields, ...cardDocuments(schema, select), ...listDocuments(schema, new Crawler(schema, 0)), ...LOOKUPS]
}

/** Each field of an article that was not asked for by its address or id: others may show less of it. */
export function cardDocuments(schema: GraphQLSchema, select = typename): string[] {
  return fieldDocuments(schema, { Article: '{ articles(first: 5) { nodes { ? } } }' }, select)
}

/** One for each field of the types that `ways` lead to. */
function fieldDocuments(schema: GraphQLSchema, ways: Readonly<Record<string, string>>, select: Select): string[] {
  return new Crawler(schema, 0).allFields().flatMap((name) => {
    const [type = '', key = ''] = name.split('.')
    const way = ways[type]
    const object = schema.getType(type)
    const field = isObjectType(object) ? object.getFields()[key] : undefined
    return way && field ? [way.replace('?', selectionOf(field, select))] : []
  })
}

const LOOKUPS = [
  '{ article(id: "x") { slug } }',
  '{ topic(id: "x") { slug } }',
  '{ topic(slug: "x", locale: "he") { slug path(locale: "he") url(locale: "he") } }',
  '{ author(slug: "x", locale: "he") { slug path(locale: "he") url(locale: "he") } }',
  '{ author(id: "x") { slug } }',
  '{ front(id: "x") { slug } }',
  '{ node(id: "x") { id } }',
  '{ nodes(ids: ["x"]) { id } }',
  '{ resolvePath(path: "/x") { __typename ... on Redirect { location } ... on Gone { since } } }',
  '{ search(query: "x") { totalCount nodes { id } edges { rank headline snippet } } }',
  '{ search(query: "x", locale: "en") { totalCount } }',
  '{ suggest(query: "x") { __typename ... on Article { headline } ... on Topic { name } ... on Author { name } } }',
  '{ suggest(query: "x", locale: "en") { __typename } }',
  '{ articles(search: "x") { totalCount } }',
  '{ images(search: "x") { totalCount } }',
]

function listDocuments(schema: GraphQLSchema, crawler: Crawler): string[] {
  const lists = ['articles', 'topics', 'authors', 'images', 'fronts'].map((name) => ({
    name,
    of: (given: string) => `{ ${name}(${given}) { totalCount nodes { id } } }`,
  }))
  const below = ['topic', 'author'].map((name) => ({
    name: 'articles',
    of: (given: string) => `{ ${name}(slug: "x") { articles(${given}) { totalCount nodes { id } } } }`,
  }))
  const found = {
    name: 'search',
    of: (given: string) => `{ search(query: "x", ${given}) { totalCount nodes { id } edges { rank } } }`,
  }
  return [...lists, ...below, found].flatMap(({ name, of }) => {
    const input = inputOf(schema, name, 'where')
    const wheres = crawler.textFilters(input, 'x', 3).map((where) => `where: ${where}`)
    const counts = name === 'topics' || name === 'authors' ? ['where: { articleCount: { gt: 1 } }'] : []
    const orders =
      name === 'fronts'
        ? []
        : fieldsOf(schema, inputOf(schema, name, 'orderBy')).map((order) => `orderBy: { ${order}: ASC }`)
    return ['first: 1', ...wheres, ...counts, ...orders].map(of)
  })
}

function inputOf(schema: GraphQLSchema, root: string, argument: string): string {
  const found = schema
    .getQueryType()
    ?.getFields()
    [root]?.args.find(({ name }) => name === argument)
  if (!found) throw new Error(`${root} has no ${argument}`)
  return getNamedType(found.type).name
}

function fieldsOf(schema: GraphQLSchema, input: string): string[] {
  const type = schema.getType(input)
  return isInputObjectType(type)
    ? Object.values(type.getFields())
        .filter((field) => !isForbidden(field))
        .map(({ name }) => name)
    : []
}

/** What a statement reads that its plan has no tag for. @param names of the tables and functions of the database */
export function untaggedTables(
  schema: GraphQLSchema,
  shapes: Shapes,
  document: string,
  names: readonly string[],
): string[] {
  const { text, tags } = planOf(schema, shapes, document)
  return names
    .filter((name) => new RegExp(`(from|join|,)\\s+"?${name}"?[\\s)(]|\\b${name}\\(`).test(text))
    .filter((name) => !(TAGS_OF[name] ?? []).some((kind) => tags?.kinds.has(kind)))
    .map((name) => `${document} reads ${name} without a tag of ${TAGS_OF[name]?.join(' or ') ?? 'any kind'}`)
}

function planOf(schema: GraphQLSchema, shapes: Shapes, document: string) {
  const [operation] = parse(document).definitions
  const query = schema.getQueryType()
  if (operation?.kind !== Kind.OPERATION_DEFINITION || !query) throw new Error(document)
  const fieldNodes = operation.selectionSet.selections.filter((node) => node.kind === Kind.FIELD)
  const keys = fieldNodes.map(({ name }) => name.value)
  const root = { schema, parentType: query, operation, fragments: {}, fieldNodes, variableValues: {}, keys }
  return new Plans(shapes).ofRoot(root, TAGGED_READERS)
}
