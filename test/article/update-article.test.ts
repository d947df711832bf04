import { describe, expect, it } from 'vitest'
import { testApi } from '../helpers/api.ts'
import { testDatabase } from '../helpers/database.ts'
import { givenIn } from '../helpers/given.ts'
import {
  created,
  everythingWritten,
  faultsOf,
  type Saved,
  type SavePayload,
  UPDATE,
  update,
  updated,
  uuidOf,
} from './saving.ts'

const database = await testDatabase()
const { prisma } = database
const api = await testApi(database)
const given = givenIn(database)
const reporter = api.as('REPORTER', 'Noa')
const editor = api.as('EDITOR', 'Eli')

const LIVE = 'query ($slug: String!) { article(slug: $slug) { headline } }'

async function codesOf(client: { errors: typeof api.errors }, input: object): Promise<unknown[]> {
  return (await client.errors(UPDATE, { input })).map(({ extensions }) => extensions?.code)
}

describe('updateArticle', () => {
  it('changes what it names and leaves the rest, in a new revision', async () => {
    const [topic, author, image] = [await given.topic(), await given.author(), await given.image()]
    const before = await created(reporter, {
      kicker: 'Old',
      standfirst: 'Stays',
      credits: [{ authorId: author.id }],
      topics: [{ slug: topic.slug }],
      captions: [{ key: 'a', imageId: image.id, role: 'LEAD', text: 'Words' }],
      body: [{ paragraph: { html: 'Text' } }],
      editorNote: 'note',
    })

    const after = await updated(reporter, before, { headline: 'New', kicker: null, note: 'Shorter' })

    const { activity: _, revisions: __, ...same } = before
    expect(after).toMatchObject({ ...same, version: 2, headline: 'New', kicker: null })
    expect(after.revisions.nodes).toMatchObject([
      { number: 2, summary: expect.stringMatching(/headline/), createdBy: { name: 'Noa' } },
      { number: 1 },
    ])
    expect(after.activity.nodes[0]).toEqual({ action: 'SAVED', note: 'Shorter', actor: { name: 'Noa' } })
  })

  it('replaces lists whole, and clears them by null', async () => {
    const [one, two] = [await given.topic(), await given.topic()]
    const article = await created(reporter, {
      topics: [{ slug: one.slug }],
      credits: [{ name: 'A' }, { name: 'B' }],
      body: [{ paragraph: { html: 'Text' } }],
    })

    const replaced = await updated(reporter, article, {
      topics: [{ slug: two.slug, rel: 'MENTIONS' }],
      credits: [{ name: 'B' }],
    })
    const cleared = await updated(reporter, replaced, { topics: null, credits: null, body: null, standfirst: null })

    expect(replaced.topics).toEqual([{ rel: 'MENTIONS', topic: { slug: two.slug } }])
    expect(replaced.credits.map(({ name }) => name)).toEqual(['B'])
    expect(cleared).toMatchObject({ version: 3, topics: [], credits: [], body: [], bodyText: '' })
  })

  it('leaves a live article as readers have it until it is published', async () => {
    const { id, slug } = await given.article({ headline: 'Live' })

    const saved = await updated(editor, { id, version: 1 }, { headline: 'Next' })

    expect(saved.headline).toBe('Next')
    expect(await api.query(LIVE, { slug })).toEqual({ article: { headline: 'Live' } })
  })

  it.each(['SCHEDULED', 'WITHDRAWN', 'DRAFT'] as const)('edits what is %s', async (status) => {
    const { id, uuid, revisionId } = await given.article({ status })

    expect(await updated(editor, { id, version: 1 }, { headline: 'Edited' })).toMatchObject({ status, version: 2 })
    const { scheduledRevisionId } = await prisma.article.findUniqueOrThrow({ where: { id: uuid } })
    expect(scheduledRevisionId).toBe(status === 'SCHEDULED' ? revisionId : null)
  })

  it('edits nothing in the trash, and says what can be done', async () => {
    const { id } = await given.article({ status: 'TRASHED' })
    const before = await everythingWritten(database)

    const refused = await update(editor, { id, version: 1 }, { headline: 'Edited' })

    expect(faultsOf(refused)).toEqual(['NOT_ALLOWED_IN_STATE input.id'])
    expect(refused.userErrors[0]?.message).toContain('restoreFromTrash')
    expect(await everythingWritten(database)).toEqual(before)
  })
})

