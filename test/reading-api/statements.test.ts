import { describe, expect, it } from 'vitest'
import { KHOURY_SLUG } from '../../prisma/seed/content/khoury.ts'
import { idOf } from '../../prisma/seed/identity.ts'
import { contractOf } from '../contract/operations.ts'
import { testApi, type Variables } from '../helpers/api.ts'
import { testDatabase } from '../helpers/database.ts'

const { operation } = contractOf('reading')

const api = await testApi(await testDatabase({ seeded: true }), {
  variables: { MAX_NODES: '100000000', MAX_COST: '1000000000', MAX_COST_READERS: '1000000000' },
})

const EGYPT = `topic_${idOf('topic', 'egypt')}`
const KHOURY = `article_${idOf('article', `en/${KHOURY_SLUG}`)}`

const texts = async (document: string, variables?: Variables) =>
  (await api.statements(document, variables)).map(({ text }) => text)

describe('A request sends one statement for each root field', () => {
  const DEEP = /* GraphQL */ `
    query ($n: Int!) {
      articles(first: $n) {
        totalCount
        pageInfo { hasNextPage hasPreviousPage endCursor }
        nodes {
          headline byline bodyHtml
          credits { author { articles(first: $n) { totalCount nodes { topics { topic { ancestors { children { totalCount } } } } } } } }
          body { ... on ImageBlock { caption { image { uses(first: $n) { nodes { article { slug } caption { text } } } } } } }
          relatedArticles(first: $n) { edges { reasons node { relatedTopics { nodes { articleCount } } } } }
          translations { article { corrections { text } } }
        }
      }
    }
  `

  it.each([
    ['the article page', 1, operation('ArticlePage'), { slug: KHOURY_SLUG }],
    ['the front page', 1, operation('FrontPage'), {}],
    ['a filtered list', 1, operation('Filtered'), {}],
    ['a topic’s page', 1, operation('TopicPage'), { slug: 'egypt' }],
    ['an author’s page', 1, operation('AuthorPage'), { slug: 'jack-khoury' }],
    ['a search', 1, operation('Search'), { query: 'bridge' }],
    ['an address', 1, operation('ResolvePath'), { path: '/article/harbour-bridge-closed-for-repairs' }],
    ['things of six types', 1, operation('Nodes'), { ids: [EGYPT, KHOURY, 'x'] }],
    ['three lists', 3, operation('Lists'), {}],
    ['one row, seven levels deep', 1, DEEP, { n: 1 }],
    ['a hundred rows, seven levels deep', 1, DEEP, { n: 100 }],
    ['nothing but a count', 1, '{ articles { totalCount } }', {}],
    ['nothing found', 1, '{ article(slug: "no-such-article") { topics { topic { name } } } }', {}],
    [
      'the same field under two names',
      2,
      '{ a: articles(first: 1) { nodes { id } } b: articles(last: 1) { nodes { id } } }',
      {},
    ],
    [
      'the same field twice under one',
      1,
      '{ articles(first: 1) { nodes { id } } articles(first: 1) { nodes { slug } } }',
      {},
    ],
    [
      'what is skipped',
      1,
      'query ($no: Boolean = false) { a: articles { totalCount } b: articles @include(if: $no) { totalCount } c: topics @skip(if: true) { totalCount } }',
      {},
    ],
    ['a type’s name', 0, '{ __typename }', {}],
    ['the schema', 0, '{ __schema { queryType { name } } }', {}],
    ['the schema beside data', 1, '{ __type(name: "Article") { name } articles { totalCount } }', {}],
  ])('%s: %i', async (_what, count, document, variables) => {
    expect(await texts(document, variables)).toHaveLength(count)
  })

  it('also when one of them is refused', async () => {
    const before = await texts('{ a: articles { totalCount } }')
    const answer = await api.ask('{ a: article(slug: "x") { id } b: article { id } }')

    expect(before).toHaveLength(1)
    expect(answer.errors).toHaveLength(1)
  })

  it('below: the same field twice with different arguments, fragments, aliases and flags', async () => {
    const document = /* GraphQL */ `
      query ($yes: Boolean!, $no: Boolean!) {
        topic(slug: "egypt") {
          newest: articles(first: 1) { ...Slugs }
          oldest: articles(last: 1) { ...Slugs }
          byHeadline: articles(first: 1, orderBy: { headline: ASC }) { nodes { headline @skip(if: $yes) slug @include(if: $yes) } totalCount @include(if: $no) }
          ... on Addressable { address: path }
          ... @include(if: $no) { name }
          ... @skip(if: $no) { kind }
        }
      }
      fragment Slugs on ArticleConnection { nodes { ... on Node { id } ...Slug } }
      fragment Slug on Article { slug }
    `

    expect(await texts(document, { yes: true, no: false })).toHaveLength(1)
    expect(await api.query(document, { yes: true, no: false })).toEqual({
      topic: {
        newest: {
          nodes: [{ id: expect.stringMatching(/^article_/), slug: 'the-desert-at-night-a-sky-guide-from-sinai' }],
        },
        oldest: { nodes: [{ id: KHOURY, slug: KHOURY_SLUG }] },
        byHeadline: { nodes: [{ slug: 'arabic-for-beginners-needs-a-bigger-room' }] },
        address: '/topic/egypt',
        kind: 'PLACE',
      },
    })
  })
})

