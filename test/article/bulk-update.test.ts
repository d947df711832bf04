import { describe, expect, it } from 'vitest'
import { testApi } from '../helpers/api.ts'
import type { Client } from '../helpers/client.ts'
import { testDatabase } from '../helpers/database.ts'
import { givenIn } from '../helpers/given.ts'
import {
  created,
  everythingWritten,
  faultsOf,
  type Input,
  type Saved,
  type UserError,
  updated,
  uuidOf,
} from './saving.ts'

const database = await testDatabase()
const { prisma } = database
const api = await testApi(database)
const given = givenIn(database)
const eli = api.as('EDITOR', 'Eli')
const noa = api.as('REPORTER', 'Noa')

const BULK = `mutation ($input: BulkUpdateArticlesInput!) { bulkUpdateArticles(input: $input) {
  results { articleId article { id version locale status topics { rel topic { slug } } } userErrors { code path message } }
  userErrors { code path message } clientMutationId } }`

interface BulkPayload {
  results: {
    articleId: string
    article: Pick<Saved, 'id' | 'version' | 'locale' | 'status' | 'topics'> | null
    userErrors: UserError[]
  }[]
  userErrors: UserError[]
  clientMutationId: string | null
}

const bulk = (input: Input, client: Client = eli) => client.mutate<BulkPayload>(BULK, { input })

const itemOf = ({ id, version }: Pick<Saved, 'id' | 'version'>) => ({ id, version })

describe('bulkUpdateArticles', () => {
  it('adds and removes topics, and changes the language, of each article by itself', async () => {
    const [old, stays, fresh] = [await given.topic(), await given.topic(), await given.topic()]
    const one = await created(noa, { topics: [{ slug: old.slug }, { slug: stays.slug, rel: 'MENTIONS' }] })
    const other = await created(noa, { topics: [{ slug: fresh.slug, rel: 'MENTIONS' }] })

    const { results, userErrors, clientMutationId } = await bulk({
      items: [one, other].map(itemOf),
      addTopicIds: [fresh.id],
      removeTopicIds: [old.id],
      locale: 'fr',
      clientMutationId: 'c',
    })

    expect({ userErrors, clientMutationId }).toEqual({ userErrors: [], clientMutationId: 'c' })
    expect(results.map(({ articleId }) => articleId)).toEqual([one.id, other.id])
    expect(results.map(({ article }) => article)).toMatchObject([
      {
        version: 2,
        locale: 'fr',
        topics: [
          { rel: 'MENTIONS', topic: { slug: stays.slug } },
          { rel: 'ABOUT', topic: { slug: fresh.slug } },
        ],
      },
      { version: 2, locale: 'fr', topics: [{ rel: 'MENTIONS', topic: { slug: fresh.slug } }] },
    ])
  })

  it('puts articles into the trash', async () => {
    const [one, other] = [await created(noa), await created(noa)]

    const { results } = await bulk({ items: [one, other].map(itemOf), trash: true })

    expect(results.map(({ article }) => article?.status)).toEqual(['TRASHED', 'TRASHED'])
  })

  it('changes some where others are refused, each fault at its place', async () => {
    const topic = await given.topic()
    const [fine, changed, locked] = [await created(noa), await created(noa), await created(noa)]
    const trashed = await given.article({ status: 'TRASHED' })
    await updated(noa, changed, { headline: 'Newer' })
    const { uuid: holderId } = await noa.user()
    await prisma.articleLock.create({
      data: { articleId: uuidOf(locked.id), holderId, expiresAt: '2099-01-01T00:00:00Z' },
    })
    const items = [changed, { id: 'article_nonsense', version: 1 }, locked, { id: trashed.id, version: 1 }, fine].map(
      itemOf,
    )

    const { results, userErrors } = await bulk({ items, addTopicIds: [topic.id] })

    expect(userErrors).toEqual([])
    expect(results.map(faultsOf)).toEqual([
      ['CONFLICT input.items.0.version'],
      ['NOT_FOUND input.items.1.id'],
      ['LOCKED input.items.2.id'],
      ['NOT_ALLOWED_IN_STATE input.items.3.id'],
      [],
    ])
    expect(results.map(({ article }) => article?.version ?? null)).toEqual([null, null, null, null, 2])
  })

  it('leaves what is live to be withdrawn first, and says so', async () => {
    const { id } = await given.article()

    const { results } = await bulk({ items: [{ id, version: 1 }], trash: true })

    expect(results.map(faultsOf)).toEqual([['NOT_ALLOWED_IN_STATE input.items.0.id']])
    expect(results[0]?.userErrors[0]?.message).toContain('withdrawArticle')
  })

  it('tells where an address is taken in the other language', async () => {
    await created(noa, { slug: 'both', locale: 'de' })
    const article = await created(noa, { slug: 'both', locale: 'en' })

    const { results } = await bulk({ items: [itemOf(article)], locale: 'de' })

    expect(results.map(faultsOf)).toEqual([['TAKEN input.locale']])
  })

  it('gives no article more than a hundred topics', async () => {
    const topics = await Promise.all(Array.from({ length: 101 }, () => given.topic()))
    const full = await created(noa, { topics: topics.slice(1).map(({ slug }) => ({ slug })) })

    const { results } = await bulk({ items: [itemOf(full)], addTopicIds: [topics[0]?.id] })

    expect(results.map(faultsOf)).toEqual([['TOO_LONG input.addTopicIds']])
  })

  it('does nothing where nothing differs', async () => {
    const topic = await given.topic()
    const article = await created(noa, { topics: [{ slug: topic.slug }] })

    const { results } = await bulk({ items: [itemOf(article)], addTopicIds: [topic.id], locale: 'en' })

    expect(results[0]).toMatchObject({ article: { version: 1 }, userErrors: [] })
  })
})

