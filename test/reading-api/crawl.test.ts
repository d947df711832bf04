import { readFileSync } from 'node:fs'
import { buildSchema, getNamedType, isInputObjectType } from 'graphql'
import { beforeAll, describe, expect, it } from 'vitest'
import { KHOURY_SLUG } from '../../prisma/seed/content/khoury.ts'
import { HIDDEN, HIDDEN_WORDS } from '../../prisma/seed/hidden-words.ts'
import { idOf } from '../../prisma/seed/identity.ts'
import { testApi, type Variables } from '../helpers/api.ts'
import { testDatabase } from '../helpers/database.ts'
import { givenIn } from '../helpers/given.ts'
import { Crawler, isForbidden } from './crawl.ts'

// What nobody outside may read, and every way there is to ask for it.

const database = await testDatabase({ seeded: true })
const { prisma } = database
const limits = {
  MAX_TOKENS: '1000000',
  MAX_FIELDS: '1000000',
  MAX_NODES: '100000000',
  MAX_COST: '1000000000',
  MAX_COST_READERS: '1000000000',
  MAX_DEPTH: '100',
  MAX_ALIASES: '10000',
  MAX_ROOT_FIELDS: '1000',
  MAX_ROOT_FIELDS_READERS: '1000',
}
const api = await testApi(database, { variables: limits })
const given = givenIn(database)

const schema = buildSchema(readFileSync(new URL('../../schema.graphql', import.meta.url), 'utf8'))

/** Hidden objects that belong to live ones, in addition to those of the seed. */
const HANGING = 'quaggahanging'
const WORDS = [...HIDDEN_WORDS, HANGING]

const DEPTH = 2

beforeAll(async () => {
  const khoury = await prisma.article.findUniqueOrThrow({ where: { slug_locale: { slug: KHOURY_SLUG, locale: 'en' } } })
  const egypt = await prisma.topic.findUniqueOrThrow({ where: { slug: 'egypt' } })
  const author = await prisma.author.findUniqueOrThrow({ where: { slug: 'jack-khoury' } })
  const shown = await prisma.image.findUniqueOrThrow({ where: { id: idOf('image', 'hamas-officials-2015') } })
  const image = await given.image({
    description: HANGING,
    altText: HANGING,
    credit: HANGING,
    creator: HANGING,
    copyrightNotice: HANGING,
  })
  const locales = { DRAFT: 'ar', SCHEDULED: 'fr', WITHDRAWN: 'de', TRASHED: 'en' }
  const body = [{ type: 'quote', text: HANGING, attribution: null } as const]
  for (const status of ['DRAFT', 'SCHEDULED', 'WITHDRAWN', 'TRASHED'] as const) {
    const hidden = await given.article({
      slug: `${HANGING}-${status.toLowerCase()}`,
      locale: locales[status],
      status,
      headline: HANGING,
      standfirst: HANGING,
      kicker: HANGING,
      dateline: HANGING,
      body,
      topics: [{ uuid: egypt.id, id: '', slug: '' }],
      credits: [{ author: { uuid: author.id, id: '', slug: '', name: HANGING } }],
      captions: [
        { image, role: 'LEAD', text: HANGING, altText: HANGING, credit: HANGING },
        { image: { uuid: shown.id }, role: 'INLINE', text: HANGING, altText: HANGING, credit: HANGING },
      ],
      corrections: [{ kind: 'CORRECTION', text: HANGING }],
      translationOf: { uuid: khoury.translationGroupId },
    })
    const position = ['DRAFT', 'SCHEDULED', 'WITHDRAWN', 'TRASHED'].indexOf(status)
    await prisma.articlePin.create({ data: { articleId: khoury.id, relatedId: hidden.uuid, position } })
    await prisma.articlePin.create({ data: { articleId: hidden.uuid, relatedId: khoury.id, position: 0 } })
  }
})

const holds = (text: string) => WORDS.filter((word) => text.includes(word))

/** Where hidden words came out, by the kind of question that was asked. */
type Leaks = Record<string, string[]>

interface Question {
  kind: string
  document: string
  variables: Variables
}

const question = (kind: string, document: string, variables: Variables = {}): Question => ({
  kind,
  document,
  variables,
})

async function answers(questions: Question[]): Promise<Leaks> {
  const leaks: Leaks = {}
  for (const { kind, document, variables } of questions) {
    const words = holds(JSON.stringify(await api.query(document, variables)))
    if (words.length > 0) leaks[kind] = words
  }
  return leaks
}

