import { describe, expect, it } from 'vitest'
import { updated } from '../article/saving.ts'
import { testApi } from '../helpers/api.ts'
import type { Client } from '../helpers/client.ts'
import { expectNoChange } from '../helpers/contents.ts'
import { onPostgresql, testDatabase } from '../helpers/database.ts'
import { type ArticleOptions, givenIn } from '../helpers/given.ts'
import { LOCK, letExpire, lock, UNLOCK, unlock } from './locking.ts'

const database = await testDatabase()
const { prisma } = database
const api = await testApi(database)
const given = givenIn(database)
const noa = api.as('REPORTER', 'Noa')
const editor = api.as('EDITOR', 'Ruth')
const other = api.as('EDITOR', 'Omar')

/** An article of Noa's. */
async function article(options: ArticleOptions = {}) {
  const made = await given.article({ status: 'DRAFT', ...options })
  await prisma.article.update({ where: { id: made.uuid }, data: { createdById: (await noa.user()).uuid } })
  return made
}

async function actionsOn(uuid: string): Promise<(string | null)[]> {
  const entries = await prisma.activity.findMany({
    where: { subjectId: uuid },
    orderBy: [{ at: 'asc' }, { id: 'asc' }],
  })
  return entries.map(({ action, actorName }) => `${action} ${actorName}`)
}

async function shown(client: Client, id: string) {
  const document = 'query ($id: ID!) { article(id: $id, stage: DRAFT) { version lock { holder { name } isMine } } }'
  const { article: found } = await client.query<{ article: unknown }>(document, { id })
  return found
}

const DAY_AND_HOUR = /\d{4}-\d\d-\d\dT\d\d:\d\d/

