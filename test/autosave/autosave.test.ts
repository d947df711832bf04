import { describe, expect, it } from 'vitest'
import { created, everythingWritten, faultsOf, update, updated, uuidOf } from '../article/saving.ts'
import { testApi } from '../helpers/api.ts'
import { testDatabase } from '../helpers/database.ts'
import { givenIn } from '../helpers/given.ts'
import { AUTOSAVE_ARTICLE, autosave, autosaved, DISCARD, unsaved } from './autosaving.ts'

const database = await testDatabase()
const { prisma } = database
const api = await testApi(database)
const given = givenIn(database)
const noa = api.as('REPORTER', 'Noa')
const eli = api.as('EDITOR', 'Eli')

const NOWHERE = '00000000-0000-4000-8000-000000000000'

/** Nothing of this could be saved. */
const UNFINISHED = {
  headline: '',
  kicker: ' K ',
  standfirst: 'קו ראשון\nand a second',
  dateline: null,
  aiUse: null,
  seoTitle: ' T ',
  metaDescription: 'd'.repeat(5000),
  socialTitle: '',
  socialDescription: null,
  genre: 'OPINION',
  canonicalUrl: 'no address',
  noIndex: null,
  slug: 'Half A Slug!',
  locale: 'xx-nowhere-at-all',
  editorNote: '<b>',
  embargoedUntil: '2026-13-',
  translationOf: `article_${NOWHERE}`,
  note: 'n'.repeat(5000),
  credits: [
    { authorId: `author_${NOWHERE}`, name: null, role: 'WRITER' },
    { authorId: null, name: '', role: null },
  ],
  topics: [
    { topicId: `topic_${NOWHERE}`, slug: null, rel: 'ABOUT' },
    { topicId: null, slug: 'No Such', rel: null },
  ],
  captions: [
    {
      ...{ key: 'a', imageId: 'image_gone', role: 'LEAD', text: '', altText: null, credit: 'x'.repeat(900) },
      crop: { x: -3, y: null, width: 12, height: 0 },
    },
    { key: 'a', imageId: null, role: 'LEAD', text: null, altText: null, credit: null, crop: null },
  ],
  body: [
    { paragraph: { html: '' } },
    { paragraph: { html: '<p>not <a href="htt">cleaned<script>x' } },
    { heading: { level: 9, text: '' } },
    { image: { captionKey: 'none' } },
    { quote: { text: '', attribution: null } },
    { list: { ordered: true, items: ['', 'b'], nestedItems: null } },
    { list: { ordered: null, items: null, nestedItems: [{ html: '', level: 7 }] } },
    { embed: { url: 'https://you', provider: null, title: null } },
    { table: { header: ['a'], rows: [['a', 'b'], [], ['\0', '\ud800']], captionText: null } },
    { divider: { style: null } },
    { factBox: { title: null, content: [{ paragraph: { html: '' } }, {}] } },
    {},
  ],
}

