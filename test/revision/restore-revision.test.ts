import { describe, expect, it } from 'vitest'
import type { UserError } from '../article/saving.ts'
import { created, everythingWritten, updated } from '../article/saving.ts'
import { testApi } from '../helpers/api.ts'
import type { Client } from '../helpers/client.ts'
import { expectNoChange } from '../helpers/contents.ts'
import { onPostgresql, testDatabase } from '../helpers/database.ts'
import { givenIn } from '../helpers/given.ts'
import { lock } from '../lock/locking.ts'

const database = await testDatabase()
const { prisma } = database
const api = await testApi(database)
const given = givenIn(database)
const noa = api.as('REPORTER', 'Noa')
const dan = api.as('REPORTER', 'Dan')
const editor = api.as('EDITOR', 'Ruth')

const SAID = `headline kicker standfirst bodyHtml credits { role name author { id } } topics { rel topic { slug } }
  captions { id role text altText credit image { id } }`

const RESTORE = `mutation ($input: RestoreRevisionInput!) { restoreRevision(input: $input) {
  article {
    id version status workflowState publishedAt hasUnpublishedChanges ${SAID} lock { holder { name } }
    revisions(first: 1) { totalCount nodes { number summary createdBy { name } isLive isLatest } }
    activity(first: 2) { nodes { action note actor { name } version revision { number } } }
  }
  conflict { currentVersion changedPaths changedBy { name } article { version headline } }
  userErrors { code path message }
} }`

interface Restored {
  article: (Record<string, unknown> & { revisions: { totalCount: number } }) | null
  conflict: object | null
  userErrors: UserError[]
}

function restore(client: Client, id: string, version: number, number: number, more: object = {}): Promise<Restored> {
  return client.mutate<Restored>(RESTORE, { input: { id, version, number, ...more } })
}

async function revisionOf(id: string, number: number): Promise<unknown> {
  const document = `query ($id: ID!, $number: Int!) { article(id: $id, stage: DRAFT) { revision(number: $number) { ${SAID} } } }`
  const { article } = await editor.query<{ article: { revision: unknown } }>(document, { id, number })
  return article.revision
}

/** An article of Noa's at version 2: the first revision has everything, the second little. */
async function article() {
  const [topic, image, author] = [await given.topic(), await given.image(), await given.author()]
  const { id } = await created(noa, {
    headline: 'First headline',
    kicker: 'Kicker',
    standfirst: 'Standfirst',
    credits: [{ authorId: author.id }, { name: 'Reuters', role: 'PHOTOGRAPHER' }],
    topics: [{ topicId: topic.id, rel: 'MENTIONS' }],
    captions: [{ key: 'lead', imageId: image.id, role: 'LEAD', text: 'At sea' }],
    body: [{ paragraph: { html: 'A <em>first</em> text.' } }, { image: { captionKey: 'lead' } }],
  })
  const cleared = { kicker: null, standfirst: null, credits: [], topics: [], captions: [], body: [] }
  await updated(noa, { id, version: 1 }, { headline: 'Second headline', ...cleared })
  return { id, uuid: id.slice('article_'.length), topic, image, author }
}