const crawler = new Crawler(schema, DEPTH)
const next = new Crawler(schema, 1)
const ROOTS = ['articles', 'authors', 'topics', 'images']

/** Everything in the four lists, everything below it, in every order. */
function everything(): Question[] {
  // All articles with all that they lead to are 30 MB: of most the next things are asked for, of those with hidden things beside them more.
  const beside = JSON.stringify([KHOURY_SLUG, 'harbour-bridge-stays-closed-until-spring'])
  return [
    question('articles', `{ articles(first: 100) { ${next.selection('ArticleConnection', 1)} } }`),
    question(
      'articles',
      `{ articles(where: { slug: { in: ${beside} } }) { ${crawler.selection('ArticleConnection', DEPTH)} } }`,
    ),
    question('topics', `{ topics(first: 100) { ${next.selection('TopicConnection', 1)} } }`),
    ...['authors', 'images'].map((root) =>
      question(root, `{ ${root}(first: 100) { ${crawler.selection(connectionOf(root), DEPTH)} } }`),
    ),
    ...ROOTS.flatMap((root) =>
      orders(root).map((order) =>
        question(
          root,
          `{ ${root}(last: 100, orderBy: { ${order}: ASC }) { ${crawler.selection(connectionOf(root), 0)} } }`,
        ),
      ),
    ),
  ]
}

const rootField = (root: string) => schema.getQueryType()?.getFields()[root]

function connectionOf(root: string): string {
  const field = rootField(root)
  if (!field) throw new Error(`Query has no ${root}`)
  return getNamedType(field.type).name
}

function orders(root: string): string[] {
  const type = schema
    .getQueryType()
    ?.getFields()
    [root]?.args.find(({ name }) => name === 'orderBy')?.type
  const input = type && getNamedType(type)
  const fields = isInputObjectType(input) ? Object.values(input.getFields()) : []
  return fields.filter((order) => !isForbidden(order)).map(({ name }) => name)
}

/** Every hidden word, looked for. */
function searches(): Question[] {
  const document = `query ($query: String!) { search(query: $query, first: 100) { ${crawler.selection('SearchConnection', 0)} } }`
  return WORDS.map((query) => question('search', document, { query }))
}

const isLive = { revision: { liveOf: { isNot: null } } }

const hiddenArticles = () =>
  prisma.article.findMany({ where: { liveRevisionId: null }, include: { aliases: true, corrections: true } })

async function addresses(): Promise<Question[]> {
  const document = `query ($path: String!) { resolvePath(path: $path) { ${crawler.selection('PathResolution', 1)} } }`
  const hidden = await hiddenArticles()
  return hidden
    .flatMap(({ slug, locale, aliases }) => [{ slug, locale }, ...aliases])
    .flatMap(({ slug, locale }) => [`/article/${slug}`, `/${locale}/article/${slug}`])
    .map((path) => question('resolvePath', document, { path }))
}

/** The ids of all that no reader may see. */
async function hiddenIds(): Promise<string[]> {
  const articles = await hiddenArticles()
  const live = new Set((await prisma.caption.findMany({ where: isLive })).map(({ id }) => id))
  const captions = new Set((await prisma.caption.findMany()).map(({ id }) => id).filter((id) => !live.has(id)))
  const images = await prisma.image.findMany({ where: { authors: { none: {} }, captions: { none: isLive } } })
  return [
    ...articles.map(({ id }) => `article_${id}`),
    ...articles.flatMap(({ corrections }) => corrections.map(({ id }) => `correction_${id}`)),
    ...[...captions].map((id) => `caption_${id}`),
    ...images.map(({ id }) => `image_${id}`),
    ...(await prisma.revision.findMany()).map(({ id }) => `revision_${id}`),
    ...(await prisma.user.findMany()).map(({ id }) => `user_${id}`),
  ]
}

function chunks<T>(things: T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(things.length / size) }, (_, index) =>
    things.slice(index * size, (index + 1) * size),
  )
}

async function byName(): Promise<Question[]> {
  const ids = await hiddenIds()
  const several = `query ($ids: [ID!]!) { nodes(ids: $ids) { ${crawler.selection('Node', 1)} } }`
  const one = `query ($id: ID!) { node(id: $id) { ${crawler.selection('Node', 0)} } article(id: $id) { ${crawler.selection('Article', 0)} } image(id: $id) { ${crawler.selection('Image', 0)} } }`
  const bySlug = `query ($slug: String!, $locale: Locale!) { article(slug: $slug, locale: $locale) { ${crawler.selection('Article', 0)} } any: article(slug: $slug) { headline } }`
  return [
    ...chunks(ids, 100).map((some) => question('nodes', several, { ids: some })),
    ...ids.filter((_id, index) => index % 5 === 0).map((id) => question('node', one, { id })),
    ...(await hiddenArticles()).map(({ slug, locale }) => question('article by slug', bySlug, { slug, locale })),
  ]
}