describe('an input that is refused as a whole', () => {
  const NOTHING = '00000000-0000-4000-8000-000000000000'
  const item = { id: `article_${NOTHING}`, version: 1 }

  it.each([
    ['no article', { items: [], locale: 'en' }, ['REQUIRED input.items']],
    [
      'too many articles',
      { items: Array.from({ length: 101 }, (_, index) => ({ id: `a${index}`, version: 1 })), locale: 'en' },
      ['TOO_LONG input.items'],
    ],
    ['an article twice', { items: [item, item], locale: 'en' }, ['DUPLICATE input.items.1.id']],
    ['nothing to change', { items: [item] }, ['REQUIRED input']],
    ['an unknown topic', { items: [item], addTopicIds: [`topic_${NOTHING}`] }, ['NOT_FOUND input.addTopicIds.0']],
    ['a topic that is none', { items: [item], removeTopicIds: ['x'] }, ['NOT_FOUND input.removeTopicIds.0']],
    ['an unknown language', { items: [item], locale: 'xx' }, ['INVALID input.locale']],
    ['the trash with something else', { items: [item], trash: true, locale: 'en' }, ['INVALID input.trash']],
  ])('for %s, changes nothing', async (_what, input, faults) => {
    const before = await everythingWritten(database)

    const payload = await bulk(input)

    expect(faultsOf(payload)).toEqual(faults)
    expect(payload.results).toEqual([])
    expect(await everythingWritten(database)).toEqual(before)
  })

  it('for a topic to add and to remove, changes nothing', async () => {
    const { id } = await given.topic()

    expect(faultsOf(await bulk({ items: [item], addTopicIds: [id], removeTopicIds: [id] }))).toEqual([
      'INVALID input.removeTopicIds.0',
    ])
  })

  it.each([
    ['a reporter, of their own articles too', noa, 'FORBIDDEN'],
    ['a reader', api, 'UNAUTHENTICATED'],
  ] as const)('by %s, changes nothing', async (_who, client, code) => {
    const article = await created(noa)
    const before = await everythingWritten(database)

    const errors = await client.errors(BULK, { input: { items: [itemOf(article)], locale: 'fr' } })

    expect(errors).toMatchObject([{ extensions: { code } }])
    expect(await everythingWritten(database)).toEqual(before)
  })
})

describe('with an idempotency key', () => {
  it('a repeated call answers as the first, and changes nothing', async () => {
    const [one, other] = [await created(noa), await created(noa)]
    const input = { items: [one, other].map(itemOf), locale: 'fr', idempotencyKey: 'repeated' }
    const first = await bulk(input)
    const before = await everythingWritten(database)

    expect(await bulk(input)).toEqual(first)
    expect(await everythingWritten(database)).toEqual(before)
  })

  it('a call that broke off half way goes on where it was', async () => {
    const articles = [await created(noa), await created(noa), await created(noa)]
    const input = { items: articles.map(itemOf), locale: 'fr', idempotencyKey: 'x'.repeat(200) }
    let left = 3
    const breaking = await testApi({
      ...database,
      async transaction(work) {
        if (left-- > 0) return database.transaction(work)
        throw new Error('as if the server had stopped here')
      },
    })
    await breaking.withToken((await eli.user()).token).errors(BULK, { input })

    const { results } = await bulk(input)

    expect(results.map(({ article }) => article)).toMatchObject(Array(3).fill({ version: 2, locale: 'fr' }))
    expect(results.flatMap(faultsOf)).toEqual([])
  })

  it('a repeated call tries again what was refused, and nothing else', async () => {
    const [one, other] = [await created(noa), await created(noa)]
    const { uuid: holderId } = await noa.user()
    const lock = { articleId: uuidOf(other.id), holderId, expiresAt: '2099-01-01T00:00:00Z' }
    await prisma.articleLock.create({ data: lock })
    const input = { items: [one, other].map(itemOf), locale: 'fr', idempotencyKey: 'again' }
    const first = await bulk(input)
    await prisma.articleLock.delete({ where: { articleId: lock.articleId } })

    const again = await bulk(input)

    expect(first.results.map(({ article }) => article?.version)).toEqual([2, undefined])
    expect(again.results.map(({ article }) => article?.version)).toEqual([2, 2])
  })

  it('another input is refused as a whole', async () => {
    const [one, other] = [await created(noa), await created(noa)]
    await bulk({ items: [itemOf(one)], locale: 'fr', idempotencyKey: 'reused' })
    const before = await everythingWritten(database)

    const payload = await bulk({ items: [itemOf(one), itemOf(other)], locale: 'fr', idempotencyKey: 'reused' })

    expect(faultsOf(payload)).toEqual(['IDEMPOTENCY_KEY_REUSED input.idempotencyKey'])
    expect(await everythingWritten(database)).toEqual(before)
  })
})
