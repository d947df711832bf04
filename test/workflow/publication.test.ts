import { describe, expect, it } from 'vitest'
import { testApi } from '../helpers/api.ts'
import { expectNoChange } from '../helpers/contents.ts'
import { testDatabase } from '../helpers/database.ts'
import { givenIn } from '../helpers/given.ts'
import { act, acted, articleStateOf, entriesOf, eventsOf, faultsOf, fromNow, jobsOf } from './acting.ts'

const database = await testDatabase()
const api = await testApi(database)
const given = givenIn(database)
const editor = api.as('EDITOR', 'Dana')

/** What readers get. */
async function readersOf({ id }: { id: string }) {
  const { article } = await api.query<{ article: { headline: string; topics: unknown[] } | null }>(
    'query ($id: ID!) { article(id: $id) { headline topics { topic { slug } } } }',
    { id },
  )
  return article
}

async function addressOf(path: string) {
  const document = `query ($path: String!) { resolvePath(path: $path) { __typename
    ... on Redirect { location } ... on Gone { since } ... on Article { headline } } }`
  const { resolvePath } = await api.query<{ resolvePath: { __typename: string; since?: string } | null }>(document, {
    path,
  })
  return resolvePath
}

describe('The way through the desk', () => {
  it('leads from a draft over review and approval to the readers, with its notes in the audit trail', async () => {
    const reporter = api.as('REPORTER', 'Noa')
    const article = await given.article({ status: 'DRAFT' })
    await database.prisma.article.update({
      where: { id: article.uuid },
      data: { createdById: (await reporter.user()).uuid },
    })

    await acted(reporter, 'submitForReview', article, { note: '  ready\n\nfor you ' })
    await acted(editor, 'requestChanges', { ...article, version: 2 }, { note: 'second source?' })
    await acted(reporter, 'submitForReview', { ...article, version: 3 }, { note: '' })
    const approved = await acted(editor, 'approveArticle', { ...article, version: 4 })
    const live = await acted(editor, 'publishArticle', approved, { note: 'now' })

    expect(approved).toMatchObject({ status: 'DRAFT', workflowState: 'APPROVED', version: 5 })
    expect(live).toMatchObject({
      status: 'PUBLISHED',
      workflowState: 'DRAFT',
      version: 6,
      hasUnpublishedChanges: false,
    })
    expect(await entriesOf(database, article)).toEqual([
      { action: 'SUBMITTED', note: 'ready\n\nfor you', actorName: 'Noa', version: 2, changedPaths: ['workflowState'] },
      {
        action: 'CHANGES_REQUESTED',
        note: 'second source?',
        actorName: 'Dana',
        version: 3,
        changedPaths: ['workflowState'],
      },
      { action: 'SUBMITTED', note: null, actorName: 'Noa', version: 4, changedPaths: ['workflowState'] },
      { action: 'APPROVED', note: null, actorName: 'Dana', version: 5, changedPaths: ['workflowState'] },
      {
        action: 'PUBLISHED',
        note: 'now',
        actorName: 'Dana',
        version: 6,
        changedPaths: ['status', 'workflowState', 'publishedAt', 'firstPublishedAt'],
      },
    ])
  })
})