describe('lockArticle', () => {
  it('says for 5 minutes who is at work, and leaves the version alone', async () => {
    const { id, uuid } = await article()

    const { lock: taken, article: after, userErrors } = await lock(noa, id)

    expect(userErrors).toEqual([])
    expect(taken).toMatchObject({ holder: { name: 'Noa' }, isMine: true })
    expect(Date.parse(taken?.expiresAt ?? '') - Date.parse(taken?.acquiredAt ?? '')).toBe(5 * 60_000)
    expect(after).toEqual({ id, version: 1, lock: taken })
    expect(await shown(editor, id)).toEqual({ version: 1, lock: { holder: { name: 'Noa' }, isMine: false } })
    expect(await actionsOn(uuid)).toEqual(['LOCK_TAKEN Noa'])
  })

  it('is renewed by its holder at any time, who is never locked out', async () => {
    const { id, uuid } = await article()
    const { lock: first } = await lock(noa, id)
    await prisma.$executeRaw`UPDATE article_lock SET expires_at = expires_at - interval '4 minutes' WHERE article_id = ${uuid}::uuid`

    const { lock: second } = await lock(noa, id)

    expect(second).toMatchObject({ isMine: true, acquiredAt: first?.acquiredAt })
    expect(Date.parse(second?.expiresAt ?? '')).toBeGreaterThanOrEqual(Date.parse(first?.expiresAt ?? ''))
    expect(await actionsOn(uuid)).toEqual(['LOCK_TAKEN Noa'])
  })

  it('is refused while another is at work, and says who that is and until when', async () => {
    const { id, uuid } = await article()
    const { lock: held } = await lock(editor, id)

    for (const client of [noa, other]) {
      const refused = await expectNoChange(database, () => lock(client, id))
      expect(refused).toMatchObject({
        lock: null,
        article: null,
        userErrors: [{ code: 'LOCKED', path: ['input', 'id'] }],
      })
      expect(refused.userErrors[0]?.message).toContain(`Ruth is editing this article until ${held?.expiresAt}`)
    }
    expect(await actionsOn(uuid)).toEqual(['LOCK_TAKEN Ruth'])
  })

  it('tells an editor how to take over, and a reporter to ask one', async () => {
    const { id } = await article()
    await lock(editor, id)

    expect((await lock(other, id)).userErrors[0]?.message).toContain('takeOver: true')
    expect((await lock(noa, id)).userErrors[0]?.message).toContain('ask an editor')
  })

  it('is taken over by an editor who says so, which the audit trail tells', async () => {
    const { id, uuid } = await article()
    await lock(noa, id)

    const { lock: taken, userErrors } = await lock(editor, id, { takeOver: true })

    expect(userErrors).toEqual([])
    expect(taken).toMatchObject({ holder: { name: 'Ruth' }, isMine: true })
    expect((await lock(noa, id)).userErrors).toMatchObject([{ code: 'LOCKED' }])
    expect(await actionsOn(uuid)).toEqual(['LOCK_TAKEN Noa', 'LOCK_TAKEN_OVER Ruth'])
  })

  it('is not taken over by a reporter', async () => {
    const { id } = await article()
    await lock(editor, id)

    const refused = await expectNoChange(database, () => lock(noa, id, { takeOver: true }))

    expect(refused.userErrors).toMatchObject([{ code: 'LOCKED' }])
  })

  it('with takeOver locks an article that nobody holds, as without', async () => {
    const { id, uuid } = await article()

    await lock(editor, id, { takeOver: true })
    await lock(editor, id, { takeOver: true })

    expect(await actionsOn(uuid)).toEqual(['LOCK_TAKEN Ruth'])
  })

  it('that has run out is none: nobody is said to be at work, and the next one takes it', async () => {
    const { id, uuid } = await article()
    await lock(editor, id)
    await letExpire(database, uuid)

    expect(await shown(noa, id)).toMatchObject({ lock: null })
    const { lock: taken, userErrors } = await lock(noa, id)

    expect(userErrors).toEqual([])
    expect(taken).toMatchObject({ holder: { name: 'Noa' } })
    expect(Date.parse(taken?.acquiredAt ?? '')).toBeGreaterThan(Date.now() - 60_000)
    expect(await actionsOn(uuid)).toEqual(['LOCK_TAKEN Ruth', 'LOCK_TAKEN Noa'])
  })

  it('is renewed by a save, and refuses one to others unless they take over', async () => {
    const { id, uuid } = await article()
    await lock(noa, id)
    await prisma.$executeRaw`UPDATE article_lock SET expires_at = expires_at - interval '4 minutes' WHERE article_id = ${uuid}::uuid`

    await updated(noa, { id, version: 1 }, { headline: 'One' })
    const { expiresAt } = await prisma.articleLock.findUniqueOrThrow({ where: { articleId: uuid } })
    expect(expiresAt.getTime()).toBeGreaterThan(Date.now() + 4 * 60_000)

    await updated(editor, { id, version: 2 }, { headline: 'Two', takeOver: true })
    expect(await shown(editor, id)).toEqual({ version: 3, lock: { holder: { name: 'Ruth' }, isMine: true } })
    expect(await actionsOn(uuid)).toEqual(['LOCK_TAKEN Noa', 'SAVED Noa', 'LOCK_TAKEN_OVER Ruth', 'SAVED Ruth'])
  })

  it('is for those who may edit the article: a reporter locks what is theirs', async () => {
    const { id } = await given.article({ status: 'DRAFT' })

    const [error] = await expectNoChange(database, () => noa.errors(LOCK, { input: { id } }))

    expect(error).toMatchObject({ extensions: { code: 'FORBIDDEN' }, path: ['lockArticle'] })
  })

  it('is not for readers, whether the article is there or not', async () => {
    const { id } = await article()

    const there = await api.ask(LOCK, { input: { id } })
    const absent = await api.ask(LOCK, { input: { id: 'article_00000000-0000-4000-8000-000000000000' } })

    expect(there.errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }])
    expect(absent).toEqual(there)
  })

  it('is refused for an article that does not exist or is in the trash', async () => {
    const { id } = await article({ status: 'TRASHED' })
    const ids = ['article_00000000-0000-4000-8000-000000000000', 'topic_00000000-0000-4000-8000-000000000000', 'x']

    for (const absent of ids)
      expect(await lock(editor, absent)).toMatchObject({
        lock: null,
        userErrors: [{ code: 'NOT_FOUND', path: ['input', 'id'] }],
      })
    const refused = await expectNoChange(database, () => lock(editor, id))
    expect(refused).toMatchObject({ lock: null, userErrors: [{ code: 'NOT_ALLOWED_IN_STATE', path: ['input', 'id'] }] })
  })

  it('answers a repeated call with the same idempotency key as the first', async () => {
    const { id, uuid } = await article()
    const input = { idempotencyKey: 'lock-once', clientMutationId: 'x' }

    const first = await lock(noa, id, input)
    const second = await lock(noa, id, input)

    expect(second).toEqual(first)
    expect(await actionsOn(uuid)).toEqual(['LOCK_TAKEN Noa'])
  })

  it('is deleted together with its article', async () => {
    const { id, uuid } = await article()
    await lock(noa, id)

    await prisma.article.delete({ where: { id: uuid } })

    expect(await prisma.articleLock.count({ where: { articleId: uuid } })).toBe(0)
  })
})

