import { describe, expect, it } from 'vitest'
import { testApi } from '../helpers/api.ts'
import { testDatabase } from '../helpers/database.ts'
import { create, created, everythingWritten, faultsOf, update, updated, uuidOf } from './saving.ts'

const database = await testDatabase()
const { prisma } = database
const api = await testApi(database)
const noa = api.as('REPORTER', 'Noa')
const eli = api.as('EDITOR', 'Eli')

let keys = 0
const newKey = () => `key-${keys++}`

describe('an idempotency key', () => {
  it('makes a repeated creation answer as the first, and create nothing', async () => {
    const input = { headline: 'Only once', idempotencyKey: newKey() }
    const first = await created(noa, input)
    const before = await everythingWritten(database)

    const again = await created(noa, input)

    expect(again).toEqual(first)
    expect(await everythingWritten(database)).toEqual(before)
  })

  it('makes a repeated save answer as accepted, though its version is no longer there', async () => {
    const article = await created(noa)
    const input = { headline: 'Once', idempotencyKey: newKey() }
    await updated(noa, article, input)

    const again = await updated(noa, article, input)

    expect(again).toMatchObject({ version: 2, headline: 'Once' })
    expect(again.revisions.totalCount).toBe(2)
  })

  it('holds whatever clientMutationId comes with it, and gives back the one of the call', async () => {
    const idempotencyKey = newKey()
    const first = await create(noa, { idempotencyKey, clientMutationId: 'a' })
    const again = await create(noa, { idempotencyKey, clientMutationId: 'b' })

    expect([first.clientMutationId, again.clientMutationId]).toEqual(['a', 'b'])
    expect(again.article?.id).toBe(first.article?.id)
  })

  it('is refused with another input, and with another mutation', async () => {
    const idempotencyKey = newKey()
    const article = await created(noa, { idempotencyKey })
    const before = await everythingWritten(database)

    const refusals = [
      await create(noa, { idempotencyKey, headline: 'Other' }),
      await update(noa, article, { idempotencyKey, headline: 'Other' }),
    ]

    expect(refusals.map(faultsOf)).toEqual(Array(2).fill(['IDEMPOTENCY_KEY_REUSED input.idempotencyKey']))
    expect(await everythingWritten(database)).toEqual(before)
  })

  it('is each caller’s own', async () => {
    const idempotencyKey = newKey()

    const [one, other] = [await created(noa, { idempotencyKey }), await created(eli, { idempotencyKey })]

    expect(one.id).not.toBe(other.id)
  })

  it('is free again after a refusal: a corrected call is a new call', async () => {
    const idempotencyKey = newKey()

    expect(faultsOf(await create(noa, { idempotencyKey, slug: '' }))).toEqual(['REQUIRED input.slug'])
    expect(faultsOf(await create(noa, { idempotencyKey, headline: 'Mended' }))).toEqual([])
  })

  it('lets one of several that come at once do it, and the others answer alike', async () => {
    const input = { headline: 'At once', idempotencyKey: newKey() }

    const articles = await Promise.all(Array.from({ length: 8 }, () => created(noa, input)))

    expect(new Set(articles.map(({ id }) => id)).size).toBe(1)
  })

  it('lets one save of several that come at once be in the history', async () => {
    const article = await created(noa)
    const input = { headline: 'At once', idempotencyKey: newKey() }

    const articles = await Promise.all(Array.from({ length: 8 }, () => updated(noa, article, input)))

    expect(articles.map(({ version }) => version)).toEqual(Array(8).fill(2))
    expect(await prisma.revision.count({ where: { articleId: uuidOf(article.id) } })).toBe(2)
  })

  it.each([
    ['empty', ''],
    ['too long', 'x'.repeat(201)],
    ['with NUL', 'a\0'],
  ])('is refused when it is %s', async (_what, idempotencyKey) => {
    expect(faultsOf(await create(noa, { idempotencyKey }))).toEqual(['INVALID input.idempotencyKey'])
  })
})
