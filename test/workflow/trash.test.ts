import { describe, expect, it } from 'vitest'
import { testApi } from '../helpers/api.ts'
import { testDatabase } from '../helpers/database.ts'
import { givenIn } from '../helpers/given.ts'
import { act, acted, documentOf, entriesOf, eventsOf, faultsOf, fromNow, jobsOf } from './acting.ts'

const database = await testDatabase()
const api = await testApi(database)
const given = givenIn(database)
const editor = api.as('EDITOR', 'Dana')
const admin = api.as('ADMIN', 'Chief')

async function addressOf(slug: string): Promise<string | null> {
  const document = 'query ($path: String!) { resolvePath(path: $path) { __typename } }'
  const { resolvePath } = await api.query<{ resolvePath: { __typename: string } | null }>(document, {
    path: `/article/${slug}`,
  })
  return resolvePath?.__typename ?? null
}

function remove({ id }: { id: string }, version: number) {
  return admin.mutate<{ deletedId: string | null; userErrors: { code: string; path: string[]; message: string }[] }>(
    documentOf('deleteArticle'),
    { input: { id, version } },
  )
}

describe('The trash', () => {
  it('takes an article off the desk, with what was scheduled', async () => {
    const article = await given.article({ status: 'DRAFT' })
    const scheduled = await acted(editor, 'scheduleArticle', article, { publishAt: await fromNow(database, 3600) })

    const trashed = await acted(editor, 'trashArticle', scheduled, { note: 'twice' })

    expect(trashed).toMatchObject({ status: 'TRASHED', scheduledFor: null, allowedActions: ['RESTORE_FROM_TRASH'] })
    expect(trashed.trashedAt).not.toBeNull()
    expect(await jobsOf(database, article)).toEqual([])
    expect((await entriesOf(database, article)).at(-1)).toEqual({
      action: 'TRASHED',
      note: 'twice',
      actorName: 'Dana',
      version: 3,
      changedPaths: ['status', 'scheduledFor', 'scheduledRevision', 'trashedAt'],
    })
    expect(await eventsOf(database, article)).toEqual([])
  })

  it('gives a draft back as a draft, whose address nobody had', async () => {
    const article = await given.article({ status: 'DRAFT' })
    const trashed = await acted(editor, 'trashArticle', article)
    const restored = await acted(editor, 'restoreFromTrash', trashed)

    expect(restored).toMatchObject({ status: 'DRAFT', trashedAt: null, withdrawnAt: null })
    expect(await addressOf(article.slug)).toBeNull()
  })

  it('gives what was live once back as withdrawn, and its address goes on saying that it is gone', async () => {
    const article = await given.article()
    const withdrawn = await acted(editor, 'withdrawArticle', article, { reason: 'legal' })
    const trashed = await acted(editor, 'trashArticle', withdrawn)
    expect(await addressOf(article.slug)).toBe('Gone')

    const restored = await acted(editor, 'restoreFromTrash', trashed, { note: 'after all' })

    expect(restored).toMatchObject({
      status: 'WITHDRAWN',
      trashedAt: null,
      withdrawnAt: withdrawn.withdrawnAt,
      withdrawalReason: 'legal',
    })
    expect(await addressOf(article.slug)).toBe('Gone')
    expect((await entriesOf(database, article)).at(-1)).toMatchObject({
      action: 'RESTORED_FROM_TRASH',
      note: 'after all',
      changedPaths: ['status', 'trashedAt'],
    })
  })

  it('keeps a translation while another tells the story in its language', async () => {
    const original = await given.article()
    const article = await given.article({ locale: 'he', translationOf: original, status: 'DRAFT' })
    const trashed = await acted(editor, 'trashArticle', article)
    const other = await given.article({ locale: 'he', translationOf: original, status: 'DRAFT' })

    const refused = await act(editor, 'restoreFromTrash', trashed)

    expect(faultsOf(refused)).toEqual(['TAKEN input.id'])
    expect((await entriesOf(database, article)).at(-1)).toMatchObject({ action: 'TRASHED' })
    await acted(editor, 'trashArticle', other)
    expect(await acted(editor, 'restoreFromTrash', trashed)).toMatchObject({ status: 'DRAFT' })
  })

  it('is no way past the readers: a live article is withdrawn first', async () => {
    const article = await given.article()
    const payload = await act(editor, 'trashArticle', article)

    expect(faultsOf(payload)).toEqual(['NOT_ALLOWED_IN_STATE input.id'])
    expect(payload.userErrors[0]?.message).toContain('withdrawArticle')
  })
})

describe('deleteArticle', () => {
  it('leaves nothing of it but the audit trail and addresses that answer Gone', async () => {
    const article = await given.article({ corrections: [{ kind: 'UPDATE', text: 'More.' }] })
    const oldSlug = article.slug
    await database.prisma.article.update({ where: { id: article.uuid }, data: { slug: `${oldSlug}-moved` } })
    const withdrawn = await acted(editor, 'withdrawArticle', article, { reason: 'legal' })
    const { version } = await acted(editor, 'trashArticle', withdrawn)

    const { deletedId, userErrors } = await remove(article, version)

    expect({ deletedId, userErrors }).toEqual({ deletedId: article.id, userErrors: [] })
    const { prisma } = database
    const where = { articleId: article.uuid }
    expect([
      await prisma.article.count({ where: { id: article.uuid } }),
      await prisma.revision.count({ where }),
      await prisma.correction.count({ where }),
    ]).toEqual([0, 0, 0])
    expect([await addressOf(oldSlug), await addressOf(`${oldSlug}-moved`)]).toEqual(['Gone', 'Gone'])
    expect((await entriesOf(database, article)).map(({ action, actorName }) => `${action} ${actorName}`)).toContain(
      'DELETED Chief',
    )
  })

  it('frees the address of what was never live', async () => {
    const article = await given.article({ status: 'DRAFT' })
    const { version } = await acted(editor, 'trashArticle', article)
    await remove(article, version)

    expect(await addressOf(article.slug)).toBeNull()
    await expect(given.article({ slug: article.slug })).resolves.toBeDefined()
  })

  it('answers as it did when the call comes again with its key', async () => {
    const article = await given.article({ status: 'TRASHED' })
    const input = { id: article.id, version: 1, idempotencyKey: 'delete-it' }
    const first = await admin.mutate(documentOf('deleteArticle'), { input })

    expect(await admin.mutate(documentOf('deleteArticle'), { input })).toEqual(first)
    expect(first).toMatchObject({ deletedId: article.id })
  })

  it('is refused when somebody has restored the article meanwhile', async () => {
    const article = await given.article({ status: 'TRASHED' })
    await acted(editor, 'restoreFromTrash', article)

    expect(await remove(article, 1)).toMatchObject({ deletedId: null, userErrors: [{ code: 'CONFLICT' }] })
  })
})