describe('unlockArticle', () => {
  it('ends the lock that the caller holds', async () => {
    const { id, uuid } = await article()
    await lock(noa, id)

    expect(await unlock(noa, id)).toEqual({ article: { id, version: 1, lock: null }, userErrors: [] })
    expect((await lock(editor, id)).userErrors).toEqual([])
    expect(await actionsOn(uuid)).toEqual(['LOCK_TAKEN Noa', 'LOCK_RELEASED Noa', 'LOCK_TAKEN Ruth'])
  })

  it('succeeds where nobody holds the lock, or it has expired', async () => {
    const { id, uuid } = await article()
    expect(await unlock(noa, id)).toMatchObject({ article: { lock: null }, userErrors: [] })

    await lock(editor, id)
    await letExpire(database, uuid)
    expect(await unlock(noa, id)).toMatchObject({ article: { lock: null }, userErrors: [] })
    expect(await actionsOn(uuid)).toEqual(['LOCK_TAKEN Ruth'])
  })

  it('refuses without takeOver to end the lock of another, also to an editor', async () => {
    const { id } = await article()
    await lock(editor, id)

    for (const client of [noa, other]) {
      const refused = await expectNoChange(database, () => unlock(client, id))
      expect(refused).toMatchObject({ article: null, userErrors: [{ code: 'LOCKED', path: ['input', 'id'] }] })
    }
    expect((await unlock(noa, id, { takeOver: true })).userErrors).toMatchObject([{ code: 'LOCKED' }])
    expect(await shown(editor, id)).toMatchObject({ lock: { isMine: true } })
  })

  it('ends the lock of another for an editor with takeOver', async () => {
    const { id, uuid } = await article()
    await lock(noa, id)

    expect(await unlock(editor, id, { takeOver: true })).toMatchObject({ article: { lock: null }, userErrors: [] })
    expect(await actionsOn(uuid)).toEqual(['LOCK_TAKEN Noa', 'LOCK_RELEASED Ruth'])
  })

  it('is open to the holder, also of an article that is theirs no more', async () => {
    const { id, uuid } = await article()
    await lock(noa, id)
    await prisma.article.update({ where: { id: uuid }, data: { createdById: null } })

    expect((await unlock(noa, id)).userErrors).toEqual([])
    expect((await noa.errors(UNLOCK, { input: { id } }))[0]).toMatchObject({ extensions: { code: 'FORBIDDEN' } })
  })

  it('is not for readers, and says when there is no such article', async () => {
    const { id } = await article()

    expect((await api.errors(UNLOCK, { input: { id } }))[0]).toMatchObject({ extensions: { code: 'UNAUTHENTICATED' } })
    expect(await unlock(editor, 'article_00000000-0000-4000-8000-000000000000')).toMatchObject({
      userErrors: [{ code: 'NOT_FOUND', path: ['input', 'id'] }],
    })
  })
})

describe.runIf(onPostgresql)('Locks on PostgreSQL', () => {
  it('give an article to one of many who lock it at once, and tell the others who', async () => {
    const rivals = Array.from({ length: 12 }, (_, index) => api.as('EDITOR', `Rival ${index}`))
    await Promise.all(rivals.map((rival) => rival.user()))
    for (let round = 0; round < 5; round++) {
      const { id, uuid } = await article()

      const answers = await Promise.all(rivals.map((rival) => lock(rival, id)))

      const winners = answers.flatMap(({ lock: taken }) => taken?.holder.name ?? [])
      expect(winners).toHaveLength(1)
      for (const { userErrors } of answers) {
        if (userErrors.length > 0)
          expect(userErrors[0]?.message).toMatch(new RegExp(`^${winners[0]} is editing.*${DAY_AND_HOUR.source}`))
      }
      expect(await actionsOn(uuid)).toEqual([`LOCK_TAKEN ${winners[0]}`])
    }
  })

  it('pass from one to the next of many who take over at once, and the last keeps it', async () => {
    const rivals = Array.from({ length: 8 }, (_, index) => api.as('EDITOR', `Rival ${index}`))
    const { id, uuid } = await article()
    await lock(noa, id)

    const answers = await Promise.all(rivals.map((rival) => lock(rival, id, { takeOver: true })))

    expect(answers.flatMap(({ userErrors }) => userErrors)).toEqual([])
    const actions = await actionsOn(uuid)
    expect(actions.filter((action) => action?.startsWith('LOCK_TAKEN_OVER'))).toHaveLength(8)
    expect(await prisma.articleLock.count({ where: { articleId: uuid } })).toBe(1)
  })
})