describe('captions', () => {
  it('stay the same ones by their ids, over revisions, with their words changed', async () => {
    const [image, other] = [await given.image(), await given.image()]
    const article = await created(reporter, {
      captions: [{ key: 'a', imageId: image.id, text: 'One' }],
      body: [{ image: { captionKey: 'a' } }],
    })
    const id = article.captions[0]?.id

    const after = await updated(reporter, article, {
      captions: [
        { key: 'new', imageId: other.id },
        { key: id, imageId: other.id, text: 'Two' },
      ],
    })

    expect(after.captions).toMatchObject([{ text: null }, { id, text: 'Two' }])
    expect(after.body[0]?.caption).toEqual({ id })
  })

  it('are named by their ids where the input has none', async () => {
    const image = await given.image()
    const article = await created(reporter, { captions: [{ key: 'a', imageId: image.id }] })
    const id = article.captions[0]?.id

    const after = await updated(reporter, article, {
      body: [{ image: { captionKey: id } }, { image: { captionKey: id } }],
    })

    expect(after.body.map(({ caption }) => caption)).toEqual([{ id }, { id }])
  })

  it('of another article are no more than keys here', async () => {
    const image = await given.image()
    const one = await created(reporter, { captions: [{ key: 'a', imageId: image.id }] })
    const other = await created(reporter, { captions: [{ key: one.captions[0]?.id, imageId: image.id }] })

    expect(other.captions[0]?.id).not.toBe(one.captions[0]?.id)
  })
})

describe('a save that changes nothing', () => {
  it('writes nothing, and answers the article as it is', async () => {
    const [topic, image] = [await given.topic(), await given.image()]
    const input = {
      headline: 'Same',
      slug: 'same',
      locale: 'en',
      kicker: null,
      topics: [{ slug: topic.slug }],
      credits: [{ name: 'A' }],
      body: [{ paragraph: { html: '<b>Same</b>' } }, { embed: { url: 'https://a.example' } }],
      editorNote: 'n',
      embargoedUntil: '2099-01-01T00:00:00Z',
    }
    const article = await created(reporter, { ...input, captions: [{ key: 'a', imageId: image.id }] })
    const before = await everythingWritten(database)
    const captions = [{ key: article.captions[0]?.id, imageId: image.id }]

    const again = await updated(reporter, article, { ...input, captions, translationOf: null, note: 'for nothing' })

    expect(again).toEqual(article)
    expect(await everythingWritten(database)).toEqual(before)
  })
})

