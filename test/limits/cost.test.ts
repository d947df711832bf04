import { readFile } from 'node:fs/promises'
import { buildSchema, parse } from 'graphql'
import { describe, expect, it } from 'vitest'
import { parseEnv } from '../../src/config/env.ts'
import { readExamples } from '../../src/http/explorer/examples.ts'
import { costCounter } from '../../src/limits/cost/operation-cost.ts'
import { ARGUMENTS, FIELDS, FILTERS, PARTS } from '../../src/limits/cost/weights.ts'
import { nodeCounter } from '../../src/limits/node-count.ts'
import { sizeOf } from '../../src/limits/operation-size.ts'
import { fragmentsOf } from '../../src/limits/size-rule.ts'
import { contractOf } from '../contract/operations.ts'
import { testApi } from '../helpers/api.ts'
import { testDatabase } from '../helpers/database.ts'

const schema = buildSchema(await readFile('schema.graphql', 'utf8'))
const docs = await readFile('docs/cost.md', 'utf8')
const { limits } = parseEnv({})
const examples = await readExamples()
const api = await testApi(await testDatabase())

function operationOf(query: string) {
  const document = parse(query)
  const operation = document.definitions.find((definition) => definition.kind === 'OperationDefinition')
  if (!operation) throw new Error('a document without an operation')
  return { operation, fragments: fragmentsOf(document) }
}

function costOf(query: string, variables = {}): number {
  const { operation, fragments } = operationOf(query)
  return costCounter(schema, operation, fragments)(variables)
}

const times = (count: number, text: (index: number) => string) =>
  Array.from({ length: count }, (_, i) => text(i)).join(' ')
const sections = (of: (index: number) => string) => /* GraphQL */ `
  { ${times(8, (index) => `section${index}: ${of(index)}`)} }
  fragment Teaser on Article {
    id slug url kicker headline standfirst byline publishedAt topics { topic { name url } }
    leadImage {
      altText
      avif: srcSet(widths: [320, 640, 1280], aspectRatio: "16:9", format: AVIF)
      webp: srcSet(widths: [320, 640, 1280], aspectRatio: "16:9", format: WEBP)
      fallback: url(width: 1280, aspectRatio: "16:9", format: JPEG)
      image { width height placeholder }
    }
  }`
const FRONT_OF_TOPICS = sections(
  (index) => `topic(slug: "t${index}") { name url articles(first: 6) { nodes { ...Teaser } } }`,
)
/** The same with what `picture` needs in one field. */
const FRONT_OF_SOURCES = FRONT_OF_TOPICS.replace(
  /avif: [\s\S]*?webp: .*/,
  'sources(widths: [320, 640, 1280], aspectRatio: "16:9", formats: [AVIF, WEBP]) { type srcSet }',
)
const FRONT_OF_FILTERS = sections(
  (index) =>
    `articles(first: 6, where: { topics: { some: { slug: { equals: "t${index}" } } } }) { nodes { ...Teaser } }`,
)

