import { ApolloClient, gql, HttpLink, InMemoryCache } from '@apollo/client'
import { GraphQLWsLink } from '@apollo/client/link/subscriptions'
import { createClient as createSseClient } from 'graphql-sse'
import { expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { atEnd } from '../helpers/at-end.ts'
import { testDatabase } from '../helpers/database.ts'
import { givenIn } from '../helpers/given.ts'
import { acted } from '../workflow/acting.ts'
import { end, got, type Heard, liveServer, type Subscription, subscribeWith } from './live-server.ts'

const database = await testDatabase()
const variables = {
  RESPONSE_CACHE_BYTES: '0',
  MAX_LIVE_CONNECTIONS_ADDRESS: '1000',
  CORS_ORIGINS: 'https://site.example',
}
const server = await liveServer(database, { variables })
const editor = server.as('EDITOR')
const given = givenIn(database)
const { token } = await editor.user()

const QUERY = `subscription Live($slug: String!) {
  articleChanges(where: { slug: $slug }) { kind changedFields article { headline } } }`

type Transport = readonly [name: string, subscribe: (subscription: Subscription, token?: string) => Heard]

const headersOf = (held?: string): Record<string, string> =>
  held === undefined ? {} : { authorization: `Bearer ${held}` }

const byWebSocket = (subscription: Subscription, held?: string) =>
  subscribeWith(server.webSocketClient(held), subscription)

function bySse(subscription: Subscription, held?: string): Heard {
  const client = createSseClient({ url: server.url, retryAttempts: 0, headers: headersOf(held) })
  atEnd(() => client.dispose())
  return subscribeWith(client, subscription)
}

function byApollo(link: ApolloClient.Options['link']) {
  return ({ query, variables: given = {} }: Subscription): Heard => {
    const client = new ApolloClient({ cache: new InMemoryCache(), link })
    atEnd(() => client.stop())
    return subscribeWith(
      {
        subscribe(_payload, sink) {
          const running = client
            .subscribe({ query: gql(query), variables: { ...given }, fetchPolicy: 'no-cache' })
            .subscribe({
              next: ({ data, error }) => (error ? sink.error(error) : sink.next({ data })),
              error: sink.error,
              complete: sink.complete,
            })
          return () => running.unsubscribe()
        },
      },
      { query },
    )
  }
}

const TRANSPORTS: readonly Transport[] = [
  ['graphql-ws', byWebSocket],
  ['graphql-sse', bySse],
  [
    'Apollo Client over multipart',
    (subscription, held) => byApollo(new HttpLink({ uri: server.url, headers: headersOf(held) }))(subscription),
  ],
  [
    'Apollo Client over graphql-ws',
    (subscription, held) => byApollo(new GraphQLWsLink(server.webSocketClient(held)))(subscription),
  ],
]

async function begun(heard: Heard, count: number): Promise<Heard> {
  await expect
    .poll(() => server.app.live?.counts().subscriptions === count || heard.ended, { timeout: 30_000 })
    .toBeTruthy()
  return heard
}

it.each(TRANSPORTS)('%s gets changes, several at a time, until it stops', async (_name, subscribe) => {
  const article = await given.article({ status: 'DRAFT', headline: 'שלום' })
  const one = await begun(subscribe({ query: QUERY, variables: { slug: article.slug } }), 1)
  const other = await begun(subscribe({ query: QUERY, variables: { slug: article.slug } }, token), 2)

  const { version } = await acted(editor, 'publishArticle', article)
  await acted(editor, 'withdrawArticle', { id: article.id, version }, { reason: 'A complaint' })

  for (const heard of [one, other]) {
    expect(await got(heard, 2)).toMatchObject([
      { kind: 'PUBLISHED', changedFields: [], article: { headline: 'שלום' } },
      { kind: 'WITHDRAWN', changedFields: [], article: null },
    ])
    heard.stop()
  }
  await server.running(0)
})

it.each(TRANSPORTS)('%s gets the errors of an operation, or of a token', async (_name, subscribe) => {
  const bad = await end(subscribe({ query: 'subscription { articleChanges { nothing } }' }))
  const cursor = await end(subscribe({ query: 'subscription { articleChanges(after: "x") { kind } }' }))
  const stranger = await end(subscribe({ query: 'subscription { articleChanges { kind } }' }, 'cpd_nobody'))

  for (const error of [bad, cursor, stranger]) expect(error).not.toBeNull()
  await server.running(0)
})

it.each(TRANSPORTS)('%s loses its subscription within a second when the token is revoked', async (_name, subscribe) => {
  const name = `Noa of ${_name}`
  const colleague = await server.as('REPORTER', name).user()
  const heard = await begun(subscribe({ query: 'subscription { articleChanges { kind } }' }, colleague.token), 1)

  await database.prisma.accessToken.updateMany({ where: { userId: colleague.uuid }, data: { revokedAt: new Date() } })

  expect(await failure(heard)).not.toBeNull()
  await server.running(0)
})

/** What a subscription ended with: by Server-Sent Events it is in the last result. */
async function failure(heard: Heard): Promise<unknown> {
  return (await end(heard)) ?? heard.results.at(-1)?.errors ?? null
}

it('only the pages of the site may open a WebSocket', async () => {
  const statusFor = (origin: string) =>
    new Promise<number | undefined>((resolve) => {
      const socket = new WebSocket(server.webSocketUrl, 'graphql-transport-ws', { origin })
      socket.on('unexpected-response', (_request, { statusCode }) => resolve(statusCode))
      socket.on('error', () => {})
      socket.on('open', () => {
        resolve(101)
        socket.close()
      })
    })

  expect([await statusFor('https://site.example'), await statusFor('https://other.example')]).toEqual([101, 403])
})

it('queries and mutations are refused over a WebSocket, and subscriptions without a stream', async () => {
  const error = await end(byWebSocket({ query: '{ topics { totalCount } }' }))
  const { errors } = await server.ask('subscription { articleChanges { kind } }')

  expect(error).toMatchObject([{ extensions: { code: 'BAD_REQUEST' } }])
  expect(errors).toMatchObject([{ extensions: { code: 'BAD_REQUEST' } }])
})