describe('what stands around the text', () => {
  it('changes with a version and an entry, and without a revision', async () => {
    const article = await created(editor)

    const after = await updated(editor, article, {
      slug: 'elsewhere',
      locale: 'fr',
      editorNote: 'mind this',
      embargoedUntil: '2099-01-01T00:00:00Z',
    })

    expect(after).toMatchObject({ version: 2, slug: 'elsewhere', locale: 'fr', editorNote: 'mind this' })
    expect(after.revisions.totalCount).toBe(1)
    expect(after.activity.nodes.map(({ action }) => action)).toEqual(['SAVED', 'CREATED'])
  })

  it('can join a story and leave it', async () => {
    const original = await created(editor, { locale: 'en' })
    const article = await created(editor, { locale: 'he' })
    const groupOf = async ({ id }: Saved) =>
      (await prisma.article.findUniqueOrThrow({ where: { id: uuidOf(id) } })).translationGroupId

    const joined = await updated(editor, article, { translationOf: original.id })
    expect(await groupOf(joined)).toBe(await groupOf(original))

    const left = await updated(editor, joined, { translationOf: null })
    expect(left.version).toBe(3)
    expect(await groupOf(left)).not.toBe(await groupOf(original))
  })

  it('is no second article of a story in one language', async () => {
    const original = await created(editor, { locale: 'en' })
    const article = await created(editor, { locale: 'he', translationOf: original.id })

    expect(faultsOf(await update(editor, article, { locale: 'en' }))).toEqual(['TAKEN input.locale'])
    expect((await updated(editor, article, { locale: 'ar' })).locale).toBe('ar')
  })

  it('is one of ten that come into a story in one language at once', async () => {
    const original = await created(editor, { locale: 'en' })
    const drafts = await Promise.all(Array.from({ length: 10 }, () => created(editor, { locale: 'he' })))

    const payloads = await Promise.all(drafts.map((draft) => update(editor, draft, { translationOf: original.id })))

    const refused = payloads.filter(({ article }) => article === null)
    expect(refused.map(faultsOf)).toEqual(Array(9).fill(['TAKEN input.translationOf']))
  })
})

describe('an embargo', () => {
  it('is an editor’s to set; a reporter may send back what is there', async () => {
    const article = await created(reporter, { embargoedUntil: '2099-01-01T00:00:00Z' })
    const { id, version } = article

    expect(await codesOf(reporter, { id, version, embargoedUntil: '2098-01-01T00:00:00Z' })).toEqual(['FORBIDDEN'])
    expect(await codesOf(reporter, { id, version, embargoedUntil: null })).toEqual(['FORBIDDEN'])
    expect((await updated(reporter, article, { headline: 'x', embargoedUntil: '2099-01-01T00:00:00Z' })).version).toBe(
      2,
    )
    expect((await updated(editor, { id, version: 2 }, { embargoedUntil: null })).embargoedUntil).toBeNull()
  })

  it('is refused where it comes too late or ends too late', async () => {
    const live = await given.article()
    const scheduled = await given.article({ status: 'SCHEDULED' })
    const [long, past] = ['2150-01-01T00:00:00Z', '2020-01-01T00:00:00Z']

    expect(faultsOf(await update(editor, { id: live.id, version: 1 }, { embargoedUntil: long }))).toEqual([
      'NOT_ALLOWED_IN_STATE input.embargoedUntil',
    ])
    expect(faultsOf(await update(editor, { id: scheduled.id, version: 1 }, { embargoedUntil: long }))).toEqual([
      'INVALID input.embargoedUntil',
    ])
    expect(faultsOf(await update(editor, { id: scheduled.id, version: 1 }, { embargoedUntil: past }))).toEqual([
      'INVALID input.embargoedUntil',
    ])
  })
})

describe('an approval', () => {
  async function inState(workflowState: 'IN_REVIEW' | 'APPROVED'): Promise<Saved> {
    const article = await created(reporter)
    await prisma.article.update({ where: { id: uuidOf(article.id) }, data: { workflowState } })
    return article
  }

  it('ends with another text, unless an editor keeps it', async () => {
    const approved = await inState('APPROVED')

    const kept = await updated(editor, approved, { headline: 'Kept', keepApproval: true })
    const ended = await updated(editor, kept, { headline: 'Ended' })

    expect([kept.workflowState, ended.workflowState]).toEqual(['APPROVED', 'DRAFT'])
  })

  it('stays with another note or address, for what was approved is the text', async () => {
    const approved = await inState('APPROVED')

    const noted = await updated(reporter, approved, { editorNote: 'x' })
    const moved = await updated(editor, noted, { slug: 'approved-there' })

    expect([noted.workflowState, moved.workflowState]).toEqual(['APPROVED', 'APPROVED'])
  })

  it('is not for reporters to keep', async () => {
    const { id, version } = await inState('APPROVED')

    expect(await codesOf(reporter, { id, version, headline: 'x', keepApproval: true })).toEqual(['FORBIDDEN'])
  })

  it('to come is not hindered: what is in review stays in review', async () => {
    const article = await inState('IN_REVIEW')

    expect((await updated(reporter, article, { headline: 'Better' })).workflowState).toBe('IN_REVIEW')
  })
})

