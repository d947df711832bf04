import { describe, expect, it } from 'vitest'
import type { UserError } from '../../src/generated/graphql.ts'
import { testApi } from '../helpers/api.ts'
import { expectNoChange } from '../helpers/contents.ts'
import { testDatabase } from '../helpers/database.ts'
import { type Given, givenIn } from '../helpers/given.ts'

const SET = `mutation ($input: SetRelatedArticlesInput!) { setRelatedArticles(input: $input) {
  article { id version pinnedArticles { id } excludedArticles { id } relatedArticles { nodes { id } } }
  conflict { currentVersion changedPaths changedBy { id } article { version } } userErrors { code path message } } }`

interface Ids {
  id: string
}
interface Payload {
  article: { version: number; pinnedArticles: Ids[]; excludedArticles: Ids[]; relatedArticles: { nodes: Ids[] } } | null
  conflict: object | null
  userErrors: UserError[]
}

const database = await testDatabase()
const { prisma } = database
const api = await testApi(database)
const editor = api.as('EDITOR')
const given = givenIn(database)

const set = (input: object) => editor.mutate<Payload>(SET, { input })
const refused = (input: object) => expectNoChange(database, () => set(input))
const faultsOf = ({ userErrors }: Payload) => userErrors.map(({ code, path }) => [code, path.join('.')])
const ids = (articles: Given[]) => articles.map(({ id }) => ({ id }))
const idsOf = (...articles: Given[]) => articles.map(({ id }) => id)

