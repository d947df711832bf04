import { beforeAll, describe, expect, it } from 'vitest'
import { testApi } from '../helpers/api.ts'
import { testDatabase } from '../helpers/database.ts'
import { givenIn } from '../helpers/given.ts'

const database = await testDatabase()
const api = await testApi(database)
const given = givenIn(database)

beforeAll(async () => {
  const topic = await given.topic({ slug: 'a-topic' })
  await given.article({ slug: 'an-article', topics: [topic] })
})

const LISTS = ['articles', 'authors', 'topics', 'images', 'search(query: "x")']
const forged = (...parts: unknown[]) => Buffer.from(JSON.stringify(parts)).toString('base64url')
const ID = '60e5abd8-6d22-5732-9d9f-9fe1236fd71c'
const NEWEST = 'Query.articles publishedAt DESC'

/** Nothing of tables, statements or drivers. */
const INSIDE =
  /select|relation|column|syntax|operator|uuid|invalid input|timestamptz|live_|revision|node_modules|\.ts\b/i

async function refusal(document: string, variables?: object) {
  const [error, ...more] = await api.errors(document, { ...variables })
  expect(more).toEqual([])
  expect(error?.message).not.toMatch(INSIDE)
  return error
}

describe('A page size', () => {
  it.each([0, 101, -1, 2_147_483_647])('of %i is refused in every list', async (size) => {
    for (const name of ['first', 'last']) {
      for (const list of LISTS) {
        const field = list.includes('(') ? list.replace(')', `, ${name}: $size)`) : `${list}(${name}: $size)`
        expect(await refusal(`query ($size: Int) { list: ${field} { totalCount } }`, { size })).toMatchObject({
          message: `\`${name}\` must be 1 to 100, and is ${size}.`,
          path: ['list'],
          extensions: { code: 'BAD_USER_INPUT', argument: name, allowed: '1 to 100' },
        })
      }
    }
  })

  it('is refused below, at the field where it stands', async () => {
    expect(await refusal('{ topic(slug: "a-topic") { all: articles(first: 101) { totalCount } } }')).toMatchObject({
      path: ['topic', 'all'],
      locations: [{ line: 1, column: 28 }],
      extensions: { code: 'BAD_USER_INPUT', allowed: '1 to 100' },
    })
  })

  it('from both ends at once is refused', async () => {
    expect(await refusal('{ articles(first: 1, last: 1) { totalCount } }')).toMatchObject({
      path: ['articles'],
      extensions: { code: 'BAD_USER_INPUT', argument: 'last', allowed: '`first` or `last`, not both' },
    })
  })
})

describe('A cursor', () => {
  const cursorOf = async (field: string) => {
    const { list } = await api.query<{ list: { pageInfo: { endCursor: string } } }>(
      `{ list: ${field} { pageInfo { endCursor } } }`,
    )
    return list.pageInfo.endCursor
  }

  it.each([
    ['of another list', () => cursorOf('topics')],
    ['of another order', () => cursorOf('articles(orderBy: { headline: DESC })')],
    ['of the other direction', () => cursorOf('articles(orderBy: { publishedAt: ASC })')],
    ['that is empty', async () => ''],
    ['that is garbage', async () => '🗞 not a cursor'],
    ['that is JSON but no cursor', async () => forged({ list: NEWEST })],
    ['without a position', async () => forged(NEWEST)],
    ['with too much', async () => forged(NEWEST, '2016-03-12T00:00:00+00:00', ID, 1)],
    ['whose date is a number', async () => forged(NEWEST, 1, ID)],
    ['whose date only JavaScript reads', async () => forged(NEWEST, 'Sat Mar 12 2016', ID)],
    ['whose date is in the year 0', async () => forged(NEWEST, '0000-01-01T00:00:00+00:00', ID)],
    ['whose date does not end', async () => forged(NEWEST, 'infinity', ID)],
    ['whose id is none', async () => forged(NEWEST, '2016-03-12T00:00:00+00:00', `${ID}' or true --`)],
  ])('%s is refused', async (_what, make) => {
    const cursor = await make()
    for (const name of ['after', 'before']) {
      expect(
        await refusal(`query ($cursor: String) { articles(${name}: $cursor) { nodes { id } } }`, { cursor }),
      ).toMatchObject({
        path: ['articles'],
        extensions: {
          code: 'BAD_USER_INPUT',
          argument: name,
          allowed: expect.stringMatching(/^a cursor of this list/),
        },
      })
    }
  })

  it.each([
    ['wordCount', 1e15],
    ['wordCount', 1.5],
    ['headline', 'a\0b'],
  ])('with a %s of %j is refused', async (order, value) => {
    const cursor = forged(`Query.articles ${order} DESC`, value, ID)

    expect(
      await refusal(
        `query ($cursor: String) { articles(after: $cursor, orderBy: { ${order}: DESC }) { nodes { id } } }`,
        { cursor },
      ),
    ).toMatchObject({ extensions: { code: 'BAD_USER_INPUT', argument: 'after' } })
  })

  it('that somebody made well is a place in the list like any other', async () => {
    const after = forged(NEWEST, '2016-02-30T00:00:00+00:00', ID)

    expect(await api.query('query ($after: String) { articles(after: $after) { nodes { id } } }', { after })).toEqual({
      articles: { nodes: [] },
    })
  })
})