describe('publishArticle', () => {
  it('shows readers the latest revision with its relations, dated by the database, and tells of it once', async () => {
    const topic = await given.topic()
    const article = await given.article({ status: 'DRAFT' })
    await given.revision(article, { headline: 'The newest', topics: [topic] })
    const before = await fromNow(database, 0)

    const live = await acted(editor, 'publishArticle', article)

    const after = await fromNow(database, 0)
    expect(await readersOf(article)).toEqual({ headline: 'The newest', topics: [{ topic: { slug: topic.slug } }] })
    expect(live.publishedAt).toBe(live.firstPublishedAt)
    expect(live.publishedAt && live.publishedAt >= before && live.publishedAt <= after).toBe(true)
    const { liveRevisionId } = await database.prisma.article.findUniqueOrThrow({ where: { id: article.uuid } })
    expect(await eventsOf(database, article)).toEqual([
      {
        type: 'article.published',
        payload: {
          id: article.id,
          version: 2,
          slug: article.slug,
          locale: 'en',
          revisionId: liveRevisionId,
          previousRevisionId: null,
          publishedAt: live.publishedAt,
          firstPublishedAt: live.firstPublishedAt,
        },
      },
    ])
  })

  it('replaces what is live, keeps both dates and tells of an update', async () => {
    const article = await given.article({ firstPublishedAt: '2016-03-12T09:00:00Z' })
    await given.revision(article, { headline: 'The newest' })

    const live = await acted(editor, 'publishArticle', article)

    expect(live).toMatchObject({
      publishedAt: '2016-03-12T09:00:00.000Z',
      firstPublishedAt: '2016-03-12T09:00:00.000Z',
      contentModifiedAt: live.updatedAt,
    })
    expect(await eventsOf(database, article)).toMatchObject([
      { type: 'article.updated', payload: { previousRevisionId: article.revisionId } },
    ])
  })

  it('takes the place of a schedule, and keeps a withdrawal that was planned', async () => {
    const article = await given.article({ status: 'DRAFT' })
    const [soon, later] = [await fromNow(database, 3600), await fromNow(database, 7200)]
    const scheduled = await acted(editor, 'scheduleArticle', article, { publishAt: soon, unpublishAt: later })

    const live = await acted(editor, 'publishArticle', scheduled)

    expect(live).toMatchObject({ status: 'PUBLISHED', scheduledFor: null, unpublishAt: later })
    expect(await jobsOf(database, article)).toEqual([`article-withdraw ${later}`])
    expect(await acted(editor, 'unscheduleArticle', live)).toMatchObject({ status: 'PUBLISHED', unpublishAt: null })
  })

  it('plans a withdrawal, moves it, and clears it with null', async () => {
    const article = await given.article({ status: 'DRAFT' })
    const later = await fromNow(database, 7200)

    const live = await acted(editor, 'publishArticle', article, { unpublishAt: later })
    await given.revision(article, { headline: 'Another' })
    const cleared = await acted(editor, 'publishArticle', live, { unpublishAt: null })

    expect(live.unpublishAt).toBe(later)
    expect(cleared.unpublishAt).toBeNull()
    expect(await jobsOf(database, article)).toEqual([])
  })

  it('refuses to withdraw in the past', async () => {
    const article = await given.article({ status: 'DRAFT' })
    const payload = await expectNoChange(database, () =>
      act(editor, 'publishArticle', article, { unpublishAt: '2020-01-01T00:00:00Z' }),
    )

    expect(faultsOf(payload)).toEqual(['INVALID input.unpublishAt'])
  })

  it('does not break an embargo, and names its end; lifted, it may', async () => {
    const article = await given.article({ status: 'DRAFT' })
    const until = await fromNow(database, 3600)
    const held = await acted(editor, 'setEmbargo', article, { embargoedUntil: until, note: 'the ministry' })

    const payload = await expectNoChange(database, () => act(api.as('ADMIN'), 'publishArticle', held))

    expect(faultsOf(payload)).toEqual(['NOT_ALLOWED_IN_STATE input.id'])
    expect(payload.userErrors[0]?.message).toContain(until)
    const lifted = await acted(editor, 'setEmbargo', held, { embargoedUntil: null })
    expect((await acted(editor, 'publishArticle', lifted)).status).toBe('PUBLISHED')
    expect(await entriesOf(database, article)).toMatchObject([
      { action: 'EMBARGO_SET', note: 'the ministry', changedPaths: ['embargoedUntil'] },
      { action: 'EMBARGO_SET', changedPaths: ['embargoedUntil'] },
      { action: 'PUBLISHED' },
    ])
  })

  it('tells nothing when it is refused', async () => {
    const article = await given.article()
    const payload = await expectNoChange(database, () => act(editor, 'publishArticle', article))

    expect(payload.userErrors[0]?.message).toContain('nothing to publish')
    expect(await eventsOf(database, article)).toEqual([])
  })
})

describe('withdrawArticle', () => {
  it('takes the article from readers, whose address answers Gone, and keeps the reason', async () => {
    const article = await given.article()

    const withdrawn = await acted(editor, 'withdrawArticle', article, { reason: ' legal ' })

    expect(withdrawn).toMatchObject({ status: 'WITHDRAWN', withdrawalReason: 'legal', hasUnpublishedChanges: true })
    expect(await readersOf(article)).toBeNull()
    expect(await addressOf(`/article/${article.slug}`)).toEqual({ __typename: 'Gone', since: withdrawn.withdrawnAt })
    expect(await entriesOf(database, article)).toEqual([
      {
        action: 'WITHDRAWN',
        note: 'legal',
        actorName: 'Dana',
        version: 2,
        changedPaths: ['status', 'withdrawnAt'],
      },
    ])
    expect(await eventsOf(database, article)).toMatchObject([
      {
        type: 'article.withdrawn',
        payload: { id: article.id, slug: article.slug, revisionId: null, previousRevisionId: article.revisionId },
      },
    ])
  })

  it('ends what was scheduled', async () => {
    const article = await given.article()
    await given.revision(article, { headline: 'Next' })
    const [soon, later] = [await fromNow(database, 3600), await fromNow(database, 7200)]
    const scheduled = await acted(editor, 'scheduleArticle', article, { publishAt: soon, unpublishAt: later })

    const withdrawn = await acted(editor, 'withdrawArticle', scheduled, { reason: 'legal' })

    expect(withdrawn).toMatchObject({ scheduledFor: null, unpublishAt: null })
    expect(await jobsOf(database, article)).toEqual([])
  })

  it.each([
    ['nothing', '', 'REQUIRED'],
    ['spaces', ' \u200b ', 'REQUIRED'],
    ['a long one', 'x'.repeat(2001), 'TOO_LONG'],
  ])('needs a reason, and not %s', async (_, reason, code) => {
    const article = await given.article()
    const payload = await expectNoChange(database, () => act(editor, 'withdrawArticle', article, { reason }))

    expect(faultsOf(payload)).toEqual([`${code} input.reason`])
  })

  it('is undone by publishing again: the same address, the first date, no reason left', async () => {
    const article = await given.article({ firstPublishedAt: '2016-03-12T09:00:00Z' })
    const withdrawn = await acted(editor, 'withdrawArticle', article, { reason: 'legal' })

    const live = await acted(editor, 'publishArticle', withdrawn)

    expect(live).toMatchObject({
      status: 'PUBLISHED',
      firstPublishedAt: '2016-03-12T09:00:00.000Z',
      withdrawnAt: null,
      withdrawalReason: null,
    })
    expect(await addressOf(`/article/${article.slug}`)).toMatchObject({ __typename: 'Article' })
    expect((await eventsOf(database, article)).map(({ type }) => type)).toEqual([
      'article.withdrawn',
      'article.published',
    ])
  })

  it('leaves the address gone while the article waits to come back', async () => {
    const article = await given.article()
    const withdrawn = await acted(editor, 'withdrawArticle', article, { reason: 'legal' })
    const scheduled = await acted(editor, 'scheduleArticle', withdrawn, { publishAt: await fromNow(database, 3600) })

    expect(scheduled.status).toBe('SCHEDULED')
    expect(await addressOf(`/article/${article.slug}`)).toEqual({ __typename: 'Gone', since: withdrawn.withdrawnAt })
    expect(await acted(editor, 'unscheduleArticle', scheduled)).toMatchObject({
      status: 'WITHDRAWN',
      withdrawnAt: withdrawn.withdrawnAt,
    })
  })
})