describe('restoreRevision', () => {
  it('makes a new revision that says all that the old one said', async () => {
    const { id } = await article()
    const first = await revisionOf(id, 1)

    const { article: restored, userErrors } = await restore(noa, id, 2, 1, { note: 'It was better' })

    expect(userErrors).toEqual([])
    expect(restored).toMatchObject({ version: 3, headline: 'First headline', kicker: 'Kicker' })
    expect(await revisionOf(id, 3)).toEqual(first)
    expect(restored).toMatchObject({
      revisions: {
        totalCount: 3,
        nodes: [
          {
            number: 3,
            summary: 'kicker, headline, standfirst, body, credits, captions, topics',
            createdBy: { name: 'Noa' },
            isLatest: true,
          },
        ],
      },
      activity: {
        nodes: [
          {
            action: 'REVISION_RESTORED',
            note: 'Revision 1: It was better',
            actor: { name: 'Noa' },
            version: 3,
            revision: { number: 3 },
          },
          { action: 'SAVED' },
        ],
      },
    })
  })

  it('leaves every revision before it as it was', async () => {
    const { id } = await article()
    const [first, second] = [await revisionOf(id, 1), await revisionOf(id, 2)]

    await restore(noa, id, 2, 1)

    expect([await revisionOf(id, 1), await revisionOf(id, 2)]).toEqual([first, second])
  })

  it('never publishes: readers have what they had, and a schedule keeps its revision', async () => {
    const live = await given.article({ headline: 'Live', slug: 'was-live' })
    await given.revision(live, { headline: 'Newer' })
    await prisma.$executeRaw`
      UPDATE article SET scheduled_for = now() + interval '1 day', scheduled_revision_id = latest_revision_id WHERE id = ${live.uuid}::uuid`
    const before = await prisma.article.findUniqueOrThrow({ where: { id: live.uuid } })

    const { article: restored } = await restore(editor, live.id, 1, 1)

    expect(restored).toMatchObject({ status: 'PUBLISHED', headline: 'Live', hasUnpublishedChanges: true })
    expect(await prisma.article.findUniqueOrThrow({ where: { id: live.uuid } })).toMatchObject({
      liveRevisionId: before.liveRevisionId,
      publishedAt: before.publishedAt,
      liveUpdatedAt: before.liveUpdatedAt,
      scheduledFor: before.scheduledFor,
      scheduledRevisionId: before.scheduledRevisionId,
    })
    expect(await prisma.outboxEvent.count({ where: { articleId: live.uuid } })).toBe(0)
    const draft = await given.article({ status: 'DRAFT' })
    await given.revision(draft, { headline: 'Newer' })
    expect((await restore(editor, draft.id, 1, 1)).article).toMatchObject({ status: 'DRAFT', publishedAt: null })
  })

  it('takes an approval back, as every save does', async () => {
    const { id, uuid } = await article()
    await prisma.article.update({ where: { id: uuid }, data: { workflowState: 'APPROVED' } })

    expect((await restore(editor, id, 2, 1)).article).toMatchObject({ version: 3, workflowState: 'DRAFT' })
  })

  it('of what the latest revision says makes none', async () => {
    const { id } = await article()

    const { article: same, userErrors } = await expectNoChange(database, () => restore(noa, id, 2, 2))

    expect(userErrors).toEqual([])
    expect(same).toMatchObject({ version: 2, revisions: { totalCount: 2 } })
  })

  it('restores topics that were merged as what they are now', async () => {
    const { id, topic } = await article()
    const into = await given.topic({ name: 'The Sea' })
    const MERGE = 'mutation ($input: MergeTopicsInput!) { mergeTopics(input: $input) { userErrors { code } } }'
    await editor.mutate(MERGE, { input: { fromId: topic.id, intoId: into.id } })

    const { article: restored, userErrors } = await restore(noa, id, 2, 1)

    expect(userErrors).toEqual([])
    expect(restored).toMatchObject({ topics: [{ rel: 'MENTIONS', topic: { slug: into.slug } }] })
  })

  it('finds all that an old revision points at, since nothing of it can be deleted', async () => {
    const { topic, image, author } = await article()

    await expect(prisma.topic.delete({ where: { id: topic.uuid } })).rejects.toThrow()
    await expect(prisma.image.delete({ where: { id: image.uuid } })).rejects.toThrow()
    await expect(prisma.author.delete({ where: { id: author.uuid } })).rejects.toThrow()
  })

  it('is for those who may edit the article', async () => {
    const { id } = await article()
    const input = { id, version: 2, number: 1 }

    const [forbidden] = await expectNoChange(database, () => dan.errors(RESTORE, { input }))
    expect(forbidden).toMatchObject({ extensions: { code: 'FORBIDDEN' }, path: ['restoreRevision'] })
    const reader = await expectNoChange(database, () => api.ask(RESTORE, { input }))
    expect(reader.errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }])
    expect(await api.ask(RESTORE, { input: { ...input, id: 'article_x' } })).toEqual(reader)
    expect((await restore(api.as('ADMIN'), id, 2, 1)).userErrors).toEqual([])
  })

  it('on another version is a conflict, which says what was changed', async () => {
    const { id } = await article()

    const { article: none, conflict, userErrors } = await expectNoChange(database, () => restore(editor, id, 1, 1))

    expect(none).toBeNull()
    expect(userErrors).toMatchObject([{ code: 'CONFLICT', path: ['input', 'version'] }])
    expect(conflict).toMatchObject({
      currentVersion: 2,
      changedBy: { name: 'Noa' },
      changedPaths: expect.arrayContaining(['headline', 'kicker', 'body.0', 'captions.0', 'credits.0', 'topics.0']),
      article: { version: 2, headline: 'Second headline' },
    })
  })

  it('is refused while another is at work, unless an editor takes over', async () => {
    const { id } = await article()
    await lock(noa, id)

    const refused = await expectNoChange(database, () => restore(editor, id, 2, 1))
    expect(refused.userErrors).toMatchObject([{ code: 'LOCKED', path: ['input', 'id'] }])
    const { article: restored } = await restore(editor, id, 2, 1, { takeOver: true })
    expect(restored).toMatchObject({
      version: 3,
      lock: { holder: { name: 'Ruth' } },
      activity: { nodes: [{ action: 'REVISION_RESTORED' }, { action: 'LOCK_TAKEN_OVER', version: null }] },
    })
    expect((await restore(noa, id, 3, 2, { takeOver: true })).userErrors).toMatchObject([{ code: 'LOCKED' }])
  })

  it('is never refused to the holder of the lock', async () => {
    const { id } = await article()
    await lock(noa, id)

    expect((await restore(noa, id, 2, 1)).article).toMatchObject({ version: 3, lock: { holder: { name: 'Noa' } } })
  })

  it('says all that is wrong with it', async () => {
    const { id } = await article()
    const { id: trashed } = await given.article({ status: 'TRASHED' })

    for (const number of [0, 3, -1]) {
      const { userErrors } = await expectNoChange(database, () =>
        restore(noa, id, 2, number, { note: 'x'.repeat(2001) }),
      )
      expect(userErrors).toMatchObject([
        { code: 'TOO_LONG', path: ['input', 'note'] },
        { code: 'NOT_FOUND', path: ['input', 'number'], message: expect.stringContaining('from 1 to 2') },
      ])
    }
    expect((await restore(editor, trashed, 1, 1)).userErrors).toMatchObject([{ code: 'NOT_ALLOWED_IN_STATE' }])
    expect((await restore(editor, 'article_00000000-0000-4000-8000-000000000000', 1, 1)).userErrors).toMatchObject([
      { code: 'NOT_FOUND', path: ['input', 'id'] },
    ])
  })

  it('sent again with its key answers as the first', async () => {
    const { id } = await article()

    const first = await restore(noa, id, 2, 1, { idempotencyKey: 'restore-once' })
    const written = await everythingWritten(database)
    const second = await restore(noa, id, 2, 1, { idempotencyKey: 'restore-once' })

    expect(second).toEqual(first)
    expect(await everythingWritten(database)).toEqual(written)
  })

  it.runIf(onPostgresql)('of two at once on one version is done once', async () => {
    const { id } = await article()

    const answers = await Promise.all([restore(noa, id, 2, 1), restore(editor, id, 2, 1), restore(noa, id, 2, 1)])

    expect(answers.flatMap(({ userErrors }) => userErrors.map(({ code }) => code))).toEqual(['CONFLICT', 'CONFLICT'])
    expect(await prisma.revision.count({ where: { articleId: id.slice('article_'.length) } })).toBe(3)
  })
})