describe('One thing', () => {
  it.each(['article', 'author', 'topic'])('%s is asked for by id or by slug: one of them', async (field) => {
    const allowed = { code: 'BAD_USER_INPUT', allowed: '`id` or `slug`' }

    for (const given of ['', '(id: "x", slug: "x")', '(id: null)', '(slug: null)', '(id: null, slug: null)']) {
      expect(await refusal(`{ thing: ${field}${given} { id } }`)).toMatchObject({
        path: ['thing'],
        extensions: allowed,
      })
    }
    expect(await api.query(`{ ${field}(id: "x", slug: null) { id } }`)).toEqual({ [field]: null })
  })

  it('is null for an id that is none, or is another type’s', async () => {
    for (const id of [
      '',
      'x',
      ID,
      `topic_${ID}`,
      `article_${ID.toUpperCase()}`,
      `article_${ID} `,
      "article_' or true --",
      'article_\0',
    ]) {
      expect(
        await api.query(
          'query ($id: ID!) { article(id: $id) { id } image(id: $id) { id } author(id: $id) { id } node(id: $id) { id } }',
          { id },
        ),
      ).toEqual({
        article: null,
        image: null,
        author: null,
        node: null,
      })
    }
  })

  it('is one of a hundred ids at most', async () => {
    const ask = (ids: string[]) => ['query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids }] as const

    expect(await api.query(...ask(Array(100).fill('x')))).toEqual({ nodes: Array(100).fill(null) })
    expect(await api.query(...ask([]))).toEqual({ nodes: [] })
    expect(await refusal(...ask(Array(101).fill('x')))).toMatchObject({
      path: ['nodes'],
      extensions: { code: 'BAD_USER_INPUT', argument: 'ids', allowed: 'up to 100 ids' },
    })
  })
})

describe('Search', () => {
  const SEARCH = 'query ($query: String!, $locale: Locale) { search(query: $query, locale: $locale) { totalCount } }'

  it.each(['', '   ', '-', '"" | & !', '\n\t', '🗞', '\0'])('refuses %j: no word is in it', async (query) => {
    expect(await refusal(SEARCH, { query })).toMatchObject({
      path: ['search'],
      extensions: { code: 'BAD_USER_INPUT', argument: 'query', allowed: 'at least one letter or digit' },
    })
  })

  it('takes 200 characters and no more', async () => {
    expect(await api.query(SEARCH, { query: 'x'.repeat(200) })).toEqual({ search: { totalCount: 0 } })
    expect(await refusal(SEARCH, { query: 'x'.repeat(201) })).toMatchObject({
      path: ['search'],
      extensions: { code: 'BAD_USER_INPUT', argument: 'query', allowed: 'up to 200 characters' },
    })
  })

  it.each(['English', 'klingon', 'xx', 'zz-ZZ', 'e', 'not a locale', 'en_US!', ''])(
    'refuses the locale %j',
    async (locale) => {
      expect(await refusal(SEARCH, { query: 'x', locale })).toMatchObject({ extensions: { code: 'BAD_USER_INPUT' } })
      expect(
        await refusal('query ($locale: Locale) { article(slug: "an-article", locale: $locale) { id } }', { locale }),
      ).toMatchObject({ extensions: { code: 'BAD_USER_INPUT' } })
    },
  )

  it.each(['"unclosed', 'a & | ! b', '((((', ':*', "o'neill \\", '<-> <2>', 'a:*b', "' || pg_sleep(1) --"])(
    'takes %j as words',
    async (query) => {
      expect(await api.ask(SEARCH, { query: `nowhere ${query}` })).toEqual({ data: { search: { totalCount: 0 } } })
    },
  )
})

describe('A filter', () => {
  const ask = (where: object) =>
    ['query ($where: ArticleWhereInput) { articles(where: $where) { totalCount } }', { where }] as const

  it('takes null for equality alone', async () => {
    for (const operator of ['lt', 'lte', 'gt', 'gte', 'in', 'notIn', 'contains', 'startsWith', 'endsWith']) {
      expect(await refusal(...ask({ headline: { [operator]: null } }))).toMatchObject({
        path: ['articles'],
        extensions: { code: 'BAD_USER_INPUT', argument: operator, allowed: 'a value, or omit it' },
      })
    }
  })

  it.each([
    ['articles', 'ArticleWhereInput', { headline: null }, 'headline'],
    ['articles', 'ArticleWhereInput', { AND: null }, 'AND'],
    ['articles', 'ArticleWhereInput', { OR: null }, 'OR'],
    ['articles', 'ArticleWhereInput', { NOT: [{ NOT: null }] }, 'NOT'],
    ['articles', 'ArticleWhereInput', { topics: null }, 'topics'],
    ['articles', 'ArticleWhereInput', { topics: { some: null } }, 'some'],
    ['articles', 'ArticleWhereInput', { topics: { some: { within: null } } }, 'within'],
    ['articles', 'ArticleWhereInput', { credits: { none: { author: null } } }, 'author'],
    ['articles', 'ArticleWhereInput', { headline: { equals: 'x', mode: null } }, 'mode'],
    ['topics', 'TopicWhereInput', { parent: null }, 'parent'],
    ['topics', 'TopicWhereInput', { parent: { exists: null } }, 'exists'],
    ['authors', 'AuthorWhereInput', { name: null }, 'name'],
    ['images', 'ImageWhereInput', { width: null }, 'width'],
  ])('of %s that is null is refused, and not ignored: %s %j', async (field, type, where, argument) => {
    const query = `query ($where: ${type}) { ${field}(where: $where) { totalCount } }`

    expect(await refusal(query, { where })).toMatchObject({ extensions: { code: 'BAD_USER_INPUT', argument } })
  })

  it.each([
    [{ exists: false, name: { equals: 'World' } }, 'exists'],
    [{ within: { id: 'topic_1', slug: 'world' } }, 'within'],
    [{ within: {} }, 'within'],
  ])('on a topic that contradicts itself is refused: %j', async (parent, argument) => {
    const query = 'query ($where: TopicWhereInput) { topics(where: $where) { totalCount } }'

    expect(await refusal(query, { where: { parent } })).toMatchObject({
      extensions: { code: 'BAD_USER_INPUT', argument },
    })
  })

  it('says that no text has a NUL', async () => {
    for (const headline of [
      { equals: 'a\0' },
      { contains: '\0' },
      { in: ['a', 'b\0'] },
      { not: '\0', mode: 'INSENSITIVE' },
    ]) {
      expect(await refusal(...ask({ AND: [{ headline }] }))).toMatchObject({
        path: ['articles'],
        extensions: {
          code: 'BAD_USER_INPUT',
          argument: `where.AND.0.headline.${Object.keys(headline)[0]}`,
          allowed: 'text without U+0000',
        },
      })
    }
    expect(await refusal('query ($slug: String) { article(slug: $slug) { id } }', { slug: '\0' })).toMatchObject({
      path: ['article'],
      extensions: { code: 'BAD_USER_INPUT', argument: 'slug' },
    })
  })

  it.each(['0000-01-01T00:00:00Z', '9999-12-31T23:59:59-12:00'])('says that %s is no date of ours', async (date) => {
    expect(await refusal(...ask({ publishedAt: { gt: date } }))).toMatchObject({
      path: ['articles'],
      extensions: {
        code: 'BAD_USER_INPUT',
        allowed: 'a date with a time and an offset in the years 1 to 9999, e.g. "2026-11-28T10:00Z"',
      },
    })
  })

  it.each([
    ['yesterday', { publishedAt: { gt: 'yesterday' } }],
    ['a day that is none', { publishedAt: { gt: '2016-02-30T00:00:00Z' } }],
    ['a number too large', { wordCount: { gt: 3_000_000_000 } }],
    ['a role that is none', { credits: { some: { role: { equals: 'COOK' } } } }],
    ['a field that is none', { nonsense: { contains: 'x' } }],
    ['half an operator', { headline: { like: 'x' } }],
  ])('refuses %s', async (_what, where) => {
    expect(await refusal(...ask(where))).toMatchObject({ extensions: { code: 'BAD_USER_INPUT' } })
  })
})

describe('An order', () => {
  it.each([
    {},
    { publishedAt: 'ASC', headline: 'ASC' },
    { publishedAt: null },
    { publishedAt: 'asc' },
    { headline: 1 },
  ])('of %j is refused', async (orderBy) => {
    expect(
      await refusal('query ($orderBy: ArticleOrderByInput) { articles(orderBy: $orderBy) { totalCount } }', {
        orderBy,
      }),
    ).toMatchObject({
      extensions: { code: 'BAD_USER_INPUT' },
    })
  })
})

describe('Share links', () => {
  it('are refused for a campaign too long to be one, and for an unknown channel', async () => {
    const share =
      'query ($utm: UtmInput) { article(slug: "an-article") { links: shareLinks(channels: [COPY], utm: $utm) { url } } }'

    expect(await refusal(share, { utm: { campaign: 'x'.repeat(101) } })).toMatchObject({
      path: ['article', 'links'],
      extensions: { code: 'BAD_USER_INPUT', argument: 'utm.campaign', allowed: 'up to 100 characters' },
    })
    expect(await refusal('{ article(slug: "an-article") { shareLinks(channels: [FAX]) { url } } }')).toMatchObject({
      extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
    })
  })
})

describe('What else was asked', () => {
  it('is answered where it may be null, and nothing is sent twice', async () => {
    const document = '{ fine: article(slug: "an-article") { slug } wrong: article { slug } }'

    expect(await api.ask(document)).toMatchObject({
      data: { fine: { slug: 'an-article' }, wrong: null },
      errors: [{ path: ['wrong'], extensions: { code: 'BAD_USER_INPUT' } }],
    })
  })
})