describe('addCorrection', () => {
  it('shows it to readers at once with its date, without a revision, newest first', async () => {
    const article = await given.article()
    const first = await acted(editor, 'addCorrection', article, { kind: 'CORRECTION', text: 'It was two.' })
    const second = await acted(editor, 'addCorrection', first, { kind: 'CLARIFICATION', text: 'By noon.' })

    const { article: read } = await api.query(
      `query ($id: ID!) { article(id: $id) { updatedAt corrections { kind text publishedAt } } }`,
      { id: article.id },
    )

    expect(read).toEqual({
      updatedAt: second.corrections[0]?.publishedAt,
      corrections: [
        { kind: 'CLARIFICATION', text: 'By noon.', publishedAt: expect.any(String) },
        { kind: 'CORRECTION', text: 'It was two.', publishedAt: first.corrections[0]?.publishedAt },
      ],
    })
    expect(second).toMatchObject({ version: 3, hasUnpublishedChanges: false })
    expect(await database.prisma.revision.count({ where: { articleId: article.uuid } })).toBe(1)
    expect(await entriesOf(database, article)).toMatchObject([
      { action: 'CORRECTED', note: 'It was two.', changedPaths: ['corrections'] },
      { action: 'CORRECTED', note: 'By noon.' },
    ])
    expect(await eventsOf(database, article)).toMatchObject([
      {
        type: 'article.corrected',
        payload: {
          version: 2,
          correction: {
            kind: 'CORRECTION',
            text: 'It was two.',
            publishedAt: first.corrections[0]?.publishedAt,
          },
        },
      },
      { type: 'article.corrected' },
    ])
  })

  it('waits on a withdrawn article until that is back, and tells nobody before', async () => {
    const article = await given.article({ status: 'WITHDRAWN' })
    const corrected = await acted(editor, 'addCorrection', article, { kind: 'UPDATE', text: 'More is known.' })

    expect(await eventsOf(database, article)).toEqual([])
    const live = await acted(editor, 'publishArticle', corrected)
    expect(live.corrections).toMatchObject([{ kind: 'UPDATE', text: 'More is known.' }])
  })

  it.each([
    ['empty', '\n', 'REQUIRED'],
    ['too long', 'x'.repeat(2001), 'TOO_LONG'],
    ['what no text can hold', 'a\0b', 'INVALID'],
  ])('refuses a text that is %s', async (_, text, code) => {
    const article = await given.article()
    const payload = await expectNoChange(database, () =>
      act(editor, 'addCorrection', article, { kind: 'UPDATE', text }),
    )

    expect(faultsOf(payload)).toEqual([`${code} input.text`])
  })
})

describe('What two editors do at once', () => {
  it('is done by one of them', async () => {
    const article = await given.article({ status: 'DRAFT' })

    const payloads = await Promise.all(
      Array.from({ length: 8 }, (_, number) => act(api.as('EDITOR', `Editor ${number}`), 'publishArticle', article)),
    )

    expect(payloads.filter(({ userErrors }) => userErrors.length === 0)).toHaveLength(1)
    expect(payloads.flatMap(faultsOf)).toEqual(Array.from({ length: 7 }, () => 'CONFLICT input.version'))
    expect(await eventsOf(database, article)).toHaveLength(1)
    expect((await articleStateOf(editor, article.id)).version).toBe(2)
  })
})
