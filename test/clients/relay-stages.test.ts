import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import {
  commitMutation,
  createOperationDescriptor,
  Environment,
  type FetchFunction,
  fetchQuery,
  type GraphQLResponse,
  type GraphQLTaggedNode,
  getFragment,
  getRequest,
  getSingularSelector,
  type Variables,
} from 'relay-runtime'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { graphqlNamed, moduleNamed } from '../docs/snippets.ts'
import { compile, project } from './relay-project.ts'
import { BOTH, BOTH_SAVED, clients, newsroom, SAVE, SIDE_BY_SIDE, saved } from './side-by-side.ts'

// Relay with the environment of docs/clients.md, on what Relay's compiler makes of its operations.

const { article, given, image, url, headers } = await newsroom()
const { newEnvironment } = await moduleNamed(clients, 'relay.js')

const { default: config } = await moduleNamed(clients, 'relay.config.js')

const UNKEYED = SIDE_BY_SIDE.replaceAll('cacheId', '').replace('SideBySideQuery', 'UnkeyedQuery')

const folder = await project(
  {
    SideBySide: SIDE_BY_SIDE,
    Save: SAVE,
    Unkeyed: UNKEYED,
    Desk: graphqlNamed(clients, 'DeskQuery'),
    History: graphqlNamed(clients, 'History_article'),
  },
  typeof config === 'object' && config !== null ? config : {},
)
await compile(folder)

async function made(name: string): Promise<GraphQLTaggedNode> {
  const file = pathToFileURL(join(folder, 'made', `${name}.graphql.js`)).href
  const module: { default: GraphQLTaggedNode } = await import(/* @vite-ignore */ file)
  return module.default
}

const graphqlResponse = z.custom<GraphQLResponse>((value) => typeof value === 'object' && value !== null)

const send: FetchFunction = async ({ text: query }, variables) => {
  const response = await fetch(url, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  })
  return graphqlResponse.parse(await response.json())
}

function environment(): Environment {
  const one: unknown = typeof newEnvironment === 'function' ? newEnvironment(send) : null
  if (!(one instanceof Environment)) throw new Error('relay.js makes no environment')
  return one
}

async function inStore(relay: Environment, name: string, variables: Variables): Promise<unknown> {
  return relay.lookup(createOperationDescriptor(getRequest(await made(name)), variables).fragment).data
}

async function fetched(relay: Environment, name: string, variables: Variables): Promise<unknown> {
  const query: GraphQLTaggedNode = await made(name)
  await fetchQuery(relay, query, variables).toPromise()
  return inStore(relay, name, variables)
}

async function committed(relay: Environment, mutation: GraphQLTaggedNode, variables: Variables): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    commitMutation(relay, { mutation, variables, onCompleted: () => resolve(), onError: reject })
  })
}

const desk = z.object({ article: z.looseObject({}) })

const history = z.object({
  cacheId: z.string(),
  revisions: z.object({
    edges: z.array(z.object({ node: z.object({ number: z.number(), headline: z.string() }) })),
    pageInfo: z.object({ endCursor: z.string().nullable() }),
  }),
})

/** The fragment as a component reads it, with all pages that the store has. */
async function historyIn(relay: Environment, id: string): Promise<z.output<typeof history>> {
  const { article: parent } = desk.parse(await inStore(relay, 'DeskQuery', { id }))
  const selector = getSingularSelector(getFragment(await made('History_article')), parent)
  if (!selector) throw new Error('no fragment in the store')
  return history.parse(relay.lookup(selector).data)
}

describe('Relay', () => {
  it('shows the live article and its draft side by side, with the caption in each revision', async () => {
    const { id } = await article()

    expect(await fetched(environment(), 'SideBySideQuery', { id })).toMatchObject(BOTH)
  })

  it('shows a save in the draft that it has, and not in the live article', async () => {
    const relay = environment()
    const both = await article()
    await fetched(relay, 'SideBySideQuery', { id: both.id })

    await committed(relay, await made('SaveMutation'), saved(both, image.id))

    expect(await inStore(relay, 'SideBySideQuery', { id: both.id })).toMatchObject(BOTH_SAVED)
  })

  it('adds a page to a list of a draft that was never live, by the query that the compiler makes', async () => {
    const relay = environment()
    const draft = await given.article({ headline: 'First', status: 'DRAFT' })
    await given.revision(draft, { headline: 'Second' })
    await fetched(relay, 'DeskQuery', { id: draft.id })
    const { cacheId, revisions } = await historyIn(relay, draft.id)

    await fetched(relay, 'HistoryPaginationQuery', { cacheId, count: 1, cursor: revisions.pageInfo.endCursor })

    const { edges } = (await historyIn(relay, draft.id)).revisions
    expect(edges.map(({ node }) => node.headline)).toEqual(['Second', 'First'])
  })

  it('names the variable of that query as it fills it', async () => {
    const fragment = getFragment(await made('History_article'))

    expect(fragment.metadata?.refetch?.identifierInfo).toEqual({
      identifierField: 'cacheId',
      identifierQueryVariableName: 'cacheId',
    })
    expect(getRequest(await made('HistoryPaginationQuery')).params.text).toContain('node(id: $cacheId)')
  })

  it('mixes nothing up in a query that does not select the key: the compiler adds it', async () => {
    const { id } = await article()

    expect(await fetched(environment(), 'UnkeyedQuery', { id })).toMatchObject(BOTH)
  })
})
