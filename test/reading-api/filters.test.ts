import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { testApi } from '../helpers/api.ts'
import { testDatabase } from '../helpers/database.ts'
import { givenIn } from '../helpers/given.ts'

const database = await testDatabase()
const api = await testApi(database)
const given = givenIn(database)

// A newsroom small enough to be filtered by hand: the same rows as objects, and what each filter means as a function.

interface Person {
  slug: string
  name: string
  jobTitle: string | null
}

interface Subject {
  slug: string
  name: string
  kind: string
  uri: string | null
  parent: Subject | null
}

interface Row {
  slug: string
  locale: string
  headline: string
  kicker: string | null
  wordCount: number
  publishedAt: string
  topics: (Subject & { rel: string })[]
  credits: { role: 'WRITER' | 'EDITOR'; name: string; author: Person | null }[]
  captions: { role: 'LEAD' | 'GALLERY'; text: string | null; image: { width: number; creator: string | null } }[]
  corrections: { kind: 'CORRECTION' | 'UPDATE'; text: string; publishedAt: string }[]
}

const world: Subject = { slug: 'world', name: 'World', kind: 'SECTION', uri: null, parent: null }
const cairo: Subject = { slug: 'cairo', name: 'Cairo', kind: 'PLACE', uri: 'x:1', parent: world }
const peace: Subject = { slug: 'peace', name: 'Peace', kind: 'SUBJECT', uri: null, parent: null }
const ada: Person = { slug: 'ada', name: 'Ada', jobTitle: 'Editor' }
const bob: Person = { slug: 'bob', name: 'Bob', jobTitle: null }

const about = (subject: Subject) => ({ ...subject, rel: 'ABOUT' })
const mentions = (subject: Subject) => ({ ...subject, rel: 'MENTIONS' })

const plain = {
  locale: 'en',
  kicker: null,
  wordCount: 0,
  publishedAt: '2020-01-01T00:00:00.000Z',
  topics: [],
  credits: [],
  captions: [],
  corrections: [],
}

const rows: Row[] = [
  {
    ...plain,
    slug: 'a',
    headline: 'alpha',
    kicker: 'News',
    wordCount: 3,
    topics: [about(cairo), mentions(world)],
    credits: [{ role: 'WRITER', name: 'Ada A.', author: ada }],
  },
  {
    ...plain,
    slug: 'b',
    headline: 'Alpha',
    kicker: 'news',
    wordCount: 3,
    publishedAt: '2021-06-01T12:00:00.001Z',
    topics: [mentions(cairo)],
    credits: [
      { role: 'EDITOR', name: 'Bob', author: bob },
      { role: 'WRITER', name: 'Agency', author: null },
    ],
  },
  {
    ...plain,
    slug: 'c',
    headline: '100% of beta_1',
    kicker: '',
    wordCount: 7,
    captions: [{ role: 'LEAD', text: 'A boat', image: { width: 640, creator: null } }],
  },
  {
    ...plain,
    slug: 'd',
    headline: 'beta\'s \\ "quoted"',
    publishedAt: '2021-06-01T12:00:00.000Z',
    topics: [about(peace)],
    corrections: [{ kind: 'UPDATE', text: 'More', publishedAt: '2022-01-01T00:00:00.000Z' }],
  },
  {
    ...plain,
    slug: 'e',
    headline: 'beta',
    locale: 'he',
    kicker: 'חדשות',
    captions: [
      { role: 'LEAD', text: null, image: { width: 640, creator: 'Ada' } },
      { role: 'GALLERY', text: 'A ship', image: { width: 1280, creator: null } },
    ],
  },
  {
    ...plain,
    slug: 'f',
    headline: 'שלום, קהיר',
    locale: 'he',
    wordCount: 2,
    topics: [about(peace), about(cairo)],
    credits: [{ role: 'WRITER', name: 'עדה', author: ada }],
  },
  {
    ...plain,
    slug: 'g',
    headline: 'gamma *',
    corrections: [
      { kind: 'CORRECTION', text: 'Wrong', publishedAt: '2023-01-01T00:00:00.000Z' },
      { kind: 'UPDATE', text: 'More', publishedAt: '2022-01-01T00:00:00.000Z' },
    ],
  },
  { ...plain, slug: 'h', headline: 'ÉTÉ straße', wordCount: 1 },
]

