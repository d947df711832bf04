import { ApolloClient, gql, HttpLink, InMemoryCache } from '@apollo/client'
import { describe, expect, it } from 'vitest'
import { moduleNamed } from '../docs/snippets.ts'
import { BOTH, BOTH_SAVED, clients, LISTS, newsroom, SAVE, SIDE_BY_SIDE, saved } from './side-by-side.ts'

// Apollo Client with the cache of docs/clients.md.

const { article, given, image, url, headers } = await newsroom()
const { newCache } = await moduleNamed(clients, 'apollo.js')

function client(): ApolloClient {
  const cache: unknown = typeof newCache === 'function' ? newCache() : null
  if (!(cache instanceof InMemoryCache)) throw new Error('apollo.js makes no cache')
  return new ApolloClient({ link: new HttpLink({ uri: url, headers }), cache })
}

const query = gql(SIDE_BY_SIDE)

describe('Apollo Client', () => {
  it('shows the live article and its draft side by side, with the caption in each revision', async () => {
    const { id } = await article()

    const { data } = await client().query({ query, variables: { id } })

    expect(data).toMatchObject(BOTH)
  })

  it('shows a save in the draft that it has, and not in the live article', async () => {
    const apollo = client()
    const made = await article()
    await apollo.query({ query, variables: { id: made.id } })

    await apollo.mutate({ mutation: gql(SAVE), variables: saved(made, image.id) })

    expect(apollo.readQuery({ query, variables: { id: made.id } })).toMatchObject(BOTH_SAVED)
  })

  it('adds pages to the list of their own stage', async () => {
    for (const headline of ['One', 'Two', 'Three']) await given.article({ headline, status: 'DRAFT' })
    await article()
    const apollo = client()
    interface List {
      edges: { node: { stage: string } }[]
      pageInfo: { endCursor: string }
    }
    const { data } = await apollo.query<{ drafts: List }>({ query: gql(LISTS) })
    const list = apollo.watchQuery({ query: gql(LISTS) })
    await list.fetchMore({ variables: { after: data?.drafts.pageInfo.endCursor } })

    const lists = apollo.readQuery<{ live: List; drafts: List }>({ query: gql(LISTS) })

    const stages = (list: List | undefined) => list?.edges.map(({ node }) => node.stage)
    expect(stages(lists?.live)).toEqual(['PUBLISHED', 'PUBLISHED'])
    expect(stages(lists?.drafts)).toEqual(['DRAFT', 'DRAFT', 'DRAFT', 'DRAFT'])
  })

  it('is told when a query forgets the key, and mixes nothing up', async () => {
    const { id } = await article()
    const forgets = gql`query ($id: ID!) { live: article(id: $id) { id headline } draft: article(id: $id, stage: DRAFT) { id headline } }`

    const failure: unknown = await client()
      .query({ query: forgets, variables: { id } })
      .then(
        ({ error }) => error,
        (error: unknown) => error,
      )

    expect(String(failure)).toMatch(/Missing field 'cacheId'|go.apollo.dev/)
  })
})