/** How many match when one text after another is asked whether it holds a word: a count tells as much as the text. */
async function counts(word: string): Promise<string[]> {
  const told: string[] = []
  for (const root of ROOTS) {
    const filters = crawler.textFilters(connectionOf(root).replace('Connection', 'WhereInput'), word, 3)
    expect(filters.length).toBeGreaterThan(2)
    const fields = filters.map(
      (where, index) =>
        `f${index}: ${root}(where: ${where}, first: 1) { totalCount nodes { id } pageInfo { hasNextPage } }`,
    )
    const data = await api.query<Record<string, { totalCount: number; nodes: unknown[] }>>(`{ ${fields.join(' ')} }`)
    for (const [index, where] of filters.entries()) {
      const found = data[`f${index}`]
      if (!found || found.totalCount > 0 || found.nodes.length > 0) told.push(`${root} ${where}`)
    }
  }
  const below = crawler
    .textFilters('ArticleWhereInput', word, 1)
    .map((where, index) => `b${index}: articles(where: ${where}) { totalCount }`)
  const data = await api.query<{ [list in 'topics' | 'authors']: { nodes: Record<string, { totalCount: number }>[] } }>(
    `{ topics(first: 100) { nodes { ${below.join(' ')} } } authors(first: 100) { nodes { ${below.join(' ')} } } }`,
  )
  for (const node of [...data.topics.nodes, ...data.authors.nodes]) {
    for (const [key, { totalCount }] of Object.entries(node)) if (totalCount > 0) told.push(`below ${key}`)
  }
  return told
}

describe('An anonymous reader', () => {
  it('finds no hidden word in anything that can be selected', async () => {
    expect(await answers(everything())).toEqual({})
  }, 60_000)

  it('finds none by search, address, id or slug', async () => {
    expect(await answers([...searches(), ...(await addresses()), ...(await byName())])).toEqual({})
  })

  it('is told of no match by a search for one', async () => {
    for (const query of WORDS) {
      expect(
        await api.query('query ($query: String!) { search(query: $query) { totalCount edges { rank } } }', { query }),
      ).toEqual({ search: { totalCount: 0, edges: [] } })
    }
  })

  it.each(WORDS)('is told of no match by a filter for %s', async (word) => {
    expect(await counts(word)).toEqual([])
  })

  it('gets null for the id of each thing that is hidden', async () => {
    const ids = await hiddenIds()
    expect(ids.length).toBeGreaterThan(50)

    for (const some of chunks(ids, 100)) {
      expect(await api.query('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids: some })).toEqual({
        nodes: some.map(() => null),
      })
    }
  })

  it('has been asked for every field of every type', () => {
    const asked = (field: string) =>
      crawler.selected.has(field) || next.selected.has(field) || field.endsWith('Connection.nodes')

    expect(crawler.allFields().filter((field) => !asked(field))).toEqual([])
  })
})

describe('The same questions', () => {
  it('find the words wherever they are once they are public', async () => {
    const hidden = await prisma.article.findUniqueOrThrow({
      where: { slug_locale: { slug: `${HANGING}-withdrawn`, locale: 'de' } },
    })
    await prisma.article.update({
      where: { id: hidden.id },
      data: {
        status: 'PUBLISHED',
        liveRevisionId: hidden.latestRevisionId,
        translationGroupId: hidden.id,
        locale: 'en',
        publishedAt: new Date(),
        firstPublishedAt: '2020-01-01T00:00:00Z',
        liveUpdatedAt: new Date(),
      },
    })

    const leaks = await answers([...everything(), ...searches()])
    expect(leaks.search).toEqual([HANGING])
    for (const root of ROOTS) expect(leaks[root], root).toEqual([HANGING])

    const told = await counts(HANGING)
    for (const expected of [
      'articles { slug',
      'articles { headline',
      'articles { standfirst',
      'articles { kicker',
      'articles { credits: { some: { name',
      'articles { captions: { some: { text',
      'articles { captions: { some: { image: { altText',
      'articles { corrections: { some: { text',
      'images { description',
      'below',
    ]) {
      expect(
        told.some((one) => one.startsWith(expected)),
        expected,
      ).toBe(true)
    }
    expect(await counts(HIDDEN.draft)).toEqual([])
  }, 60_000)
})