beforeAll(async () => {
  const idOf = new Map<string, Awaited<ReturnType<typeof given.topic>>>()
  for (const { parent, ...subject } of [world, cairo, peace]) {
    const above = parent && idOf.get(parent.slug)
    idOf.set(
      subject.slug,
      await given.topic({ ...subject, kind: kindOf(subject.kind), ...(above && { parent: above }) }),
    )
  }
  const people = new Map([
    ['ada', await given.author({ ...ada })],
    ['bob', await given.author({ ...bob })],
  ])
  for (const row of rows) {
    const images = await Promise.all(row.captions.map(({ image }) => given.image(image)))
    await given.article({
      ...row,
      body: row.wordCount > 0 ? [Array(row.wordCount).fill('word').join(' ')] : [],
      topics: row.topics.map(({ slug, rel }) => ({
        topic: idOf.get(slug) ?? { id: '', uuid: '', slug },
        rel: rel === 'ABOUT' ? 'ABOUT' : 'MENTIONS',
      })),
      credits: row.credits.map(({ author, ...credit }) => ({
        ...credit,
        ...(author && { author: people.get(author.slug) }),
      })),
      captions: row.captions.map(({ role, text }, index) => ({ role, text, image: images[index] ?? { uuid: '' } })),
    })
  }
})

function kindOf(kind: string) {
  return kind === 'SECTION' || kind === 'PLACE' ? kind : 'SUBJECT'
}

// What the filters mean.

type Value = string | number | null
type Filter = Record<string, unknown>

const isFilter = (value: unknown): value is Filter =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : [value])

const lower = (value: unknown) => (typeof value === 'string' ? value.toLowerCase() : value)

/** Letter by letter, as PostgreSQL's byte order has it. */
function compare(a: unknown, b: unknown): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b
  return Buffer.compare(Buffer.from(String(a)), Buffer.from(String(b)))
}

function matchesValue(value: Value, filter: Filter): boolean {
  const { mode, ...operators } = filter
  const fold = mode === 'INSENSITIVE' ? lower : (same: unknown) => same
  const own = fold(value)
  const text = String(own)
  return Object.entries(operators).every(([operator, operand]) => {
    if (operator === 'equals') return own === fold(operand)
    if (operator === 'not') return own !== fold(operand)
    if (operator === 'notIn') return !listOf(operand).map(fold).includes(own)
    if (value === null) return false
    switch (operator) {
      case 'in':
        return listOf(operand).map(fold).includes(own)
      case 'lt':
        return compare(own, fold(operand)) < 0
      case 'lte':
        return compare(own, fold(operand)) <= 0
      case 'gt':
        return compare(own, fold(operand)) > 0
      case 'gte':
        return compare(own, fold(operand)) >= 0
      case 'contains':
        return text.includes(String(fold(operand)))
      case 'startsWith':
        return text.startsWith(String(fold(operand)))
      case 'endsWith':
        return text.endsWith(String(fold(operand)))
      default:
        throw new Error(`no operator ${operator}`)
    }
  })
}

function matches(thing: unknown, where: unknown): boolean {
  if (!isFilter(thing) || !isFilter(where)) return false
  return Object.entries(where).every(([name, part]) => {
    if (name === 'AND') return listOf(part).every((one) => matches(thing, one))
    if (name === 'OR') return listOf(part).some((one) => matches(thing, one))
    if (name === 'NOT') return !listOf(part).some((one) => matches(thing, one))
    const value = thing[name]
    if (!isFilter(part)) throw new Error(`no filter for ${name}`)
    if (Array.isArray(value)) return matchesList(value, part)
    if (isFilter(value) || ['author', 'parent', 'image'].includes(name)) return matches(value, part)
    if (typeof value === 'string' || typeof value === 'number' || value === null) return matchesValue(value, part)
    throw new Error(`nothing named ${name}`)
  })
}

function matchesList(list: unknown[], filter: Filter): boolean {
  return Object.entries(filter).every(([quantity, where]) => {
    const like = (one: unknown) => matches(one, where)
    return quantity === 'some' ? list.some(like) : quantity === 'none' ? !list.some(like) : list.every(like)
  })
}

