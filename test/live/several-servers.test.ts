import { expect, it } from 'vitest'
import { testDatabase } from '../helpers/database.ts'
import { givenIn } from '../helpers/given.ts'
import { acted } from '../workflow/acting.ts'
import { end, got, liveServer } from './live-server.ts'

const database = await testDatabase()
const variables = { RESPONSE_CACHE_BYTES: '0', MAX_LIVE_CONNECTIONS_ADDRESS: '1000' }
const [first, second] = [await liveServer(database, { variables }), await liveServer(database, { variables })]
const editor = second.as('EDITOR')
const given = givenIn(database)

const CHANGES = `subscription ($slug: String!, $after: String) {
  articleChanges(where: { slug: $slug }, after: $after) { cursor kind article { headline } } }`
const DESK = 'subscription { deskChanges { cursor kind article { id } } }'

it('A change that is made at one server reaches readers of all, and a cursor works at each of them', async () => {
  const article = await given.article({ status: 'DRAFT', headline: 'A bridge' })
  const { slug } = article
  const readers = [
    await first.listen({ query: CHANGES, variables: { slug } }),
    await second.listen({ query: CHANGES, variables: { slug } }),
  ]

  const live = await acted(editor, 'publishArticle', article)
  const changes = await Promise.all(readers.map((reader) => got(reader, 1)))
  await acted(editor, 'withdrawArticle', live, { reason: 'A complaint' })
  const later = await first.listen({ query: CHANGES, variables: { slug, after: changes[1]?.[0]?.cursor } })

  const published = { cursor: expect.any(String), kind: 'PUBLISHED', article: { headline: 'A bridge' } }
  expect(changes).toEqual([[published], [published]])
  expect(changes[0]?.[0]?.cursor).toBe(changes[1]?.[0]?.cursor)
  expect(await got(later, 1)).toMatchObject([{ kind: 'WITHDRAWN', article: null }])
})

it('The desk at another server learns of a save, and loses its connection with its rights', async () => {
  const article = await given.article({ status: 'DRAFT' })
  const { token, id } = await first.as('EDITOR', 'Noa').user()
  const desk = await first.listen({ query: DESK }, token)

  await acted(editor, 'updateArticle', article, { headline: 'גשר' })
  const changes = await got(desk, 1)
  const suspended = await second
    .as('ADMIN')
    .mutate<{ userErrors: unknown[] }>(
      'mutation ($input: UpdateUserInput!) { updateUser(input: $input) { userErrors { code } } }',
      { input: { id, suspended: true } },
    )

  expect(suspended.userErrors).toEqual([])
  expect(changes).toMatchObject([{ kind: 'SAVED', article: { id: article.id } }])
  expect(await end(desk)).toMatchObject({ code: 4401 })
})