describe('the cost of an operation', () => {
  it.each([
    ['a list', '{ articles(first: 10) { nodes { headline } } }', 5 + 10 * 1.05],
    ['a list in a list', '{ articles(first: 10) { nodes { topics { topic { name } } } } }', 5 + 10 * (1 + 5 * 1.05)],
    ['a stored count', '{ articles(first: 10) { totalCount } }', 5 + 20 + 10 * 1.05],
    ['a condition', '{ articles(first: 1, where: { locale: { equals: "en" } }) { nodes { id } } }', 5 + 200 + 1.05],
    ['no condition', '{ articles(first: 1, where: {}) { nodes { id } } }', 5 + 1.05],
    [
      'several conditions',
      '{ topics(first: 1, where: { kind: { in: [PLACE] }, name: { equals: "a", not: "b" } }) { nodes { id } } }',
      5 + 300 + 0.2 + 1.05,
    ],
    [
      'a part of a text',
      '{ articles(first: 1, where: { headline: { contains: "a", mode: INSENSITIVE } }) { nodes { id } } }',
      5 + 450 + 1.05,
    ],
    [
      'a relation',
      '{ articles(first: 1, where: { credits: { some: { author: { name: { equals: "a" } } } } }) { nodes { id } } }',
      5 + 150 + 250 + 250 + 50 + 1.05,
    ],
    [
      'AND, OR and NOT',
      '{ articles(first: 1, where: { OR: [{ NOT: [{ locale: { equals: "en" } }] }, { AND: [{ wordCount: { gt: 1 } }] }] }) { nodes { id } } }',
      5 + 150 + 100 + 1.05,
    ],
    [
      'a count with a filter',
      '{ articles(first: 1, where: { locale: { equals: "en" } }) { nodes { id } totalCount } }',
      5 + 20 + 400 + 1.1,
    ],
    [
      'the count by a fragment',
      '{ articles(first: 1, where: { locale: { equals: "en" } }) { ...C } } fragment C on ArticleConnection { ... { totalCount } }',
      5 + 20 + 400 + 1.05,
    ],
    [
      'related articles',
      '{ articles(first: 100) { nodes { relatedArticles(first: 3) { nodes { headline } } } } }',
      5 + 100 * (1 + 60 + 3 * 1.05),
    ],
    [
      'a search',
      '{ search(query: "a", first: 10) { totalCount edges { snippet } } }',
      5 + 20 + 2500 + 10 * 41.05 + 0.5,
    ],
    ['a search in a list', '{ articles(first: 1, search: "a") { nodes { id } } }', 5 + 1500 + 1.05],
    ['the schema', '{ __schema { queryType { name } } }', 5 + 1000],
    [
      'mutations',
      'mutation { a: deleteImage(input: { id: "x" }) { deletedId } b: deleteImage(input: { id: "y" }) { deletedId } }',
      100.1,
    ],
  ])('counts %s', (_name, query, cost) => {
    expect(costOf(query)).toBe(Math.ceil(cost - 1e-9))
  })

  it('is the same with the values in variables, of the whole filter or of its parts', () => {
    const literal = costOf(
      '{ articles(first: 7, where: { OR: [{ headline: { contains: "a" } }, { slug: { in: ["a", "b"] } }] }) { totalCount } }',
    )
    const query =
      'query ($where: ArticleWhereInput = { wordCount: { gt: 1 } }, $first: Int) { articles(first: $first, where: $where) { totalCount } }'
    const where = { OR: [{ headline: { contains: 'a' } }, { slug: { in: ['a', 'b'] } }] }
    const parts =
      'query ($text: String!, $slugs: [String!]) { articles(first: 7, where: { OR: [{ headline: { contains: $text } }, { slug: { in: $slugs } }] }) { totalCount } }'

    expect(costOf(query, { where, first: 7 })).toBe(literal)
    expect(costOf(parts, { text: 'a', slugs: ['a', 'b'] })).toBe(literal)
    expect(costOf(query, { first: 7 })).toBe(5 + 20 + 400 + 8)
  })
})

describe('an operation over the cost limit', () => {
  it.each([
    [
      '30 aliases of related articles on 100 rows',
      `{ articles(first: 100) { nodes { ${times(30, (i) => `a${i}: relatedArticles(first: 1) { nodes { id } }`)} } } }`,
    ],
    [
      'root fields with contains and a count',
      `{ ${times(16, (i) => `a${i}: articles(first: 1, where: { headline: { contains: "x${i}" } }) { totalCount }`)} }`,
    ],
    [
      'related articles six deep',
      `{ articles(first: 3) { nodes { ${'relatedArticles(first: 3) { nodes { '.repeat(6)} id ${'} }'.repeat(6)} } } }`,
    ],
    [
      '60 conditions on relations',
      `{ articles(first: 1, where: { AND: [${times(60, (i) => `{ topics: { some: { slug: { equals: "x${i}" } } } }`)}] }) { nodes { id } } }`,
    ],
    ['many searches', `{ ${times(5, (i) => `a${i}: search(query: "a${i}", first: 1) { nodes { id } }`)} }`],
  ])('%s: is refused before anything is read', async (_name, query) => {
    const response = await api.app.inject({ method: 'POST', url: '/graphql', payload: { query } })

    expect(response.statusCode).toBe(400)
    const [error] = response.json().errors
    expect(error.extensions).toMatchObject({ code: 'QUERY_TOO_EXPENSIVE', limit: 10_000 })
    expect(error.extensions.measured).toBeGreaterThan(error.extensions.limit)
    expect(response.json().data).toBeUndefined()
  })

  it('says limit and measured cost; the desk has a higher limit', async () => {
    const query = `query ($where: ArticleWhereInput) { articles(first: 1, where: $where) { totalCount } }`
    const where = { OR: Array.from({ length: 20 }, (_, n) => ({ headline: { contains: `x${n}` } })) }

    expect(await api.errors(query, { where })).toEqual([
      {
        message: 'This operation has a cost of 12327; the limit is 10000.',
        extensions: { code: 'QUERY_TOO_EXPENSIVE', limit: 10_000, measured: 12_327 },
      },
    ])
    expect(await api.as('EDITOR').query(query, { where })).toEqual({ articles: { totalCount: 0 } })
  })

  it('gives readers fewer root fields than the desk', async () => {
    const query = `{ ${times(17, (i) => `a${i}: articles(first: 1) { nodes { id } }`)} }`

    const [error] = await api.errors(query)
    expect(error?.extensions).toEqual({ code: 'TOO_MANY_ROOT_FIELDS', limit: 16, measured: 17 })
    expect(await api.as('EDITOR').query(query)).toHaveProperty('a16')
  })
})

