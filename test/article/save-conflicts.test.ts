import { describe, expect, it } from 'vitest'
import { testApi } from '../helpers/api.ts'
import { testDatabase } from '../helpers/database.ts'
import { givenIn } from '../helpers/given.ts'
import { created, everythingWritten, faultsOf, update, updated, uuidOf } from './saving.ts'

const database = await testDatabase()
const { prisma } = database
const api = await testApi(database)
const given = givenIn(database)
const noa = api.as('REPORTER', 'Noa')
const eli = api.as('EDITOR', 'Eli')
const ruth = api.as('EDITOR', 'Ruth')

describe('a save on an older version', () => {
  it('is refused with what the others changed, who was last, and the article as it is', async () => {
    const topic = await given.topic()
    const article = await created(noa, { body: [{ paragraph: { html: 'One' } }, { paragraph: { html: 'Two' } }] })
    const second = await updated(eli, article, { headline: 'Eli’s', slug: 'elis' })
    await updated(ruth, second, {
      body: [{ paragraph: { html: 'One' } }, { paragraph: { html: 'Other' } }],
      topics: [{ slug: topic.slug }],
    })
    const before = await everythingWritten(database)

    const { article: nothing, conflict, userErrors } = await update(noa, article, { headline: 'Noa’s' })

    expect(nothing).toBeNull()
    expect(userErrors).toMatchObject([{ code: 'CONFLICT', path: ['input', 'version'] }])
    expect(conflict).toEqual({
      currentVersion: 3,
      changedPaths: ['headline', 'body.1.html', 'topics.0', 'slug'],
      changedBy: { name: 'Ruth' },
      article: { id: article.id, version: 3, headline: 'Eli’s' },
    })
    expect(await everythingWritten(database)).toEqual(before)
  })

  it('tells only what happened since the version that it was made on', async () => {
    const first = await created(noa)
    const second = await updated(eli, first, { headline: 'Two' })
    await updated(ruth, second, { kicker: 'Three' })

    expect((await update(noa, second, { headline: 'x' })).conflict?.changedPaths).toEqual(['kicker'])
  })

  it('is refused alone, whatever else is wrong: the faults may be of the older version', async () => {
    const first = await created(noa)
    await updated(eli, first, { headline: 'Two' })

    expect(faultsOf(await update(noa, first, { slug: '' }))).toEqual(['CONFLICT input.version'])
  })

  it('is refused also where it changes nothing', async () => {
    const first = await created(noa)
    await updated(eli, first, { headline: 'Two' })

    expect(faultsOf(await update(noa, first, { headline: 'Two' }))).toEqual(['CONFLICT input.version'])
  })

  it.each([0, -1, 2, 2_147_483_647])('is refused for a version that never was: %i', async (version) => {
    const { id } = await created(noa)

    const { conflict } = await update(noa, { id, version }, { headline: 'x' })

    expect(conflict).toMatchObject({ currentVersion: 1, changedBy: version < 1 ? { name: 'Noa' } : null })
  })

  it('succeeds when it is sent again on the current version', async () => {
    const first = await created(noa)
    await updated(eli, first, { headline: 'Two' })
    const { conflict } = await update(noa, first, { kicker: 'Mine' })

    const saved = await updated(noa, { id: first.id, version: conflict?.currentVersion ?? 0 }, { kicker: 'Mine' })

    expect(saved).toMatchObject({ version: 3, headline: 'Two', kicker: 'Mine' })
  })
})

describe('two saves at once', () => {
  it('are one accepted and one CONFLICT that knows the other, every time', async () => {
    for (let round = 0; round < 10; round++) {
      const article = await created(noa)
      const [one, other] = await Promise.all([
        update(eli, article, { headline: `Eli ${round}` }),
        update(ruth, article, { kicker: `Ruth ${round}` }),
      ])

      const [won, lost] = one.article ? [one, other] : [other, one]
      const isEli = won === one
      expect(won.article?.version).toBe(2)
      expect(lost.conflict).toMatchObject({
        currentVersion: 2,
        changedPaths: [isEli ? 'headline' : 'kicker'],
        changedBy: { name: isEli ? 'Eli' : 'Ruth' },
        article: { version: 2, headline: won.article?.headline },
      })
      expect(await prisma.revision.count({ where: { articleId: uuidOf(article.id) } })).toBe(2)
    }
  })
})

