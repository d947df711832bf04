import { readFileSync } from 'node:fs'
import { buildSchema, getNamedType, isInputObjectType } from 'graphql'
import { beforeAll, describe, expect, it } from 'vitest'
import { KHOURY_SLUG } from '../../prisma/seed/content/khoury.ts'
import { HIDDEN, HIDDEN_WORDS } from '../../prisma/seed/hidden-words.ts'
import { idOf } from '../../prisma/seed/identity.ts'
import { loadEvents } from '../../src/outbox/events.load.ts'
import { testApi, type Variables } from '../helpers/api.ts'
import { testDatabase } from '../helpers/database.ts'
import { givenIn } from '../helpers/given.ts'
import { SITE } from '../helpers/site.ts'
import { publishedPaths } from '../syndication/published-server.ts'
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

/** Of a reader who follows what hidden articles are about too */
let readerToken = ''

beforeAll(async () => {
  const khoury = await prisma.article.findUniqueOrThrow({ where: { slug_locale: { slug: KHOURY_SLUG, locale: 'en' } } })
  const egypt = await prisma.topic.findUniqueOrThrow({ where: { slug: 'egypt' } })
  const author = await prisma.author.findUniqueOrThrow({ where: { slug: 'jack-khoury' } })
  const shown = await prisma.image.findUniqueOrThrow({ where: { id: idOf('image', 'hamas-officials-2015') } })
  const { tokens } = await given.reader({
    follows: [
      { id: `topic_${egypt.id}`, uuid: egypt.id, slug: egypt.slug },
      { id: `author_${author.id}`, uuid: author.id, slug: author.slug },
    ],
  })
  readerToken = tokens.MANAGE
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
      seoTitle: HANGING,
      metaDescription: HANGING,
      socialTitle: HANGING,
      socialDescription: HANGING,
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
    await given.front({ slug: `${status.toLowerCase()}-pinned`, isLive: true, pinned: [hidden] })
  }
  await given.front({ slug: HANGING, name: HANGING })
  await addHiddenRevision(khoury.id)
  // Events have their places then.
  await loadEvents(database, { after: 0, most: 1 }, SITE)
})

/** The live front of the seed in a newer revision. */
async function addHiddenRevision(articleId: string): Promise<void> {
  const { id: frontId } = await prisma.front.findUniqueOrThrow({
    where: { slug_locale: { slug: 'home', locale: 'en' } },
  })
  const [id, slotId] = [crypto.randomUUID(), crypto.randomUUID()]
  await prisma.frontRevision.create({ data: { id, frontId, number: 2, name: HANGING } })
  await prisma.frontSlot.create({
    data: { id: slotId, revisionId: id, position: 0, name: HANGING, title: HANGING, size: 'LARGE' },
  })
  const words = { headline: HANGING, kicker: HANGING, standfirst: HANGING }
  await prisma.frontPin.create({ data: { slotId, position: 0, articleId, ...words } })
  await prisma.front.update({ where: { id: frontId }, data: { latestRevisionId: id } })
}

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

/** Sites must learn of a withdrawal by the address, which readers found there: it stays in the paths of events. */
async function withoutFormerAddresses(text: string): Promise<string> {
  const wereLive = await prisma.article.findMany({
    where: { liveRevisionId: null, firstPublishedAt: { not: null } },
    include: { aliases: { where: { wasLive: true } } },
  })
  const slugs = wereLive.flatMap(({ slug, aliases }) => [slug, ...aliases.map((alias) => alias.slug)])
  return slugs.reduce((rest, slug) => rest.replaceAll(`/article/${slug}"`, '"'), text)
}

async function answers(questions: Question[]): Promise<Leaks> {
  const leaks: Leaks = {}
  for (const { kind, document, variables } of questions) {
    const text = JSON.stringify(await api.query(document, variables))
    const words = holds(kind === 'changes' ? await withoutFormerAddresses(text) : text)
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
    question('paths', `{ paths(first: 1000) { ${crawler.selection('SitePathConnection', 3)} } }`),
    // Down to the articles in their slots.
    question('fronts', `{ fronts(first: 100) { ${crawler.selection('FrontConnection', 3)} } }`),
    question('changes', `{ changes(last: 100) { ${crawler.selection('EventConnection', 1)} } }`),
    question('reader', `query ($token: String!) { reader(token: $token) { ${crawler.selection('Reader', DEPTH)} } }`, {
      token: readerToken,
    }),
    question('site', `{ site { ${crawler.selection('Site', 4)} } }`),
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
  const suggestions = `query ($query: String!) { suggest(query: $query, first: 100) { ${crawler.selection('Suggestion', 0)} } }`
  return [
    ...WORDS.map((query) => question('search', document, { query })),
    // As far as they are typed
    ...WORDS.flatMap((word) =>
      [2, 3, word.length - 1, word.length].map((typed) =>
        question('suggest', suggestions, { query: word.slice(0, typed) }),
      ),
    ),
  ]
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
    ...(await prisma.frontRevision.findMany()).map(({ id }) => `frontrevision_${id}`),
    ...(await prisma.front.findMany({ where: { liveRevisionId: null } })).map(({ id }) => `front_${id}`),
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

/** Whatever is published in other forms than GraphQL's, in every language that anything hidden has. */
async function published(): Promise<Leaks> {
  const leaks: Leaks = {}
  for (const path of await publishedPaths(database)) {
    const { body, headers, statusCode } = await api.app.inject(path)
    const words = holds(body + JSON.stringify(headers))
    // What was asked for may come back, e.g. as a redirect of another spelling.
    const asked = holds(path)
    if (words.some((word) => statusCode === 200 || !asked.includes(word))) leaks[path] = words
  }
  return leaks
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

/** The hidden words in the answers of all short links. */
async function behindShortLinks(): Promise<string[]> {
  const links = await prisma.shortLink.findMany()
  expect(links.length).toBeGreaterThan(20)
  const answers = await Promise.all(links.map(({ code }) => api.app.inject(`/s/${code}c`)))
  return holds(JSON.stringify(answers.map(({ headers, body }) => [headers, body])))
}

describe('An anonymous reader', () => {
  it('finds no hidden word in anything that can be selected', async () => {
    expect(await answers(everything())).toEqual({})
  })

  it('finds none by search, address, id or slug', async () => {
    expect(await answers([...searches(), ...(await addresses()), ...(await byName())])).toEqual({})
  })

  it('finds none behind short links, not even in an address', async () => {
    expect(await behindShortLinks()).toEqual([])
  })

  it('finds none in feeds, sitemaps and texts', async () => {
    expect(await published()).toEqual({})
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
    expect(await behindShortLinks()).toEqual([HANGING])
    expect(leaks.suggest).toEqual([HANGING])
    for (const root of [...ROOTS, 'fronts', 'paths']) expect(leaks[root], root).toEqual([HANGING])

    for (const path of [
      ...[
        '/feeds/articles.rss?limit=100',
        '/feeds/topics/egypt.json?limit=100',
        '/feeds/authors/jack-khoury.atom?limit=100',
      ],
      ...['/llms.txt', '/sitemaps/articles-2020-01.xml', `/article/${HANGING}-withdrawn.md`],
    ])
      expect(holds((await api.app.inject(path)).body), path).toEqual([HANGING])

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
  })
})
