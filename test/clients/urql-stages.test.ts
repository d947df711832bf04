import { type Client, createClient, type Exchange, fetchExchange } from '@urql/core'
import { describe, expect, it } from 'vitest'
import { moduleNamed } from '../docs/snippets.ts'
import { BOTH, BOTH_SAVED, clients, LISTS, newsroom, SAVE, SIDE_BY_SIDE, saved } from './side-by-side.ts'

// urql with the cache of docs/clients.md.

const { article, given, image, url, headers } = await newsroom()
const { newCacheExchange } = await moduleNamed(clients, 'urql.js')

function client(): Client {
  if (typeof newCacheExchange !== 'function') throw new Error('urql.js makes no exchange')
  const cacheExchange: Exchange = newCacheExchange()
  return createClient({
    url,
    fetchOptions: { headers },
    preferGetMethod: false,
    exchanges: [cacheExchange, fetchExchange],
  })
}

const cached = (urql: Client, query: string, variables: object) =>
  urql.query(query, variables, { requestPolicy: 'cache-only' }).toPromise()

describe('urql with Graphcache', () => {
  it('shows the live article and its draft side by side, with the caption in each revision', async () => {
    const { id } = await article()
    const urql = client()

    const { data } = await urql.query(SIDE_BY_SIDE, { id }).toPromise()

    expect(data).toMatchObject(BOTH)
    expect((await cached(urql, SIDE_BY_SIDE, { id })).data).toMatchObject(BOTH)
  })

  it('shows a save in the draft that it has, and not in the live article', async () => {
    const urql = client()
    const made = await article()
    await urql.query(SIDE_BY_SIDE, { id: made.id }).toPromise()

    await urql.mutation(SAVE, saved(made, image.id)).toPromise()

    expect((await cached(urql, SIDE_BY_SIDE, { id: made.id })).data).toMatchObject(BOTH_SAVED)
  })

  it('adds pages to the list of their own stage', async () => {
    for (const headline of ['One', 'Two', 'Three']) await given.article({ headline, status: 'DRAFT' })
    await article()
    const urql = client()
    const first = await urql.query(LISTS, {}).toPromise()
    await urql.query(LISTS, { after: first.data.drafts.pageInfo.endCursor }).toPromise()

    const { data } = await cached(urql, LISTS, {})

    const stages = (list: { edges: { node: { stage: string } }[] }) => list.edges.map(({ node }) => node.stage)
    expect(stages(data.live)).toEqual(['PUBLISHED', 'PUBLISHED'])
    expect(stages(data.drafts)).toEqual(['DRAFT', 'DRAFT', 'DRAFT', 'DRAFT'])
  })

  it('mixes nothing up when a query forgets the key', async () => {
    const { id } = await article()
    const forgets =
      'query ($id: ID!) { live: article(id: $id) { id headline } draft: article(id: $id, stage: DRAFT) { id headline } }'
    const urql = client()
    await urql.query(forgets, { id }).toPromise()

    const { data } = await cached(urql, forgets, { id })

    expect(data).toMatchObject({ live: { headline: 'Live' }, draft: { headline: 'Draft' } })
  })
})
