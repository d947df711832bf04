import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gql } from '@apollo/client'
import { print } from 'graphql'
import { beforeEach, describe, expect, it } from 'vitest'
import { documentText, moduleNamed } from '../docs/snippets.ts'
import { testApp } from '../helpers/api.ts'
import { testDatabase } from '../helpers/database.ts'
import { storeManifest } from '../known-document/stored.ts'
import { compile, project } from './relay-project.ts'

// The clients as docs/clients.md configures them.

const database = await testDatabase({ seeded: true })
const app = await testApp(database)
const url = `${await app.listen({ port: 0 })}/graphql`
const clients = documentText('clients.md')
const apollo = await moduleNamed(clients, 'apollo-known.js')
const urql = await moduleNamed(clients, 'urql-known.js')
const relay = await moduleNamed(clients, 'relay-known.js')

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

/** What was sent: by which method, and the parameters. */
let sent: { method: string; query: string | null }[]

beforeEach(() => {
  sent = []
})

async function recordingFetch(input: string | URL | Request, init: RequestInit = {}): Promise<Response> {
  const address = new URL(String(input))
  const body = typeof init.body === 'string' ? JSON.parse(init.body) : {}
  sent.push({ method: init.method ?? 'GET', query: body.query ?? address.searchParams.get('query') })
  return fetch(input, init)
}

function call(made: unknown, ...args: unknown[]) {
  if (typeof made !== 'function') throw new Error('the block exports no function')
  return made(...args)
}

/** Until the server knows the document, which it may not for a moment: then its hash is all that is sent. */
async function expectOnlyHash(query: () => Promise<{ data?: unknown }>, data: unknown): Promise<void> {
  await expect
    .poll(async () => {
      sent = []
      expect((await query()).data).toEqual(data)
      return sent
    })
    .toEqual([{ method: 'GET', query: null }])
}

describe('Apollo Client', () => {
  const QUERY = gql`query ApolloFront($first: Int!) { articles(first: $first) { nodes { headline } } }`
  const query = () =>
    call(
      apollo.newClient,
      url,
      async (document: Parameters<typeof print>[0]) => sha256(print(document)),
      recordingFetch,
    ).query({
      query: QUERY,
      variables: { first: 1 },
    })

  it('sends the query where its hash is not known, and only the hash once it is', async () => {
    const unknown = await query()
    const [byHash, whole, ...others] = sent
    const body = String(whole?.query)
    await storeManifest(database, {
      format: 'apollo-persisted-query-manifest',
      version: 1,
      operations: [{ id: sha256(body), name: 'ApolloFront', type: 'query', body }],
    })

    expect(unknown.data.articles.nodes).toHaveLength(1)
    expect([byHash, others]).toEqual([{ method: 'GET', query: null }, []])
    await expectOnlyHash(query, unknown.data)
  })
})

describe('urql', () => {
  const QUERY = 'query UrqlFront($first: Int!) { articles(first: $first) { nodes { headline } } }'
  const query = () => call(urql.newUrqlClient, url, recordingFetch).query(QUERY, { first: 1 }).toPromise()

  it('sends the query where its hash is not known, and only the hash once it is', async () => {
    const unknown = await query()
    const body = String(sent.at(-1)?.query)
    await storeManifest(database, { [sha256(body)]: body })

    expect(unknown.error).toBeUndefined()
    expect(unknown.data.articles.nodes).toHaveLength(1)
    await expectOnlyHash(query, unknown.data)
  })
})

describe('Relay', () => {
  it('sends the ids of its persisted queries', async () => {
    const folder = await project(
      { front: 'query frontQuery($first: Int!) { articles(first: $first) { nodes { headline } } }' },
      {
        ...{ src: 'src', schema: 'schema.graphql', language: 'javascript', eagerEsModules: true },
        persistConfig: { file: 'persisted.json', algorithm: 'SHA256' },
      },
    )
    await writeFile(join(folder, 'persisted.json'), '{}')
    await compile(folder)
    const manifest = JSON.parse(await readFile(join(folder, 'persisted.json'), 'utf8'))
    const [id = ''] = Object.keys(manifest)
    await storeManifest(database, manifest)

    const answer = await call(call(relay.fetchKnown, url, recordingFetch), { id }, { first: 1 })

    expect(answer.data.articles.nodes).toHaveLength(1)
    expect(sent).toEqual([{ method: 'POST', query: null }])
  })
})