describe('a lock', () => {
  const until = '2099-01-01T00:00:00Z'

  async function lockedBy(colleague: typeof noa, expiresAt: string = until) {
    const article = await created(noa)
    const { uuid: holderId } = await colleague.user()
    await prisma.articleLock.create({ data: { articleId: uuidOf(article.id), holderId, expiresAt } })
    return article
  }

  it('never refuses its holder a save, which renews it', async () => {
    const article = await lockedBy(noa)

    const saved = await updated(noa, article, { headline: 'Mine' })

    const lock = await prisma.articleLock.findUniqueOrThrow({ where: { articleId: uuidOf(article.id) } })
    expect(saved.lock).toMatchObject({ isMine: true })
    expect(lock.expiresAt.getTime() - Date.now()).toBeLessThan(6 * 60_000)
  })

  it('is renewed by a save that changes nothing too', async () => {
    const article = await lockedBy(noa)

    await updated(noa, article, {})

    const lock = await prisma.articleLock.findUniqueOrThrow({ where: { articleId: uuidOf(article.id) } })
    expect(lock.expiresAt.getTime() - Date.now()).toBeLessThan(6 * 60_000)
  })

  it('of another refuses a save together with the other faults, and nothing is written', async () => {
    const article = await lockedBy(eli)
    const before = await everythingWritten(database)

    const refused = await update(noa, article, { slug: '' })

    expect(faultsOf(refused)).toEqual(['LOCKED input.id', 'REQUIRED input.slug'])
    expect(refused.userErrors[0]?.message).toContain('Eli')
    expect(await everythingWritten(database)).toEqual(before)
  })

  it('of another does not help a reporter who says takeOver', async () => {
    const article = await lockedBy(eli)

    expect(faultsOf(await update(noa, article, { headline: 'x', takeOver: true }))).toEqual(['LOCKED input.id'])
  })

  it('of another is taken over by an editor who says so', async () => {
    const article = await lockedBy(noa)

    expect(faultsOf(await update(eli, article, { headline: 'x' }))).toEqual(['LOCKED input.id'])
    expect((await updated(eli, article, { headline: 'x', takeOver: true })).lock).toMatchObject({
      holder: { name: 'Eli' },
    })
  })

  it('that has run out refuses nobody', async () => {
    const article = await lockedBy(eli, '2020-01-01T00:00:00Z')

    expect(await updated(noa, article, { headline: 'x' })).toMatchObject({ version: 2, lock: null })
  })

  it('is not taken by takeOver where nobody holds one', async () => {
    const article = await created(noa)

    expect((await updated(eli, article, { headline: 'x', takeOver: true })).lock).toBeNull()
  })
})

describe('what an input names and somebody deletes while it is saved', () => {
  /** The API, with somebody who deletes as soon as the input was found right. */
  async function apiWith(deletes: () => Promise<unknown>) {
    return testApi({
      ...database,
      async query(statement) {
        const rows = await database.query<never>(statement)
        if (statement.text.includes("'story'")) await deletes()
        return rows
      },
    })
  }

  it.each(['author', 'image', 'topic'] as const)('is NOT_FOUND, and nothing is written: %s', async (kind) => {
    const { id, uuid } = await given[kind]()
    const article = await created(noa)
    const hasty = await apiWith(() => database.query({ text: `DELETE FROM ${kind} WHERE id = $1`, parameters: [uuid] }))
    const { token } = await noa.user()
    const input = {
      author: { credits: [{ authorId: id }] },
      image: { captions: [{ key: 'a', imageId: id }] },
      topic: { topics: [{ topicId: id }] },
    }

    const refused = await update(hasty.withToken(token), article, input[kind])

    expect(faultsOf(refused)).toMatchObject([expect.stringMatching(/^NOT_FOUND input\.(credits|captions|topics)/)])
    expect(await prisma.revision.count({ where: { articleId: uuidOf(article.id) } })).toBe(1)
  })
})
