import { describe, expect, it } from 'vitest'
import { created, faultsOf, type Saved, updated, uuidOf } from '../article/saving.ts'
import { testApi } from '../helpers/api.ts'
import type { Client } from '../helpers/client.ts'
import { expectNoChange } from '../helpers/contents.ts'
import { testDatabase } from '../helpers/database.ts'

const database = await testDatabase()
const { prisma } = database
const api = await testApi(database)
const noa = api.as('REPORTER', 'Noa')
const eli = api.as('EDITOR', 'Eli')

const NAME = `mutation ($input: NameRevisionInput!) { nameRevision(input: $input) {
  revision { number name headline } article { version } userErrors { code path message } } }`

interface Named {
  revision: { number: number; name: string | null; headline: string } | null
  article: { version: number } | null
  userErrors: { code: string; path: string[]; message: string }[]
}

const nameIn = (client: Pick<Client, 'mutate'>, input: object) => client.mutate<Named>(NAME, { input })

async function threeRevisions(): Promise<Saved> {
  const first = await created(noa, { headline: 'One' })
  return updated(noa, await updated(eli, first, { headline: 'Two' }), { headline: 'Three' })
}

async function numbers(id: string, where: string): Promise<number[]> {
  const { article } = await noa.query<{ article: { revisions: { totalCount: number; nodes: { number: number }[] } } }>(
    `{ article(id: "${id}", stage: DRAFT) { revisions(where: { ${where} }) { totalCount nodes { number } } } }`,
  )
  expect(article.revisions.totalCount).toBe(article.revisions.nodes.length)
  return article.revisions.nodes.map(({ number }) => number)
}

describe('nameRevision', () => {
  it('gives a revision a name, with an entry in the trail, and changes neither its text nor the article’s version', async () => {
    const { id, version } = await threeRevisions()

    const named = await nameIn(noa, { id, number: 2, name: '  לעורכי הדין ' })

    expect(named).toEqual({
      revision: { number: 2, name: 'לעורכי הדין', headline: 'Two' },
      article: { version },
      userErrors: [],
    })
    const { article } = await noa.query<{ article: object }>(
      `{ article(id: "${id}", stage: DRAFT) { activity(first: 1) { nodes { action note version revision { number } } } } }`,
    )
    expect(article).toEqual({
      activity: { nodes: [{ action: 'REVISION_NAMED', note: 'לעורכי הדין', version: null, revision: { number: 2 } }] },
    })
  })

  it.each([null, ' '])('takes the name away by %j', async (name) => {
    const { id } = await threeRevisions()
    await nameIn(noa, { id, number: 1, name: 'Draft' })

    expect((await nameIn(noa, { id, number: 1, name })).revision).toMatchObject({ number: 1, name: '' })
  })

  it('writes no entry for the name that it has', async () => {
    const { id } = await threeRevisions()
    await nameIn(noa, { id, number: 1, name: 'Draft' })

    await expectNoChange(database, () => nameIn(noa, { id, number: 1, name: 'Draft' }))
  })

  it('refuses a name that is too long, a number that is not there and an article that is not there', async () => {
    const { id } = await threeRevisions()
    const refused = (input: object) => expectNoChange(database, async () => faultsOf(await nameIn(noa, input)))

    expect(await refused({ id, number: 1, name: 'x'.repeat(101) })).toEqual(['TOO_LONG input.name'])
    expect(await refused({ id, number: 9, name: 'x' })).toEqual(['NOT_FOUND input.number'])
    expect(await refused({ id: 'article_x', number: 1, name: 'x' })).toEqual(['NOT_FOUND input.id'])
  })

  it('is for those who may save the article', async () => {
    const { id } = await created(eli)
    const input = { id, number: 1, name: 'x' }

    expect((await noa.errors(NAME, { input }))[0]).toMatchObject({ extensions: { code: 'FORBIDDEN' } })
    expect((await api.errors(NAME, { input }))[0]).toMatchObject({ extensions: { code: 'UNAUTHENTICATED' } })
  })

  it('is the only thing that may change of a revision', async () => {
    const { id } = await threeRevisions()
    const where = { articleId_number: { articleId: uuidOf(id), number: 1 } }

    await expect(prisma.revision.update({ where, data: { headline: 'Another' } })).rejects.toThrow()
    await expect(prisma.revision.update({ where, data: { restoredFrom: 1 } })).rejects.toThrow()
  })
})

describe('Article.revisions(where:)', () => {
  it('finds those with a name, those without, those of one user, and those since a time', async () => {
    const { id } = await threeRevisions()
    await nameIn(noa, { id, number: 1, name: 'Draft' })
    const second = { articleId_number: { articleId: uuidOf(id), number: 2 } }
    const { createdAt } = await prisma.revision.findUniqueOrThrow({ where: second })

    expect(await numbers(id, 'named: true')).toEqual([1])
    expect(await numbers(id, 'named: false')).toEqual([3, 2])
    expect(await numbers(id, `by: "${(await noa.user()).id}"`)).toEqual([3, 1])
    expect(await numbers(id, `named: false, by: "${(await noa.user()).id}"`)).toEqual([3])
    expect(await numbers(id, `since: "${createdAt.toISOString()}"`)).toEqual([3, 2])
    expect(await numbers(id, 'by: "topic_x"')).toEqual([])
  })

  it.each(['named', 'by', 'since'])('refuses %s: null, which could mean all of them or none', async (condition) => {
    const { id } = await threeRevisions()

    const [error] = await noa.errors(
      `query ($id: ID!) { article(id: $id) { revisions(where: { ${condition}: null }) { totalCount } } }`,
      { id },
    )

    expect(error).toMatchObject({ extensions: { code: 'BAD_USER_INPUT', argument: condition } })
  })
})

describe('Revision.restoredFrom', () => {
  it('is the number of the revision that was restored', async () => {
    const { id } = await threeRevisions()

    await noa.mutate(
      `mutation { restoreRevision(input: { id: "${id}", version: 3, number: 1, note: "Better" }) { userErrors { code } } }`,
    )

    expect(
      await noa.query(
        `{ article(id: "${id}", stage: DRAFT) { revisions(first: 2) { nodes { number restoredFrom } } } }`,
      ),
    ).toEqual({
      article: {
        revisions: {
          nodes: [
            { number: 4, restoredFrom: 1 },
            { number: 3, restoredFrom: null },
          ],
        },
      },
    })
  })
})