describe('GraphQL-Cost: report', () => {
  const QUERY = '{ articles(first: 10) { nodes { headline } } }'
  const asked = (headers: Record<string, string>) =>
    api.app.inject({ method: 'POST', url: '/graphql', headers, payload: { query: QUERY } })

  it('adds cost and limit to the response', async () => {
    const response = await asked({ 'graphql-cost': 'report' })

    expect(response.json().extensions).toEqual({
      cost: { requestedQueryCost: 16, maximumQueryCost: limits.costReaders },
    })
    expect(response.json().data).toEqual({ articles: { nodes: [] } })
  })

  it('is needed for it', async () => {
    expect((await asked({})).json()).not.toHaveProperty('extensions')
  })
})

interface Known {
  readonly source: string
  readonly name: string
  readonly query: string
  readonly isDesk: boolean
}

/** Operations that clients send: of a front page with pictures in three formats, of the contract and of the explorer. */
const KNOWN: readonly Known[] = [
  { source: 'front page', name: '8 topics', query: FRONT_OF_TOPICS, isDesk: false },
  { source: 'front page', name: '8 topics with sources', query: FRONT_OF_SOURCES, isDesk: false },
  { source: 'front page', name: '8 filters', query: FRONT_OF_FILTERS, isDesk: false },
  ...examples.map(({ name, query }) => ({ source: 'explorer', name, query, isDesk: false })),
  ...(['reading', 'editing', 'pictures'] as const).flatMap((source) => {
    const { operation, operationNames } = contractOf(source)
    return operationNames.map((name) => ({ source, name, query: operation(name), isDesk: source !== 'reading' }))
  }),
]

/** What an operation has of each limit, as a part of it. A page whose size is a variable has 20 items. */
function sharesOf({ query, isDesk }: Known) {
  const { operation, fragments } = operationOf(query)
  const size = sizeOf(operation, fragments)
  const cost = costOf(query)
  return {
    cost: { measured: cost, share: cost / (isDesk ? limits.cost : limits.costReaders) },
    others: {
      'root fields': size.width / (isDesk ? limits.rootFields : limits.rootFieldsReaders),
      aliases: size.aliases / limits.aliases,
      fields: size.fields / limits.fields,
      nodes: nodeCounter(schema, operation, fragments)({}) / limits.nodes,
    },
  }
}

const percent = (share: number): string => `${Math.ceil(share * 100)}%`

function roomTable(): string {
  const rows = KNOWN.map((known) => {
    const { cost, others } = sharesOf(known)
    const [name, share] = Object.entries(others).reduce((one, other) => (other[1] > one[1] ? other : one))
    return `| ${known.source} | ${known.name} | ${cost.measured} | ${percent(cost.share)} | ${percent(share)} (${name}) |`
  })
  return ['| of | operation | cost | of the limit | most of another limit |', '|---|---|---|---|---|', ...rows].join(
    '\n',
  )
}

describe('the limits leave room', () => {
  it.each(KNOWN)('for $source $name', (known) => {
    const { cost, others } = sharesOf(known)

    expect(Math.max(cost.share, ...Object.values(others))).toBeLessThanOrEqual(0.5)
  })

  it('as docs/cost.md says', async () => {
    const [before = '', , after = ''] = docs.split(/(?<=<!-- room -->\n)|(?=<!-- end of room -->)/)

    // npx vitest run test/limits/cost -u writes it.
    await expect(`${before}${roomTable()}\n${after}`).toMatchFileSnapshot('../../docs/cost.md')
  })
})

describe('docs/cost.md', () => {
  it('has the weights of the code, and no others', () => {
    const rows = [
      ...Object.values(PARTS).map(({ what, weight }) => `| ${what} | ${weight} |`),
      ...Object.values(FILTERS).map(({ what, weight }) => `| ${what} | ${weight} |`),
      ...Object.entries({ ...FIELDS, ...ARGUMENTS }).map(
        ([name, { what, weight }]) => `| ${name} | ${weight} | ${what} |`,
      ),
    ]
    const isWeight = (line: string) => /^\| [^|]* \| [\d.]+ \|/.test(line) && !line.includes('page')

    expect(docs.split('\n').filter(isWeight)).toEqual(rows)
  })

  it('has the limits of the code', () => {
    expect(docs).toContain(`| readers | ${limits.costReaders.toLocaleString('en')} | MAX_COST_READERS |`)
    expect(docs).toContain(`| signed-in viewers | ${limits.cost.toLocaleString('en')} | MAX_COST |`)
  })

  it('weighs fields that exist', () => {
    for (const name of Object.keys(FIELDS).filter((each) => !each.includes('__'))) {
      const [type = '', field = ''] = name.split('.')
      expect({ name, ...schema.getType(type) }).toHaveProperty(`_fields.${field}`)
    }
  })
})
