import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { listKnownDocuments, loadKnownDocument } from '../../src/known-document/known-document.load.ts'
import { removeDocuments, storeDocuments } from '../../src/known-document/known-document.write.ts'
import { knownDocuments } from '../../src/known-document/known-documents.ts'
import { testApi } from '../helpers/api.ts'
import { testDatabase } from '../helpers/database.ts'
import { givenIn } from '../helpers/given.ts'
import { checkedFiles, checkedManifest, storeManifest } from './stored.ts'

const database = await testDatabase()
const api = await testApi(database, { variables: { DOCUMENTS: 'required' } })
const given = givenIn(database)

const hashOf = (text: string) => createHash('sha256').update(text).digest('hex')
const idOf = (text: string) => `sha256:${hashOf(text)}`

const ask = (text: string) => api.app.inject({ url: '/graphql', query: { documentId: idOf(text) } })

describe('a document that is stored', () => {
  it('is found by servers that did not know it a moment ago, and by strangers only as it is', async () => {
    await given.article({ headline: 'שלום', slug: 'shalom' })
    const text = 'query Front { articles(first: 1) { nodes { headline } } } # שלום\n'
    const before = await ask(text)

    await storeDocuments(database, checkedFiles({ 'front.graphql': text }))

    expect(before.statusCode).toBe(404)
    await expect.poll(async () => (await ask(text)).statusCode).toBe(200)
    expect((await ask(text)).json()).toEqual({ data: { articles: { nodes: [{ headline: 'שלום' }] } } })
    expect(await api.errors('query Front { articles(first: 1) { nodes { headline } } }')).toMatchObject([
      { extensions: { code: 'DOCUMENT_NOT_FOUND' } },
    ])
    expect(await api.as('REPORTER').query('{ articles { totalCount } }')).toBeDefined()
  })

  it('is stored once, listed, and removed', async () => {
    const documents = checkedFiles({ 'a.graphql': 'query A { __typename }', 'b.graphql': 'query B { __typename }' })
    const [a = '', b = ''] = documents.map(({ hash }) => hash)

    expect(await storeDocuments(database, documents)).toBe(2)
    expect(await storeDocuments(database, documents)).toBe(0)
    await expect(removeDocuments(database, [a, 'f'.repeat(64)])).rejects.toThrow('f'.repeat(64))
    const listed = await listKnownDocuments(database)
    await removeDocuments(database, [a])

    expect(listed).toEqual(expect.arrayContaining([expect.objectContaining({ hash: a, name: 'A' })]))
    expect(await loadKnownDocument(database, a)).toBeNull()
    expect(await loadKnownDocument(database, b)).toBe('query B { __typename }')
  })

  it('cannot have another hash than its own', async () => {
    await expect(
      storeDocuments(database, [{ hash: '0'.repeat(64), text: '{ __typename }', name: 'x' }]),
    ).rejects.toThrow()
  })
})

describe('files', () => {
  it('with GraphQL get the fragments that they use, also of other files', () => {
    const documents = checkedFiles({
      'site/page.graphql': 'query Page { articles { nodes { ...Card } } }\n',
      'site/parts.graphql': 'fragment Card on Article { ...Line slug }\nfragment Unused on Article { id }\n',
      'site/line.graphql': 'fragment Line on Article { headline }',
    })

    const text =
      'query Page { articles { nodes { ...Card } } }\n\nfragment Card on Article { ...Line slug }\nfragment Line on Article { headline }'
    expect(documents).toEqual([{ hash: hashOf(text), text, name: 'Page' }])
  })

  it('that are wrong are named, all of them, with line and column', () => {
    const store = () =>
      checkedFiles({
        'site/front.graphql': 'query Front {\n  articles { nodes { heading } }\n}',
        'site/deep.graphql': 'query Cards { articles { nodes { ...Nowhere } } }',
        'site/dear.graphql': `query Dear { articles(first: 100) { nodes { relatedArticles(first: 100) { nodes { relatedArticles(first: 100) { totalCount } } } } } }`,
        'site/good.graphql': 'query Good { __typename }',
      })

    expect(store).toThrow(/^site\/front\.graphql:2:22 Cannot query field "heading" on type "Article"/m)
    expect(store).toThrow(/^site\/deep\.graphql:1:37 Unknown fragment "Nowhere"/m)
    expect(store).toThrow(/^site\/dear\.graphql:1:1 This operation (asks for up to|has a cost of) \d+/m)
    expect(store).toThrow(/Nothing was stored\.$/)
    expect(store).not.toThrow(/good/)
  })

  it('that are no GraphQL, or have a fragment twice, are named', () => {
    expect(() => checkedFiles({ 'a.graphql': 'query {\n  articles { ' })).toThrow(/^a\.graphql:2:14 Syntax Error/)
    expect(() =>
      checkedFiles({ 'a.graphql': 'fragment F on Article { id }', 'b.graphql': '\nfragment F on Article { slug }' }),
    ).toThrow('b.graphql:2 The fragment "F" is also in a.graphql')
  })
})

describe('a manifest', () => {
  const body = 'query Front { __typename }'

  it.each([
    [
      'of Apollo',
      {
        format: 'apollo-persisted-query-manifest',
        version: 1,
        operations: [{ id: hashOf(body), name: 'Front', type: 'query', body }],
      },
    ],
    ['of Relay or GraphQL Code Generator', { [hashOf(body)]: body }],
  ])('%s is read', (_what, manifest) => {
    expect(checkedManifest(manifest)).toEqual([{ hash: hashOf(body), text: body, name: 'Front' }])
  })

  it.each([
    ['with hashes of MD5', { '0cc175b9c0f1b6a831c399e269772661': body }, 'algorithm "SHA256"'],
    [
      'with a document that is not valid',
      { [hashOf('{ nothing }')]: '{ nothing }' },
      /manifest\.json \(\w{64}\):1:3 Cannot query/,
    ],
    ['with something else', { [hashOf(body)]: { body } }, 'This is no manifest'],
    ['that is a list', [body], 'This is no manifest'],
    ['of Apollo without operations', { format: 'apollo-persisted-query-manifest' }, '"operations" is no list'],
    [
      'of Apollo without ids',
      { format: 'apollo-persisted-query-manifest', operations: [{ body }] },
      'operation 1 has no "id"',
    ],
  ])('%s is refused', (_what, manifest, message) => {
    expect(() => checkedManifest(manifest)).toThrow(message)
  })

  it('is stored as a whole or not at all', async () => {
    const good = 'query OnlyThen { __typename }'

    await expect(storeManifest(database, { [hashOf(good)]: good, [hashOf('{')]: '{' })).rejects.toThrow('Syntax Error')

    expect(await loadKnownDocument(database, hashOf(good))).toBeNull()
  })
})

describe('the memory of a server', () => {
  it('asks once for many who want one document at once, and again for one that was unknown, but not at once', async () => {
    const asked: string[] = []
    const { find } = knownDocuments({
      load: async (hash) => {
        asked.push(hash)
        return hash === 'known' ? 'text' : null
      },
    })

    const found = await Promise.all(['known', 'known', 'other', 'other'].map(find))
    await Promise.all(['known', 'other'].map(find))

    expect(found).toEqual(['text', 'text', null, null])
    expect(asked).toEqual(['known', 'other'])
  })

  it('remembers no failure', async () => {
    let isDown = true
    const { find } = knownDocuments({
      load: async () => {
        if (isDown) throw new Error('down')
        return 'text'
      },
    })

    await expect(find('known')).rejects.toThrow('down')
    isDown = false

    expect(await find('known')).toBe('text')
  })
})