describe('A statement reads', () => {
  const read = async (selection: string) => (await texts(`{ articles(first: 3) { ${selection} } }`))[0] ?? ''

  it('no revision for what stands in the article', async () => {
    expect(await read('nodes { id slug path publishedAt }')).not.toMatch(/revision (as|"|t)|join revision/)
  })

  it('of the revision what is selected, and nothing else', async () => {
    const text = await read('nodes { headline }')

    expect(text).toContain('"headline"')
    for (const column of ['body', 'plain_text', 'standfirst', 'kicker', 'word_count', 'editor_note'])
      expect(text).not.toContain(column)
  })

  it('each value once, however often it is shown', async () => {
    const text = await read('nodes { a: headline b: headline path url slug locale direction }')

    expect(text.match(/"headline"/g)).toHaveLength(1)
    expect(text.match(/"slug"/g)?.length).toBeLessThanOrEqual(2)
  })

  it('no count that is not selected', async () => {
    expect(await read('nodes { id }')).not.toMatch(/count\(|live_total/)
    expect(await read('totalCount')).toMatch(/live_total/)
    expect((await texts('{ articles(where: { locale: { equals: "en" } }) { nodes { id } } }'))[0]).not.toMatch(
      /count\(/,
    )
    expect((await texts('{ articles(where: { locale: { equals: "en" } }) { totalCount } }'))[0]).toMatch(/count\(/)
  })

  it('no rows for a count, and no further row where nobody asks for more', async () => {
    expect(await read('totalCount')).not.toMatch(/limit/)
    expect(await read('nodes { id }')).toMatch(/limit 3\b/)
    expect(await read('nodes { id } pageInfo { hasNextPage }')).toMatch(/limit 4\b/)
    expect(await read('nodes { id } pageInfo { endCursor }')).toMatch(/limit 3\b/)
  })

  it('what a variable says only as a parameter', async () => {
    const word = "o'brien; drop table article --"
    const [statement] = await api.statements('query ($w: String!) { search(query: $w) { totalCount } }', {
      w: word,
    })

    expect(statement?.text).not.toContain('brien')
    expect(statement?.parameters).toContain(word)
    expect(
      (await texts(`{ articles(where: { headline: { equals: ${JSON.stringify(word)} } }) { totalCount } }`))[0],
    ).not.toContain('brien')
  })
})

describe('The plan that is kept for a document', () => {
  let copies = 0

  /** The same in a document that the server has never met. */
  async function afresh(document: string, variables: Variables) {
    copies += 1
    return api.ask(`${document}\n# copy ${copies}`, variables)
  }

  /** Which of the sets of variables may share a statement: those of one list must. */
  const cases: [string, string, Variables[][]][] = [
    [
      'texts and ids',
      'query ($slug: String, $id: ID) { article(slug: $slug, id: $id) { slug headline } }',
      [
        [{ slug: KHOURY_SLUG }, { slug: 'who-owns-the-beach' }, { slug: 'none' }, { slug: '' }],
        [{ id: KHOURY }, { id: 'x' }, { id: EGYPT }],
        [
          { slug: KHOURY_SLUG, id: null },
          { slug: 'who-owns-the-beach', id: null },
        ],
      ],
    ],
    [
      'an argument and none',
      'query ($locale: Locale) { article(slug: "harbour-bridge-closed", locale: $locale) { id } }',
      [[{}], [{ locale: null }], [{ locale: 'en' }, { locale: 'he' }, { locale: 'EN' }]],
    ],
    [
      'page sizes',
      'query ($first: Int, $last: Int) { articles(first: $first, last: $last) { nodes { slug } pageInfo { hasNextPage hasPreviousPage } } }',
      [
        [{ first: 2 }],
        [{ first: 3 }],
        [{ last: 2 }],
        [{}],
        [{ first: null, last: 3 }],
        [{ first: 2, last: null }],
        [{ first: 0 }],
        [{ first: 1, last: 1 }],
      ],
    ],
    [
      'orders',
      'query ($o: ArticleOrderByInput) { articles(first: 3, orderBy: $o) { nodes { slug headline } edges { cursor } } }',
      [
        [{}],
        [{ o: null }],
        [{ o: { headline: 'ASC' } }],
        [{ o: { headline: 'DESC' } }],
        [{ o: { wordCount: 'DESC' } }],
      ],
    ],
    [
      'a direction alone',
      'query ($d: OrderDirection!) { topic(slug: "egypt") { articles(first: 2, orderBy: { publishedAt: $d }) { nodes { slug } } } }',
      [[{ d: 'ASC' }], [{ d: 'DESC' }]],
    ],
    [
      'filters, whole',
      'query ($w: ArticleWhereInput) { articles(first: 50, where: $w) { nodes { slug } totalCount } }',
      [
        [{}],
        [{ w: null }],
        [{ w: {} }],
        [{ w: { locale: { equals: 'en' } } }, { w: { locale: { equals: 'he' } } }],
        [{ w: { kicker: { equals: null } } }],
        [{ w: { kicker: { equals: 'Transport' } } }, { w: { kicker: { equals: 'Ostrey' } } }],
        [{ w: { kicker: { not: 'Transport' } } }],
        [
          { w: { kicker: { contains: 'TRANS', mode: 'INSENSITIVE' } } },
          { w: { kicker: { contains: 'ost', mode: 'INSENSITIVE' } } },
        ],
        [
          { w: { kicker: { contains: 'TRANS', mode: 'DEFAULT' } } },
          { w: { kicker: { contains: 'Trans', mode: 'DEFAULT' } } },
        ],
        [{ w: { wordCount: { gt: 100 } } }, { w: { wordCount: { gt: 500 } } }],
        [
          { w: { slug: { in: [] } } },
          { w: { slug: { in: ['who-owns-the-beach'] } } },
          { w: { slug: { in: ['who-owns-the-beach', KHOURY_SLUG] } } },
        ],
        [
          { w: { publishedAt: { gte: '2025-06-01T00:00:00Z' } } },
          { w: { publishedAt: { gte: '2025-06-01T00:00:00+14:00' } } },
          { w: { publishedAt: { gte: '2016-01-01T00:00:00Z' } } },
        ],
        [
          { w: { OR: [{ slug: { equals: KHOURY_SLUG } }, { locale: { equals: 'fr' } }] } },
          { w: { OR: [{ slug: { equals: 'x' } }, { locale: { equals: 'he' } }] } },
        ],
        [{ w: { OR: [{ locale: { equals: 'fr' } }] } }],
        [{ w: { OR: [] } }],
        [{ w: { NOT: [{ locale: { equals: 'en' } }] } }, { w: { NOT: { locale: { equals: 'he' } } } }],
        [{ w: { topics: { some: { kind: { equals: 'PLACE' } } } } }],
        [{ w: { topics: { some: { kind: { equals: 'PERSON' } } } } }],
        [
          { w: { topics: { none: { slug: { equals: 'egypt' } } } } },
          { w: { topics: { none: { slug: { equals: 'transport' } } } } },
        ],
        [{ w: { topics: { every: { slug: { equals: 'egypt' } } } } }],
        [{ w: { captions: { some: {} } } }],
        [{ w: { captions: { none: {} } } }],
      ],
    ],
    [
      'filters, in part',
      'query ($kind: TopicKind, $kinds: [TopicKind!], $n: Int, $name: String, $mode: QueryMode) { topics(first: 60, where: { kind: { equals: $kind, in: $kinds }, articleCount: { gte: $n }, name: { contains: $name, mode: $mode } }) { nodes { slug } } }',
      [
        [{ kind: 'PLACE' }],
        [{ kind: 'PERSON' }],
        [{ kinds: ['PLACE', 'PERSON'] }, { kinds: ['EVENT'] }, { kinds: [] }],
        [{ n: 10 }],
        [{ n: 5 }],
        [{ name: 'an' }, { name: 'Ga' }],
        [
          { name: 'GA', mode: 'INSENSITIVE' },
          { name: 'ga', mode: 'INSENSITIVE' },
        ],
        [{ name: 'GA', mode: null }],
        [{ kind: null }],
      ],
    ],
    [
      'flags',
      'query ($a: Boolean!, $b: Boolean = true) { article(slug: "who-owns-the-beach") { slug @include(if: $a) headline @skip(if: $a) ... @include(if: $b) { locale topics @skip(if: $a) { rel } } } topics(first: 1) @include(if: $b) { totalCount } }',
      [[{ a: true }], [{ a: false }], [{ a: true, b: false }], [{ a: false, b: false }], [{ a: true, b: null }]],
    ],
    [
      'ids in lists',
      'query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }',
      [[{ ids: [] }, { ids: [KHOURY] }, { ids: [EGYPT, 'x', KHOURY, EGYPT] }, { ids: KHOURY }]],
    ],
    [
      'arguments outside the statement',
      `query ($channels: [ShareChannel!], $utm: UtmInput) { article(slug: "who-owns-the-beach") { shareLinks(channels: $channels, utm: $utm) { channel url } } }`,
      [
        [{}],
        [{ channels: ['COPY'] }, { channels: ['X', 'X', 'EMAIL'] }, { channels: [] }],
        [{ utm: { source: 'a' } }, { utm: { source: 'b' } }],
        [{ utm: { campaign: 'c', medium: null } }],
        [{ channels: ['COPY'], utm: { source: 'a' } }],
      ],
    ],
    [
      'paths',
      'query ($path: String!) { resolvePath(path: $path) { __typename ... on Article { slug } ... on Redirect { location } } }',
      [
        [
          { path: '/topic/egypt' },
          { path: `/article/${KHOURY_SLUG}` },
          { path: '/article/harbour-bridge-closed-for-repairs' },
          { path: '' },
        ],
      ],
    ],
    [
      'words',
      'query ($q: String!, $l: Locale) { search(query: $q, locale: $l, first: 3) { totalCount edges { rank headline node { slug } } } }',
      [
        [{ q: 'bridge' }, { q: 'harbour' }, { q: 'Khouri' }, { q: '' }],
        [
          { q: 'bridge', l: 'en' },
          { q: 'bridge', l: 'he' },
        ],
      ],
    ],
  ]

  it.each(cases)('serves other %s', async (_what, document, sets) => {
    const answers = new Map<Variables, unknown>()
    for (const variables of sets.flat()) answers.set(variables, await afresh(document, variables))
    expect([...answers.values()].filter((answer) => JSON.stringify(answer).includes('INTERNAL'))).toEqual([])
    expect(new Set([...answers.values()].map((answer) => JSON.stringify(answer))).size).toBeGreaterThan(1)

    // Forwards and backwards: whichever set made the plan, it must serve the others.
    for (const copy of [document, `${document} `]) {
      const all = copy === document ? sets.flat() : sets.flat().toReversed()
      for (const variables of all) expect(await api.ask(copy, variables)).toEqual(answers.get(variables))
    }
  })

  it.each(cases)('is one statement for %s of one form', async (_what, document, sets) => {
    for (const set of sets) {
      const sent = new Set<string>()
      for (const variables of set) {
        const { errors } = await api.ask(document, variables)
        if (!errors) for (const text of await texts(document, variables)) sent.add(text)
      }
      expect(sent.size).toBeLessThanOrEqual(document.includes('@include(if: $b) { totalCount }') ? 2 : 1)
    }
  })

  it('is prepared under one name, the same for the same text', async () => {
    const document = 'query ($slug: String!) { author(slug: $slug) { name } }'
    const names: (string | undefined)[] = []
    for (const slug of ['jack-khoury', 'callum-breck', 'x', 'jack-khoury'])
      names.push((await api.statements(document, { slug }))[0]?.name)

    expect(names.slice(0, 2)).toEqual([undefined, undefined])
    expect(names[2]).toMatch(/^read_/)
    expect(names[3]).toBe(names[2])
  })

  it('is not mixed up between operations of one document', async () => {
    const document =
      'query A($s: String!) { ...F } query B($s: String!, $x: String) { ...F other: author(slug: $x) { slug } } fragment F on Query { author(slug: $s) { slug } }'
    const ask = async (operationName: string, variables: object) =>
      (
        await api.app.inject({
          method: 'POST',
          url: '/graphql',
          payload: { query: document, operationName, variables },
        })
      ).json<{ data: unknown }>().data

    expect(await ask('A', { s: 'jack-khoury' })).toEqual({ author: { slug: 'jack-khoury' } })
    expect(await ask('B', { s: 'callum-breck', x: 'jack-khoury' })).toEqual({
      author: { slug: 'callum-breck' },
      other: { slug: 'jack-khoury' },
    })
    expect(await ask('A', { s: 'callum-breck' })).toEqual({ author: { slug: 'callum-breck' } })
  })
})
