import { gzipSync } from 'node:zlib'
import { type Attack, operation } from './send.ts'

/** Requests that took a server from everybody. They are sent at once, from one address. */
export interface KnownAttack {
  readonly requests: readonly Attack[]
  /** Whether nothing of it may be done. Else it may also be answered, as quickly */
  readonly isRefused: boolean
  /** Whether a reporter sends it */
  readonly isReporter?: boolean
}

const times = <Item>(count: number, item: (index: number) => Item): Item[] =>
  Array.from({ length: count }, (_each, index) => item(index))

const repeated = (count: number, text: string): string => times(count, () => text).join(' ')

const WHERE = 'query ($where: ArticleWhereInput) { articles(where: $where) { totalCount } }'

const fields = (count: number, field: string): string =>
  `{ ${times(count, (index) => `f${index}: ${field}`).join(' ')} }`

const deepArray = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth)

const related = (depth: number): string =>
  depth === 0 ? 'nodes { id }' : `nodes { relatedArticles(first: 4) { ${related(depth - 1)} } }`

const relations = (kind: string, inner: object) => times(60, () => ({ [kind]: inner }))

const multipart = (operations: string): Attack => ({
  headers: { 'content-type': 'multipart/form-data; boundary=x', 'apollo-require-preflight': 'true' },
  body: `--x\r\ncontent-disposition: form-data; name="operations"\r\n\r\n${operations}\r\n--x--\r\n`,
})

const json = (body: string): Attack => ({ headers: { 'content-type': 'application/json' }, body })

const refused = (...requests: Attack[]): KnownAttack => ({ requests, isRefused: true })
const bounded = (...requests: Attack[]): KnownAttack => ({ requests, isRefused: false })

const plannerBomb = JSON.stringify({ AND: relations('credits', { some: { name: { contains: 'a' } } }) }).replace(
  /"(\w+)":/g,
  '$1:',
)

