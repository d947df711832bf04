import { describe, expect, it } from 'vitest'
import { testApi } from '../helpers/api.ts'
import { testDatabase } from '../helpers/database.ts'
import { givenIn } from '../helpers/given.ts'
import { lock } from '../lock/locking.ts'

const database = await testDatabase()
const api = await testApi(database)
const given = givenIn(database)
const editor = api.as('EDITOR')

type List = { articles: { nodes: { headline: string }[]; totalCount: number } }

const set = (uuid: string, data: object) => database.prisma.article.update({ where: { id: uuid }, data })

const plain = await given.article({ status: 'DRAFT', headline: 'plain' })
const noted = await given.article({ status: 'DRAFT', headline: 'noted' })
await set(noted.uuid, { editorNote: 'בדוק עם הדסק המשפטי' })
const embargoed = await given.article({ status: 'DRAFT', headline: 'embargoed' })
await set(embargoed.uuid, { embargoedUntil: '2098-01-01T00:00:00Z' })
const ending = await given.article({ headline: 'ending' })
await set(ending.uuid, { unpublishAt: '2097-01-01T00:00:00Z' })
const changed = await given.article({ headline: 'changed' })
await given.revision(changed, { headline: 'changed' })
const withdrawn = await given.article({ status: 'WITHDRAWN', headline: 'withdrawn' })
await set(withdrawn.uuid, { withdrawnAt: '2021-01-01T00:00:00Z', withdrawalReason: 'A complaint' })
await given.article({ status: 'TRASHED', headline: 'trashed' })
const locked = await given.article({ status: 'DRAFT', headline: 'locked' })
const tomer = api.as('EDITOR', 'Tomer')
await lock(tomer, locked.id)
const { id: tomerId } = await tomer.user()
await lock(editor, plain.id)

async function list(where: string, orderBy = 'headline: ASC'): Promise<string[]> {
  const { articles } = await editor.query<List>(
    `{ articles(stage: DRAFT, first: 100, where: ${where}, orderBy: { ${orderBy} }) { nodes { headline } totalCount } }`,
  )
  expect(articles.totalCount).toBe(articles.nodes.length)
  return articles.nodes.map(({ headline }) => headline)
}

describe('The desk’s list of articles', () => {
  it.each([
    ['{ editorNote: { not: null } }', ['noted']],
    ['{ editorNote: { contains: "המשפטי" } }', ['noted']],
    ['{ editorNote: { contains: "nothing like it" } }', []],
    ['{ embargoedUntil: { gt: "2097-06-01T00:00Z" } }', ['embargoed']],
    ['{ unpublishAt: { not: null } }', ['ending']],
    ['{ withdrawnAt: { lt: "2022-01-01T00:00Z" } }', ['withdrawn']],
    ['{ withdrawalReason: { contains: "complaint" } }', ['withdrawn']],
    ['{ trashedAt: { not: null }, status: { equals: TRASHED } }', ['trashed']],
    ['{ hasUnpublishedChanges: true }', ['changed', 'embargoed', 'locked', 'noted', 'plain', 'withdrawn']],
    ['{ hasUnpublishedChanges: true, status: { equals: PUBLISHED } }', ['changed']],
    ['{ hasUnpublishedChanges: false }', ['ending']],
    ['{ isLocked: true }', ['locked', 'plain']],
    ['{ isLocked: false }', ['changed', 'embargoed', 'ending', 'noted', 'withdrawn']],
    [`{ lockedById: { equals: "${tomerId}" } }`, ['locked']],
    [`{ NOT: [{ lockedById: { equals: "${tomerId}" } }], isLocked: true }`, ['plain']],
  ])('is filtered by %s', async (where, headlines) => {
    expect(await list(where)).toEqual(headlines)
  })

  it.each([
    ['unpublishAt: ASC', 'ending'],
    ['embargoedUntil: ASC', 'embargoed'],
    ['withdrawnAt: ASC', 'withdrawn'],
    ['lockedAt: ASC', 'locked'],
  ])('is ordered by %s, and those without it come as the latest', async (orderBy, first) => {
    const headlines = await list('{ NOT: [{ headline: { equals: "plain" } }] }', orderBy)

    expect(headlines[0]).toBe(first)
    expect(headlines).toHaveLength(6)
    const reversed = await list('{ NOT: [{ headline: { equals: "plain" } }] }', orderBy.replace('ASC', 'DESC'))
    expect(reversed).toEqual(headlines.toReversed())
  })

  it.each(['isLocked: true', 'hasUnpublishedChanges: true', 'editorNote: { not: null }', 'unpublishAt: { not: null }'])(
    'tells readers nothing by the filter %s',
    async (condition) => {
      expect(await api.errors(`{ articles(where: { ${condition} }) { totalCount } }`)).toMatchObject([
        { extensions: { code: 'FORBIDDEN' } },
      ])
    },
  )

  it.each(['unpublishAt', 'lockedAt', 'withdrawnAt'])('tells readers nothing by the order %s', async (name) => {
    expect(await api.errors(`{ articles(orderBy: { ${name}: ASC }) { totalCount } }`)).toMatchObject([
      { extensions: { code: 'FORBIDDEN' } },
    ])
  })
})

describe('colleagues', () => {
  type Names = { colleagues: { nodes: { name: string }[]; totalCount: number } }
  const named = (text: string) => `{ colleagues(where: { name: { contains: "${text}", mode: INSENSITIVE } }) {
    nodes { name } totalCount } }`

  it('finds those whose name has the words, for a reporter too', async () => {
    await api.as('REPORTER', 'נועה כהן').user()

    const { colleagues } = await api.as('REPORTER').query<Names>(named('נועה'))

    expect(colleagues).toEqual({ nodes: [{ name: 'נועה כהן' }], totalCount: 1 })
  })

  it('leaves out who is suspended', async () => {
    const { name } = await database.prisma.user.create({
      data: { name: 'Gone Away', role: 'REPORTER', suspendedAt: new Date('2026-01-01') },
    })

    expect((await editor.query<Names>(named(name))).colleagues.totalCount).toBe(0)
  })

  it('is forbidden to readers', async () => {
    expect(await api.errors('{ colleagues { nodes { name } } }')).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }])
  })
})

describe('users', () => {
  it('are filtered and ordered for an admin', async () => {
    const { users } = await api
      .as('ADMIN')
      .query<{ users: { nodes: { name: string }[] } }>(
        `{ users(where: { role: { equals: REPORTER }, isSuspended: true }, orderBy: { createdAt: DESC }) { nodes { name } } }`,
      )

    expect(users.nodes).toEqual([{ name: 'Gone Away' }])
  })
})