const found = async (where: object): Promise<string[]> => {
  const { articles } = await api.query<{ articles: { nodes: { slug: string }[]; totalCount: number } }>(
    'query ($where: ArticleWhereInput) { articles(first: 100, where: $where) { nodes { slug } totalCount } }',
    { where },
  )
  expect(articles.totalCount).toBe(articles.nodes.length)
  return articles.nodes.map(({ slug }) => slug).toSorted()
}

const expected = (where: object) => rows.filter((row) => matches(row, where)).map(({ slug }) => slug)

describe('A filter on text', () => {
  const cases: [object, string[]][] = [
    [{ headline: { equals: 'alpha' } }, ['a']],
    [{ headline: { equals: 'ALPHA', mode: 'INSENSITIVE' } }, ['a', 'b']],
    [{ headline: { not: 'alpha' } }, ['b', 'c', 'd', 'e', 'f', 'g', 'h']],
    [{ headline: { in: ['alpha', 'beta', 'none'] } }, ['a', 'e']],
    [{ headline: { in: ['ALPHA'], mode: 'INSENSITIVE' } }, ['a', 'b']],
    [{ headline: { in: [] } }, []],
    [{ headline: { notIn: [] } }, ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']],
    [{ headline: { contains: '%' } }, ['c']],
    [{ headline: { contains: '_' } }, ['c']],
    [{ headline: { contains: '*' } }, ['g']],
    [{ headline: { contains: '\\' } }, ['d']],
    [{ headline: { contains: '"' } }, ['d']],
    [{ headline: { contains: "'" } }, ['d']],
    [{ headline: { startsWith: '100%' } }, ['c']],
    [{ headline: { startsWith: '_' } }, []],
    [{ headline: { endsWith: '_1' } }, ['c']],
    [{ headline: { endsWith: '' } }, ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']],
    [{ headline: { contains: 'BETA', mode: 'INSENSITIVE' } }, ['c', 'd', 'e']],
    [{ headline: { contains: 'BETA' } }, []],
    [{ headline: { contains: 'קהיר' } }, ['f']],
    [{ headline: { startsWith: 'שלום' } }, ['f']],
    [{ kicker: { equals: null } }, ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].filter((slug) => 'dfgh'.includes(slug))],
    [{ kicker: { not: null } }, ['a', 'b', 'c', 'e']],
    [{ kicker: { not: 'News' } }, ['b', 'c', 'd', 'e', 'f', 'g', 'h']],
    [{ kicker: { notIn: ['News', 'news'] } }, ['c', 'd', 'e', 'f', 'g', 'h']],
    [{ kicker: { equals: '' } }, ['c']],
    [{ headline: { gte: 'alpha', lt: 'beta' } }, ['a']],
    [{ NOT: { kicker: { contains: 'ew' } } }, ['c', 'd', 'e', 'f', 'g', 'h']],
  ]

  it.each(cases)('%j', async (where, slugs) => {
    expect(await found(where)).toEqual(slugs)
    expect(expected(where)).toEqual(slugs)
  })
})

describe('A filter on numbers, dates, choices and ids', () => {
  it.each<[object, string[]]>([
    [{ wordCount: { gt: 2, lte: 3 } }, ['a', 'b']],
    [{ wordCount: { not: 0 } }, ['a', 'b', 'c', 'f', 'h']],
    [{ wordCount: { in: [1, 7] } }, ['c', 'h']],
    [{ wordCount: { equals: null } }, []],
    [{ publishedAt: { equals: '2021-06-01T12:00:00Z' } }, ['d']],
    [{ publishedAt: { equals: '2021-06-01T14:00:00+02:00' } }, ['d']],
    [{ publishedAt: { gt: '2021-06-01T12:00:00Z' } }, ['b']],
    [{ publishedAt: { in: ['2021-06-01T12:00:00.001Z', '2021-06-01T12:00:00.000Z'] } }, ['b', 'd']],
    [{ locale: { equals: 'he' } }, ['e', 'f']],
    [{ topics: { some: { kind: { in: ['PLACE', 'SUBJECT'] } } } }, ['a', 'b', 'd', 'f']],
    [{ topics: { some: { rel: { equals: 'ABOUT' }, slug: { equals: 'cairo' } } } }, ['a', 'f']],
    [{ topics: { some: { parent: { slug: { equals: 'world' } } } } }, ['a', 'b', 'f']],
    [{ topics: { some: { parent: { exists: true } } } }, ['a', 'b', 'f']],
    [{ topics: { some: { parent: { exists: true, name: { equals: 'World' } } } } }, ['a', 'b', 'f']],
    [{ topics: { some: { within: { slug: 'world' } } } }, ['a', 'b', 'f']],
    [{ topics: { some: { within: { slug: 'none' } } } }, []],
    [{ topics: { some: { within: { slug: 'world' } } }, locale: { equals: 'en' } }, ['a', 'b']],
    [{ topics: { some: { within: { slug: 'world' } } }, credits: { some: { name: { contains: 'zz' } } } }, []],
    [{ AND: [{ topics: { some: { within: { slug: 'world' } } } }, { locale: { equals: 'he' } }] }, ['f']],
    [{ topics: { some: { within: { slug: 'world' }, rel: { equals: 'ABOUT' } } } }, ['a', 'f']],
    [{ topics: { some: { within: { slug: 'world' } }, none: { rel: { equals: 'ABOUT' } } } }, ['b']],
    [{ topics: { some: { uri: { not: null } } } }, ['a', 'b', 'f']],
    [{ topics: { none: { kind: { equals: 'PLACE' } } } }, ['c', 'd', 'e', 'g', 'h']],
    [{ topics: { every: { kind: { equals: 'PLACE' } } } }, ['b', 'c', 'e', 'g', 'h']],
    [{ topics: { some: {}, none: { rel: { equals: 'MENTIONS' } } } }, ['d', 'f']],
    [{ credits: { some: { author: { slug: { equals: 'ada' } } } } }, ['a', 'f']],
    [{ credits: { some: { author: { jobTitle: { equals: null } } } } }, ['b']],
    [{ credits: { every: { role: { notIn: ['EDITOR'] } } } }, ['a', 'c', 'd', 'e', 'f', 'g', 'h']],
    [{ captions: { some: { image: { width: { gt: 1000 } } } } }, ['e']],
    [{ captions: { some: { image: { creator: { equals: null } } } } }, ['c', 'e']],
    [{ captions: { some: { role: { equals: 'LEAD' }, text: { equals: null } } } }, ['e']],
    [
      { corrections: { some: { kind: { not: 'CORRECTION' }, publishedAt: { lt: '2022-06-01T00:00:00Z' } } } },
      ['d', 'g'],
    ],
    [{ corrections: { every: { text: { equals: 'More' } } }, wordCount: { equals: 0 } }, ['d', 'e']],
  ])('%j', async (where, slugs) => {
    expect(await found(where)).toEqual(slugs)
  })

  it('takes ids, and nothing else for one', async () => {
    const { articles } = await api.query<{ articles: { nodes: { id: string; slug: string }[] } }>(
      '{ articles(orderBy: { headline: ASC }) { nodes { id slug } } }',
    )
    const [one, two] = articles.nodes
    const others = articles.nodes
      .map(({ slug }) => slug)
      .filter((slug) => slug !== one?.slug)
      .toSorted()

    expect(await found({ id: { equals: one?.id } })).toEqual([one?.slug])
    expect(await found({ id: { in: [one?.id, 'garbage', two?.id] } })).toEqual([one?.slug, two?.slug].toSorted())
    expect(await found({ id: { equals: 'garbage' } })).toEqual([])
    expect(await found({ id: { equals: one?.id.replace('article', 'topic') } })).toEqual([])
    expect(await found({ id: { notIn: ['garbage', one?.id] } })).toEqual(others)
    expect(await found({ NOT: { id: { equals: one?.id } } })).toEqual(others)
    expect(await found({ topics: { some: { id: { equals: one?.id } } } })).toEqual([])
  })

  it('works on authors, topics and images alike', async () => {
    expect(
      await api.query(`{
        authors(where: { OR: [{ jobTitle: { equals: null } }, { articleCount: { gt: 5 } }] }) { nodes { slug } totalCount }
        topics(where: { parent: { name: { equals: "World" } }, articleCount: { gte: 3 } }) { nodes { slug } }
        roots: topics(where: { NOT: { parent: {} } }, orderBy: { name: ASC }) { nodes { slug } }
        topLevel: topics(where: { parent: { exists: false } }, orderBy: { name: ASC }) { nodes { slug } totalCount }
        below: topics(where: { parent: { exists: true } }) { nodes { slug } }
        inside: topics(where: { within: { slug: "world" } }, orderBy: { name: ASC }) { nodes { slug } }
        images(where: { width: { lt: 1000 }, creator: { equals: "ADA", mode: INSENSITIVE } }) { totalCount nodes { width } }
      }`),
    ).toEqual({
      authors: { nodes: [{ slug: 'bob' }], totalCount: 1 },
      topics: { nodes: [{ slug: 'cairo' }] },
      roots: { nodes: [{ slug: 'peace' }, { slug: 'world' }] },
      topLevel: { nodes: [{ slug: 'peace' }, { slug: 'world' }], totalCount: 2 },
      below: { nodes: [{ slug: 'cairo' }] },
      inside: { nodes: [{ slug: 'cairo' }, { slug: 'world' }] },
      images: { totalCount: 1, nodes: [{ width: 640 }] },
    })
  })
})

describe('AND, OR and NOT', () => {
  it.each<[object, string[]]>([
    [{}, ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']],
    [{ AND: [] }, ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']],
    [{ OR: [] }, []],
    [{ NOT: [] }, ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']],
    [{ OR: [{ headline: { equals: 'alpha' } }, { locale: { equals: 'he' } }], wordCount: { gt: 0 } }, ['a', 'f']],
    [{ NOT: [{ locale: { equals: 'he' } }, { wordCount: { equals: 0 } }] }, ['a', 'b', 'c', 'h']],
    [{ AND: [{ NOT: { OR: [{ kicker: { equals: 'News' } }, { kicker: { equals: null } }] } }] }, ['b', 'c', 'e']],
  ])('%j', async (where, slugs) => {
    expect(await found(where)).toEqual(slugs)
  })

  const some = (model: Record<string, fc.Arbitrary<unknown>>, most = 2): fc.Arbitrary<object> =>
    fc
      .shuffledSubarray(Object.keys(model), { maxLength: Math.min(most, Object.keys(model).length) })
      .chain((names) =>
        fc.record(Object.fromEntries(names.flatMap((name) => (model[name] ? [[name, model[name]]] : [])))),
      )

  // How letters of other scripts and cases sort is the database's matter, so "before" and "after" are only compared for numbers.
  const text = fc.constantFrom('alpha', 'Alpha', 'beta', 'NEWS', '', '%', '_', "'", '\\', 'קהיר', 'A')
  const texts = fc.array(text, { maxLength: 3 })
  const mode = fc.constantFrom('DEFAULT', 'INSENSITIVE')
  const textFilter = some(
    {
      contains: text,
      startsWith: text,
      endsWith: text,
      equals: fc.option(text),
      not: fc.option(text),
      in: texts,
      notIn: texts,
      mode,
    },
    3,
  )
  const number = fc.integer({ min: -1, max: 8 })
  const numbers = fc.array(number, { maxLength: 3 })
  const numberFilter = some({
    equals: number,
    not: fc.option(number),
    in: numbers,
    notIn: numbers,
    lt: number,
    lte: number,
    gt: number,
    gte: number,
  })
  const kinds = fc.array(fc.constantFrom('PLACE', 'SUBJECT', 'SECTION'), { maxLength: 2 })
  const listFilter = (where: fc.Arbitrary<object>) => some({ some: where, none: where, every: where })
  const simple = {
    headline: textFilter,
    kicker: textFilter,
    wordCount: numberFilter,
    topics: listFilter(
      some({ name: textFilter, kind: some({ in: kinds, notIn: kinds }), parent: some({ slug: textFilter }) }),
    ),
    credits: listFilter(some({ name: textFilter, author: some({ jobTitle: textFilter }) })),
    captions: listFilter(some({ image: some({ width: numberFilter, creator: textFilter }) })),
  }
  const within = (inner: fc.Arbitrary<object>) => {
    const list = fc.array(inner, { minLength: 1, maxLength: 2 })
    return some({ ...simple, AND: list, OR: list, NOT: list }, 3)
  }
  const where = within(within(some(simple)))

  it('mean in SQL what they mean in words', async () => {
    const sizes = new Set<number>()
    await fc.assert(
      fc.asyncProperty(where, async (filter) => {
        const slugs = await found(filter)
        sizes.add(slugs.length)
        expect(slugs).toEqual(expected(filter))
      }),
      { numRuns: 120, seed: 20160312 },
    )
    expect(sizes.size).toBeGreaterThan(3)
  })
})