/** By what they do. */
export const KNOWN_ATTACKS: Readonly<Record<string, KnownAttack>> = {
  '60 relation conditions in each of 10 root fields': refused(
    operation(fields(10, `articles(where: ${plannerBomb}) { totalCount }`)),
    operation(`query ($where: ArticleWhereInput) ${fields(10, 'articles(where: $where) { totalCount }')}`, {
      where: { AND: relations('credits', { some: { name: { contains: 'a' } } }) },
    }),
  ),
  'relation conditions on everything in one field': bounded(
    operation(WHERE, { where: { AND: relations('captions', { some: { text: { contains: 'a' } } }) } }),
    operation(WHERE, { where: { OR: relations('topics', { every: { topic: { name: { contains: 'a' } } } }) } }),
    operation(WHERE, { where: { NOT: relations('corrections', { none: { text: { contains: 'a' } } }) } }),
  ),
  'a list argument of 65,000 values': refused(
    operation(
      'query ($channels: [ShareChannel!]!) { articles { nodes { shareLinks(channels: $channels) { url } } } }',
      { channels: times(65_000, () => 'X') },
    ),
  ),
  'a list argument of 12,000 values within 64 kB': refused(
    operation(
      'query ($channels: [ShareChannel!]!) { articles { nodes { shareLinks(channels: $channels) { url } } } }',
      { channels: times(12_000, () => 'X') },
    ),
    operation(`{ articles { nodes { shareLinks(channels: [${repeated(1900, 'X')}]) { url } } } }`),
    operation('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids: times(9000, () => 'a') }),
  ),
  '150,000 unknown fields in a variable': refused(
    operation(WHERE, { where: Object.fromEntries(times(150_000, (index) => [`f${index}`, 1])) }),
  ),
  '5,000 unknown fields in a variable within 64 kB': refused(
    operation(WHERE, { where: Object.fromEntries(times(5000, (index) => [`f${index}`, 1])) }),
    operation(WHERE, { where: { headline: { in: times(8000, () => 1) } } }),
  ),
  'long lists of empty conditions': refused(
    operation(WHERE, { where: { OR: times(600_000, () => ({})) } }),
    operation(WHERE, { where: { NOT: times(15_000, () => ({})) } }),
  ),
  'arrays nested 500,000 and 30,000 levels deep': refused(
    json(`{"query":"{ __typename }","variables":{"a":${deepArray(500_000)}}}`),
    json(`{"query":"{ __typename }","variables":{"a":${deepArray(30_000)}}}`),
    json(`{"query":"{ __typename }","extensions":${deepArray(500_000)}}`),
    json(deepArray(30_000)),
  ),
  'variables that the operation does not declare': refused(
    operation('{ __typename }', Object.fromEntries(times(5000, (index) => [`v${index}`, { a: [1] }]))),
    operation('{ __typename }', { a: times(30_000, () => 1) }),
  ),
  'in with 450,000 and 15,000 values': refused(
    operation(WHERE, { where: { slug: { in: times(450_000, () => 'a') } } }),
    operation(WHERE, { where: { slug: { in: times(15_000, () => 'a') } } }),
  ),
  'long texts as arguments': bounded(
    operation('query ($path: String!) { resolvePath(path: $path) { __typename } }', { path: '/'.repeat(1_800_000) }),
    operation('query ($path: String!) { resolvePath(path: $path) { __typename } }', { path: '/'.repeat(60_000) }),
    operation('query ($query: String!) { search(query: $query) { totalCount } }', { query: 'a '.repeat(30_000) }),
    operation('query ($after: String!) { articles(after: $after) { totalCount } }', { after: 'A'.repeat(60_000) }),
  ),
  'a multipart request that nests its operations': refused(
    multipart(`{"query":"{ __typename }","variables":{"a":${deepArray(450_000)}}}`),
    multipart(`{"query":"{ __typename }","variables":{"a":${deepArray(25_000)}}}`),
  ),
  'compressed bodies that grow': refused({
    headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' },
    body: gzipSync(JSON.stringify({ query: `{ ${' '.repeat(50_000_000)} __typename }` })),
  }),
  'fragments that double at every step': refused(
    operation(
      `{ articles { nodes { ...f0 } } } ${times(200, (index) => `fragment f${index} on Article { ...f${index + 1} ...f${index + 1} }`).join(' ')} fragment f200 on Article { id }`,
    ),
  ),
  'documents as large as they may be': refused(
    operation(`{ ${repeated(30_000, 'a')} }`),
    operation('{'.repeat(60_000)),
    operation(`{ articles(where: ${'{ NOT: '.repeat(8000)}{}${'}'.repeat(8000)}) { totalCount } }`),
    operation(`query (${times(3000, (index) => `$v${index}: Int`).join()}) { __typename }`),
  ),
  '30 aliases of relatedArticles on 100 rows': bounded(
    operation(
      `{ articles(first: 100) { nodes ${fields(30, 'relatedArticles(first: 2) { totalCount nodes { id } }')} } }`,
    ),
  ),
  '20 root fields with contains and totalCount': bounded(
    operation(
      fields(20, 'articles(first: 1, where: { headline: { contains: "a", mode: INSENSITIVE } }) { totalCount }'),
    ),
    operation(fields(20, 'search(query: "a the harbour", first: 100) { totalCount edges { snippet } }')),
  ),
  'relatedArticles six levels deep': bounded(operation(`{ articles(first: 10) { ${related(6)} } }`)),
  'one list of 100,000 items in an article': {
    requests: [
      operation(
        'mutation ($input: CreateArticleInput!) { createArticle(input: $input) { article { id } userErrors { code } } }',
        { input: { headline: 'A list', locale: 'en', body: [{ list: { items: times(100_000, () => '<b>a') } }] } },
      ),
    ],
    isRefused: true,
    isReporter: true,
  },
}