/** With null for each field that an object does not have: what a query gives back. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, item]) => (item === null ? [] : [[name, withoutNulls(item)]])),
  )
}

describe('autosaveArticle', () => {
  it('takes whatever is on the screen, however unfinished, and gives every character back', async () => {
    const { id } = await created(noa)

    const { fields, ...stored } = await autosaved(noa, { id, ...UNFINISHED })

    expect(fields.toSorted()).toEqual(Object.keys(UNFINISHED).toSorted())
    expect(withoutNulls(stored)).toMatchObject(withoutNulls(UNFINISHED) ?? {})
    expect(await unsaved(noa, id)).toEqual({ fields, ...stored })
  })

  it('tells a field that was omitted from one that was cleared', async () => {
    const { id } = await created(noa)

    expect(await autosaved(noa, { id, kicker: null })).toMatchObject({
      fields: ['kicker'],
      kicker: null,
      headline: null,
    })
  })

  it('changes nothing of the article, its history, its trail and its events', async () => {
    const article = await created(noa)
    const before = await everythingWritten(database)

    const { savedAt, isSuperseded, conflict } = await autosave(noa, { id: article.id, headline: 'Typing' })

    expect({ savedAt, isSuperseded, conflict }).toEqual({
      savedAt: expect.any(String),
      isSuperseded: false,
      conflict: null,
    })
    expect(await everythingWritten(database)).toEqual(before)
  })

  it('is one statement', async () => {
    const { id } = await created(noa)
    const input = { id, baseVersion: 1, headline: 'Typing' }
    const document =
      'mutation ($input: AutosaveArticleInput!) { autosaveArticle(input: $input) { savedAt userErrors { code } } }'

    expect(await noa.statements(document, { input })).toHaveLength(1)
    expect(await noa.statements(document, { input })).toHaveLength(1)
  })

  it('replaces what the same user had typed, and keeps when it began', async () => {
    const { id } = await created(noa)
    const first = await autosaved(noa, { id, headline: 'One', kicker: 'K' })

    const second = await autosaved(noa, { id, headline: 'Two' })

    expect(second).toMatchObject({ fields: ['headline'], headline: 'Two', startedAt: first.startedAt })
    expect(await prisma.autosave.count({ where: { articleId: uuidOf(id) } })).toBe(1)
  })

  it('says that the article has changed since, and stores what was typed all the same', async () => {
    const article = await created(noa)
    await updated(eli, article, { headline: 'By Eli' })

    const { conflict, autosave: stored } = await autosave(noa, { id: article.id, kicker: 'By Noa' })

    expect(conflict).toEqual({ currentVersion: 2, changedPaths: ['headline'] })
    expect(stored).toMatchObject({ kicker: 'By Noa', baseVersion: 1, isOutdated: true })
  })

  it('renews the lock of its writer, and stores although a colleague holds it', async () => {
    const { id } = await created(noa)
    const { uuid: holderId } = await noa.user()
    const expiresAt = new Date(Date.now() + 30_000)
    await prisma.articleLock.create({ data: { articleId: uuidOf(id), holderId, expiresAt } })
    const lock = () => prisma.articleLock.findUniqueOrThrow({ where: { articleId: uuidOf(id) } })

    await autosaved(eli, { id, headline: 'Eli' })
    expect((await lock()).expiresAt).toEqual(expiresAt)

    await autosaved(noa, { id, headline: 'Noa' })
    expect((await lock()).expiresAt.getTime()).toBeGreaterThan(expiresAt.getTime())
  })

  it('takes what was typed when the article went to the trash meanwhile', async () => {
    const { id } = await given.article({ status: 'TRASHED' })

    expect(await autosaved(eli, { id, headline: 'Typed' })).toMatchObject({ headline: 'Typed' })
  })

  it.each([
    ['more than 1.5 MB', { body: [{ paragraph: { html: 'x'.repeat(1_500_000) } }] }, 'TOO_LONG input'],
    ['more than 2,000 blocks', { body: Array.from({ length: 2001 }, () => ({})) }, 'TOO_LONG input.body'],
    [
      'more than 2,000 blocks in a fact box',
      { body: [{ factBox: { content: Array.from({ length: 2000 }, () => ({})) } }] },
      'TOO_LONG input.body',
    ],
    ['a number without its session', { sequence: 1 }, 'REQUIRED input.session'],
    ['a number below 0', { session: 'a', sequence: -1 }, 'INVALID input.sequence'],
    ['a session with a name that is too long', { session: 'x'.repeat(101) }, 'TOO_LONG input.session'],
  ])('refuses %s, and keeps what was stored', async (_what, input, fault) => {
    const { id } = await created(noa)
    const before = await autosaved(noa, { id, headline: 'Kept' })

    expect(faultsOf(await autosave(noa, { id, ...input }))).toEqual([fault])
    expect(await unsaved(noa, id)).toEqual(before)
  })

  it.each(['article_00000000-0000-4000-8000-000000000000', 'topic_x', ''])('is NOT_FOUND for %s', async (id) => {
    expect(faultsOf(await autosave(noa, { id, headline: 'x' }))).toEqual(['NOT_FOUND input.id'])
  })

  it('is refused to whoever may not save the article, and stores nothing', async () => {
    const { id } = await created(eli)
    const input = { id, baseVersion: 1, headline: 'Not mine' }

    const [forReporters] = await noa.errors(AUTOSAVE_ARTICLE, { input })
    const [forReaders] = await api.errors(AUTOSAVE_ARTICLE, { input })

    expect(forReporters).toMatchObject({ extensions: { code: 'FORBIDDEN' } })
    expect(forReaders).toMatchObject({ extensions: { code: 'UNAUTHENTICATED' } })
    expect(await prisma.autosave.count({ where: { articleId: uuidOf(id) } })).toBe(0)
  })
})

describe('the calls of one form that arrive in another order', () => {
  const calls = async () => ({ id: (await created(noa)).id, session: 'form-1' })

  it('leave the newest stored, and say so', async () => {
    const call = await calls()
    await autosaved(noa, { ...call, sequence: 8, headline: 'Newer' })

    const late = await autosave(noa, { ...call, sequence: 7, headline: 'Older' })

    expect(late).toMatchObject({ isSuperseded: true, savedAt: null, userErrors: [], autosave: { headline: 'Newer' } })
  })

  it('are repeated without harm', async () => {
    const call = await calls()
    await autosaved(noa, { ...call, sequence: 8, headline: 'Same' })

    expect(await autosave(noa, { ...call, sequence: 8, headline: 'Same' })).toMatchObject({ isSuperseded: false })
  })

  it('do not bring back what was saved since', async () => {
    const call = await calls()
    await autosaved(noa, { ...call, sequence: 1, headline: 'Typed' })
    await updated(noa, { id: call.id, version: 1 }, { headline: 'Saved' })

    const late = await autosave(noa, { ...call, sequence: 2, headline: 'Typed' })

    expect(late).toMatchObject({ isSuperseded: true, autosave: null, userErrors: [] })
    expect(await unsaved(noa, call.id)).toBeNull()
    expect(await autosaved(noa, { ...call, baseVersion: 2, sequence: 3, headline: 'Next' })).toMatchObject({
      headline: 'Next',
    })
  })

  it('do not bring back what was discarded since', async () => {
    const call = await calls()
    await autosaved(noa, { ...call, sequence: 1, headline: 'Typed' })
    await noa.mutate(DISCARD, { input: { ...call, sequence: 3 } })

    expect(await autosave(noa, { ...call, sequence: 2, headline: 'Typed' })).toMatchObject({ isSuperseded: true })
    expect(await unsaved(noa, call.id)).toBeNull()
  })

  it('leave one of many stored that come at once: the newest', async () => {
    const call = await calls()
    const sequences = [3, 9, 1, 7, 5, 8, 2, 6, 4]

    await Promise.all(sequences.map((sequence) => autosave(noa, { ...call, sequence, headline: `${sequence}` })))

    expect(await unsaved(noa, call.id)).toMatchObject({ headline: '9' })
  })
})

describe('two forms of one user', () => {
  it('replace one another: the last call wins', async () => {
    const { id } = await created(noa)
    await autosaved(noa, { id, session: 'one', sequence: 900, headline: 'In one tab' })

    expect(await autosaved(noa, { id, session: 'other', sequence: 1, headline: 'In the other' })).toMatchObject({
      headline: 'In the other',
    })
  })

  it('lose nothing when the other one saves: what is typed on the old version is stored', async () => {
    const { id, version } = await created(noa)
    await autosaved(noa, { id, session: 'one', sequence: 1, headline: 'In one tab' })
    await updated(noa, { id, version }, { headline: 'Saved in one tab' })

    const stored = await autosaved(noa, { id, session: 'other', sequence: 1, headline: 'In the other' })

    expect(stored).toMatchObject({ headline: 'In the other', isOutdated: true })
  })
})

describe('an autosave ends', () => {
  const typing = async () => {
    const article = await created(noa, { headline: 'Before' })
    await autosaved(noa, { id: article.id, headline: 'Typed by Noa' })
    await autosaved(eli, { id: article.id, headline: 'Typed by Eli' })
    return article
  }

  it('with a save of its writer, while a colleague’s stays and is outdated', async () => {
    const article = await typing()

    await updated(noa, article, { headline: 'Saved' })

    expect(await unsaved(noa, article.id)).toBeNull()
    expect(await unsaved(eli, article.id)).toMatchObject({ headline: 'Typed by Eli', baseVersion: 1, isOutdated: true })
  })

  it('with a save that changes nothing', async () => {
    const article = await typing()

    await updated(noa, article, { headline: 'Before' })

    expect(await unsaved(noa, article.id)).toBeNull()
  })

  it('with a restore', async () => {
    const article = await updated(noa, await created(noa), { headline: 'Second' })
    await autosaved(noa, { id: article.id, baseVersion: 2, headline: 'Typed' })

    await noa.mutate(
      'mutation ($id: ID!) { restoreRevision(input: { id: $id, version: 2, number: 1 }) { userErrors { code } } }',
      { id: article.id },
    )

    expect(await unsaved(noa, article.id)).toBeNull()
  })

  it('when it is discarded, and only the discarding user’s', async () => {
    const { id } = await typing()

    const payload = { article: { id }, wasDiscarded: true, userErrors: [] }
    expect(await noa.mutate(DISCARD, { input: { id } })).toEqual(payload)
    expect(await noa.mutate(DISCARD, { input: { id } })).toEqual({ ...payload, wasDiscarded: false })
    expect(await unsaved(noa, id)).toBeNull()
    expect(await unsaved(eli, id)).toMatchObject({ headline: 'Typed by Eli' })
  })

  it('with its article', async () => {
    const { uuid, id } = await given.article({ status: 'TRASHED' })
    await autosaved(eli, { id, headline: 'Typed' })

    await api
      .as('ADMIN')
      .mutate('mutation ($id: ID!) { deleteArticle(input: { id: $id, version: 1 }) { deletedId } }', { id })

    expect(await prisma.autosave.count({ where: { articleId: uuid } })).toBe(0)
  })

  it('with its writer', async () => {
    const { id } = await given.article({ status: 'DRAFT' })
    const gone = api.as('EDITOR', 'Leaving')
    await autosaved(gone, { id, headline: 'Typed' })

    await prisma.user.delete({ where: { id: (await gone.user()).uuid } })

    expect(await prisma.autosave.count({ where: { articleId: uuidOf(id) } })).toBe(0)
  })

  it.each([
    ['a save that is refused', { headline: 'x'.repeat(301) }],
    ['a save of a part alone, which asks to keep it', { editorNote: 'Look', keepAutosave: true }],
  ])('not with %s', async (_what, input) => {
    const article = await typing()

    await update(noa, article, input)

    expect(await unsaved(noa, article.id)).toMatchObject({ headline: 'Typed by Noa' })
  })

  it('not with a caption that is added, a bulk update, or a step of the workflow', async () => {
    const article = await created(eli)
    await autosaved(eli, { id: article.id, headline: 'Typed' })
    const image = await given.image()
    const topic = await given.topic()
    const calls = [
      `addCaption(input: { articleId: "${article.id}", version: 1, imageId: "${image.id}" })`,
      `bulkUpdateArticles(input: { items: [{ id: "${article.id}", version: 2 }], addTopicIds: ["${topic.id}"] })`,
      `submitForReview(input: { id: "${article.id}", version: 3 })`,
    ]

    for (const call of calls)
      expect(await eli.mutate(`mutation { ${call} { userErrors { code } } }`)).toEqual({ userErrors: [] })

    expect(await unsaved(eli, article.id)).toMatchObject({ headline: 'Typed', isOutdated: true })
  })
})

describe('who sees what is not saved', () => {
  const NOTICES = 'autosaves { user { name } savedAt startedAt baseVersion isOutdated isMine }'

  it('is its writer, while colleagues see that there is one, by whom and since when', async () => {
    const { id } = await created(noa)
    const { savedAt, startedAt } = await autosaved(noa, { id, headline: 'Typed by Noa' })
    const read = `{ article(id: "${id}", stage: DRAFT) { autosave { headline } ${NOTICES} } }`
    const notice = { user: { name: 'Noa' }, savedAt, startedAt, baseVersion: 1, isOutdated: false }

    expect(await eli.query(read)).toEqual({ article: { autosave: null, autosaves: [{ ...notice, isMine: false }] } })
    expect(await noa.query(read)).toEqual({
      article: { autosave: { headline: 'Typed by Noa' }, autosaves: [{ ...notice, isMine: true }] },
    })
  })

  it('is no reader', async () => {
    const article = await given.article()
    await autosaved(eli, { id: article.id, headline: 'Typed' })

    for (const field of ['autosave { headline }', NOTICES]) {
      const [error] = await api.errors(`{ article(id: "${article.id}") { ${field} } }`)
      expect(error).toMatchObject({ extensions: { code: 'FORBIDDEN' } })
    }
  })

  it('is not told of what has ended', async () => {
    const article = await created(noa)
    await autosaved(noa, { id: article.id, headline: 'Typed' })
    await updated(noa, article, { headline: 'Saved' })

    expect(await eli.query(`{ article(id: "${article.id}", stage: DRAFT) { ${NOTICES} } }`)).toEqual({
      article: { autosaves: [] },
    })
  })
})