describe('setRelatedArticles', () => {
  it('pins articles in their order, and keeps others away', async () => {
    const topic = await given.topic()
    const [first, second] = [await given.article(), await given.article({ locale: 'he' })]
    const [like, unlike] = [await given.article({ topics: [topic] }), await given.article({ topics: [topic] })]
    const { id } = await given.article({ topics: [topic] })

    const { article, userErrors } = await set({
      id,
      version: 1,
      pinnedIds: idsOf(second, first),
      excludedIds: idsOf(unlike),
    })

    expect(userErrors).toEqual([])
    expect(article).toMatchObject({
      version: 2,
      pinnedArticles: ids([second, first]),
      excludedArticles: ids([unlike]),
      relatedArticles: { nodes: ids([second, first, like]) },
    })
  })

  it('replaces a list whole, leaves one that is left out, and clears with null', async () => {
    const [a, b, c] = [await given.article(), await given.article(), await given.article()]
    const { id } = await given.article({ pins: [a, b], exclusions: [c] })

    expect((await set({ id, version: 1, pinnedIds: idsOf(b) })).article).toMatchObject({
      pinnedArticles: ids([b]),
      excludedArticles: ids([c]),
    })
    expect((await set({ id, version: 2, excludedIds: null })).article).toMatchObject({
      pinnedArticles: ids([b]),
      excludedArticles: [],
    })
    expect((await set({ id, version: 3, pinnedIds: [] })).article).toMatchObject({ version: 4, pinnedArticles: [] })
  })

  it('writes nothing where nothing changes', async () => {
    const [a, b, c] = [await given.article(), await given.article(), await given.article()]
    const { id } = await given.article({ pins: [a], exclusions: [b, c] })

    const { article } = await refused({ id, version: 1, pinnedIds: idsOf(a), excludedIds: idsOf(c, b) })

    expect(article?.version).toBe(1)
  })

  it('is noted, and told to the readers’ side where the article is live', async () => {
    const [a, live, draft] = [await given.article(), await given.article(), await given.article({ status: 'DRAFT' })]

    for (const { id } of [live, draft]) await set({ id, version: 1, pinnedIds: idsOf(a) })

    const trail = await prisma.activity.findMany({ where: { subjectId: { in: [live.uuid, draft.uuid] } } })
    expect(trail).toMatchObject(
      Array(2).fill({
        action: 'RELATED_SET',
        version: 2,
        actorId: (await editor.user()).uuid,
        changedPaths: ['pinnedArticles'],
      }),
    )
    expect(await prisma.outboxEvent.findMany({ where: { articleId: { in: [live.uuid, draft.uuid] } } })).toMatchObject([
      { type: 'article.updated', articleId: live.uuid },
    ])
    expect(await prisma.revision.count({ where: { articleId: live.uuid } })).toBe(1)
  })

  it('tells of every fault at once, each with its place', async () => {
    const [a, b, c] = [await given.article(), await given.article(), await given.article()]
    const { id } = await given.article()

    const payload = await refused({
      id,
      version: 1,
      pinnedIds: [...idsOf(a, b, a), id, 'nonsense'],
      excludedIds: [...idsOf(b, c), 'article_00000000-0000-4000-8000-000000000000'],
    })

    expect(payload.article).toBeNull()
    expect(faultsOf(payload).toSorted()).toEqual([
      ['DUPLICATE', 'input.pinnedIds.2'],
      ['INVALID', 'input.excludedIds.0'],
      ['INVALID', 'input.pinnedIds.3'],
      ['NOT_FOUND', 'input.excludedIds.2'],
      ['NOT_FOUND', 'input.pinnedIds.4'],
    ])
  })

  it('refuses to pin what is kept away already', async () => {
    const a = await given.article()
    const { id } = await given.article({ exclusions: [a] })

    expect(faultsOf(await refused({ id, version: 1, pinnedIds: idsOf(a) }))).toEqual([['INVALID', 'input.pinnedIds.0']])
    expect((await set({ id, version: 1, pinnedIds: idsOf(a), excludedIds: [] })).article?.pinnedArticles).toEqual(
      ids([a]),
    )
  })

  it('takes up to a hundred', async () => {
    const { id } = await given.article()
    const pinnedIds = Array.from({ length: 101 }, (_, n) => `article_${n}`)

    expect(faultsOf(await refused({ id, version: 1, pinnedIds }))).toEqual([['TOO_LONG', 'input.pinnedIds']])
  })

  it('refuses an article in the trash', async () => {
    const { id } = await given.article({ status: 'TRASHED' })

    const payload = await refused({ id, version: 1, pinnedIds: [] })

    expect(faultsOf(payload)).toEqual([['NOT_ALLOWED_IN_STATE', 'input.id']])
  })

  it('refuses a change of an old version, and says what has changed since', async () => {
    const a = await given.article()
    const { id } = await given.article()
    await set({ id, version: 1, pinnedIds: idsOf(a) })

    expect(await refused({ id, version: 1, excludedIds: idsOf(a) })).toMatchObject({
      article: null,
      conflict: {
        currentVersion: 2,
        changedPaths: ['pinnedArticles'],
        changedBy: { id: (await editor.user()).id },
        article: { version: 2 },
      },
      userErrors: [{ code: 'CONFLICT', path: ['input', 'version'] }],
    })
  })

  it.each(['article_00000000-0000-4000-8000-000000000000', 'nonsense'])('finds nothing by the id %s', async (id) => {
    expect(faultsOf(await refused({ id, version: 1, pinnedIds: [] }))).toEqual([['NOT_FOUND', 'input.id']])
  })

  it('is for editors, also beside a reporter’s own article', async () => {
    const reporter = api.as('REPORTER')
    const { uuid: userId } = await reporter.user()
    const { id } = await given.article({ credits: [{ author: await given.author({ userId }) }] })
    const input = { id, version: 1, pinnedIds: [] }

    await expectNoChange(database, async () => {
      expect(await api.errors(SET, { input })).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }])
      expect(await reporter.errors(SET, { input })).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }])
    })
  })

  it('makes one of many changes at once, and tells the others', async () => {
    const others = await Promise.all(Array.from({ length: 10 }, () => given.article()))
    const { id } = await given.article()

    const payloads = await Promise.all(others.map((other) => set({ id, version: 1, pinnedIds: idsOf(other) })))

    expect(payloads.filter(({ article }) => article)).toHaveLength(1)
    expect(payloads.flatMap(faultsOf)).toEqual(Array(9).fill(['CONFLICT', 'input.version']))
  })
})