describe('who may save', () => {
  it('is everybody what they made, and what is credited to them', async () => {
    const { uuid: userId } = await reporter.user()
    const author = await given.author({ userId })
    const article = await created(editor, { credits: [{ authorId: author.id }] })

    expect((await updated(reporter, article, { headline: 'Mine too' })).version).toBe(2)
  })

  it('is no reporter what is another’s, whatever they send', async () => {
    const { id, version } = await created(api.as('REPORTER', 'Dan'))
    const before = await everythingWritten(database)

    expect(await codesOf(reporter, { id, version, headline: '' })).toEqual(['FORBIDDEN'])
    expect(await everythingWritten(database)).toEqual(before)
  })

  it.each(['EDITOR', 'ADMIN'] as const)('is everybody who is %s', async (role) => {
    const article = await created(reporter)

    expect((await updated(api.as(role), article, { headline: 'Edited' })).version).toBe(2)
  })

  it('is no reader, and the refusal is the same for what is there and what is not', async () => {
    const { id } = await given.article()
    const absent = 'article_00000000-0000-4000-8000-000000000000'

    const refusals = [id, absent].map((one) => api.errors(UPDATE, { input: { id: one, version: 1, headline: 'x' } }))

    const [there, notThere] = await Promise.all(refusals)
    expect(there?.[0]).toMatchObject({ extensions: { code: 'UNAUTHENTICATED' } })
    expect(there?.[0]?.message).toBe(notThere?.[0]?.message)
  })
})

describe('an article that is not there', () => {
  it.each([
    ['by an id of nothing', 'article_00000000-0000-4000-8000-000000000000'],
    ['by an id of another type', 'topic_00000000-0000-4000-8000-000000000000'],
    ['by no id at all', "'; DROP TABLE article; --"],
    ['by nothing', ''],
  ])('is NOT_FOUND %s', async (_what, id) => {
    expect(faultsOf(await update(reporter, { id, version: 1 }, { headline: 'x' }))).toEqual(['NOT_FOUND input.id'])
  })
})

describe('the statements of a save', () => {
  it('are at most five in its transaction, with an idempotency key and a lock that is taken over', async () => {
    const topic = await given.topic()
    const { id, version } = await created(reporter)
    const { uuid: holderId } = await reporter.user()
    await prisma.articleLock.create({ data: { articleId: uuidOf(id), holderId, expiresAt: '2099-01-01T00:00:00Z' } })
    const { token } = await editor.user()
    const sent: string[] = []
    const watchedApi = await testApi({ ...database, transaction: watched(sent) })
    const input = {
      id,
      version,
      headline: 'Counted',
      topics: [{ slug: topic.slug }],
      takeOver: true,
      idempotencyKey: 'counted',
    }

    const { article } = await watchedApi.withToken(token).mutate<SavePayload>(UPDATE, { input })

    expect(article).toMatchObject({ version: 2, lock: { holder: { name: 'Eli' } } })
    expect(article?.activity.nodes.map(({ action }) => action)).toEqual(['SAVED', 'LOCK_TAKEN_OVER', 'CREATED'])
    expect(sent).toEqual(Array.from({ length: 5 }, () => '$queryRawUnsafe'))
  })
})

/** Transactions that note each of their statements. */
function watched(sent: string[]): typeof database.transaction {
  return (work) =>
    database.transaction((tx) =>
      work(
        new Proxy(tx, {
          get(target, name) {
            const value: unknown = Reflect.get(target, name)
            if (typeof value !== 'function') throw new Error(`what is sent by ${String(name)} is not counted`)
            return (...args: unknown[]) => {
              sent.push(String(name))
              return value.apply(target, args)
            }
          },
        }),
      ),
    )
}
