import { readFileSync } from 'node:fs'
import { ApolloClient, HttpLink, InMemoryCache } from '@apollo/client'
import { cacheExchange, createClient, fetchExchange } from '@urql/core'
import { buildSchema, isAbstractType, parse } from 'graphql'
import { describe, expect, it } from 'vitest'
import { KHOURY_SLUG } from '../../prisma/seed/content/khoury.ts'
import { idOf } from '../../prisma/seed/identity.ts'
import { contractOf } from '../contract/operations.ts'
import { testApp } from '../helpers/api.ts'
import { testDatabase } from '../helpers/database.ts'

const { operation, operationNames } = contractOf('reading')

// The clients that front-ends use, as they come from npm, against the server on a port.

const app = await testApp(await testDatabase({ seeded: true }))
const url = `${await app.listen({ host: '127.0.0.1', port: 0 })}/graphql`

// What a front-end's code generator tells the cache of unions and interfaces.
const schema = buildSchema(readFileSync(new URL('../../schema.graphql', import.meta.url), 'utf8'))
const possibleTypes = Object.fromEntries(
  Object.values(schema.getTypeMap())
    .filter(isAbstractType)
    .map((type) => [type.name, schema.getPossibleTypes(type).map(({ name }) => name)]),
)

const apolloBy = (useGETForQueries: boolean) =>
  new ApolloClient({ link: new HttpLink({ uri: url, useGETForQueries }), cache: new InMemoryCache({ possibleTypes }) })
const apollo = () => apolloBy(false)
const apolloByGet = () => apolloBy(true)
// urql sends queries by GET unless told otherwise.
const urql = () => createClient({ url, exchanges: [cacheExchange, fetchExchange], preferGetMethod: 'within-url-limit' })
const urqlByPost = () => createClient({ url, exchanges: [cacheExchange, fetchExchange], preferGetMethod: false })

const EGYPT = `topic_${idOf('topic', 'egypt')}`

const HEADLINE = 'Senior Hamas Officials Travel to Cairo to Mend Egypt Ties'

const asked: Record<string, [variables: Record<string, unknown>, part: object]> = {
  ArticlePage: [
    { slug: KHOURY_SLUG },
    {
      article: {
        headline: HEADLINE,
        byline: 'By Jack Khoury',
        leadImage: { credit: 'Reuters' },
        body: expect.arrayContaining([
          expect.objectContaining({ attribution: 'Sami Abu Zuhri, Hamas spokesman, in a statement' }),
        ]),
      },
    },
  ],
  FrontPage: [{}, { articles: { totalCount: expect.any(Number), pageInfo: { hasNextPage: true } } }],
  Filtered: [{}, { articles: { nodes: [{ headline: HEADLINE }] } }],
  TopicPage: [{ slug: 'egypt' }, { topic: { id: EGYPT, parent: { slug: 'middle-east' } } }],
  AuthorPage: [{ slug: 'jack-khoury' }, { author: { name: 'Jack Khoury', articles: { totalCount: 2 } } }],
  Search: [{ query: 'Cairo delegation' }, { search: { edges: [{ node: { slug: KHOURY_SLUG } }] } }],
  ResolvePath: [{ path: `/article/${KHOURY_SLUG}` }, { resolvePath: { __typename: 'Article', headline: HEADLINE } }],
  Nodes: [{ ids: [EGYPT, 'x'] }, { nodes: [{ __typename: 'Topic', id: EGYPT }, null] }],
  Lists: [{}, { authors: { totalCount: 13 } }],
}

describe.each(operationNames)('%s', (name) => {
  const [variables, part] = asked[name] ?? [{}, {}]

  it.each([
    ['POST', apollo],
    ['GET', apolloByGet],
  ])('through Apollo Client by %s', async (_method, client) => {
    const { data, error } = await client().query({ query: parse(operation(name)), variables })

    expect(error).toBeUndefined()
    expect(data).toMatchObject(part)
  })

  it.each([
    ['GET', urql],
    ['POST', urqlByPost],
  ])('through urql by %s', async (_method, client) => {
    const { data, error } = await client().query(operation(name), variables).toPromise()

    expect(error).toBeUndefined()
    expect(data).toMatchObject(part)
  })
})

describe('Apollo Client', () => {
  it('reads a thing from its cache by the id that the API gave', async () => {
    const client = apollo()
    await client.query({ query: parse(operation('TopicPage')), variables: { slug: 'egypt' } })

    const egypt = client.readFragment({
      id: client.cache.identify({ __typename: 'Topic', id: EGYPT }) ?? '',
      fragment: parse('fragment F on Topic { name slug }'),
    })

    expect(egypt).toMatchObject({ name: 'Egypt', slug: 'egypt' })
  })

  it('is told what is wrong, with a code', async () => {
    const failure: unknown = await apollo()
      .query({ query: parse(operation('Search')), variables: { query: '' } })
      .then(
        ({ error }) => error,
        (error: unknown) => error,
      )

    expect(failure).toMatchObject({ errors: [{ path: ['search'], extensions: { code: 'BAD_USER_INPUT' } }] })
  })
})

describe('urql', () => {
  it('is told what is wrong, with a code', async () => {
    const { error } = await urql().query(operation('Search'), { query: '' }).toPromise()

    expect(error?.graphQLErrors[0]).toMatchObject({ path: ['search'], extensions: { code: 'BAD_USER_INPUT' } })
  })
})
