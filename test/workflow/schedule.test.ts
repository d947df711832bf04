import { describe, expect, it } from 'vitest'
import { testApi } from '../helpers/api.ts'
import { expectNoChange } from '../helpers/contents.ts'
import { testDatabase } from '../helpers/database.ts'
import { givenIn } from '../helpers/given.ts'
import { act, acted, entriesOf, eventsOf, faultsOf, fromNow, type Input, jobsOf } from './acting.ts'

const database = await testDatabase()
const api = await testApi(database)
const given = givenIn(database)
const editor = api.as('EDITOR', 'Dana')

const [soon, later, latest] = await Promise.all([3600, 7200, 10_800].map((seconds) => fromNow(database, seconds)))

/** The refusal of a schedule, after which all is as it was, jobs too. */
async function refused(of: { id: string; uuid: string; version?: number }, input: Input) {
  const before = await jobsOf(database, of)
  const payload = await expectNoChange(database, () => act(editor, 'scheduleArticle', of, input))
  expect(await jobsOf(database, of)).toEqual(before)
  return { faults: faultsOf(payload), message: payload.userErrors.map(({ message }) => message).join(' ') }
}

describe('scheduleArticle', () => {
  it('plans what goes live when, with a job of the clock for each time, and tells nobody yet', async () => {
    const article = await given.article({ status: 'DRAFT' })
    const scheduled = await acted(editor, 'scheduleArticle', article, {
      publishAt: soon,
      unpublishAt: later,
      note: 'the vote',
    })

    expect(scheduled).toMatchObject({
      status: 'SCHEDULED',
      version: 2,
      scheduledFor: soon,
      unpublishAt: later,
      publishedAt: null,
    })
    expect(await jobsOf(database, article)).toEqual([`article-publish ${soon}`, `article-withdraw ${later}`])
    expect(await entriesOf(database, article)).toEqual([
      {
        action: 'SCHEDULED',
        note: 'the vote',
        actorName: 'Dana',
        version: 2,
        changedPaths: ['status', 'scheduledFor', 'scheduledRevision', 'unpublishAt'],
      },
    ])
    expect(await eventsOf(database, article)).toEqual([])
  })

  it('changes nothing where the same times are planned already, and answers the same version', async () => {
    const article = await given.article({ status: 'DRAFT' })
    const planned = await acted(editor, 'scheduleArticle', article, { publishAt: soon, unpublishAt: latest })
    const jobs = await jobsOf(database, article)

    for (const input of [{ publishAt: soon, unpublishAt: latest }, { publishAt: soon }, { unpublishAt: latest }]) {
      const again = await expectNoChange(database, () => acted(editor, 'scheduleArticle', planned, input))
      expect(again).toEqual(planned)
    }
    expect(await jobsOf(database, article)).toEqual(jobs)
  })

  it('replaces the schedule when it comes again, and means the revision that is the latest then', async () => {
    const article = await given.article({ status: 'DRAFT' })
    const first = await acted(editor, 'scheduleArticle', article, { publishAt: soon })
    const newer = await given.revision(article, { headline: 'Newer' })

    await acted(editor, 'scheduleArticle', first, { publishAt: later })

    const row = await database.prisma.article.findUniqueOrThrow({ where: { id: article.uuid } })
    expect(row).toMatchObject({ scheduledRevisionId: newer, scheduledFor: new Date(later ?? '') })
    expect(await jobsOf(database, article)).toEqual([`article-publish ${later}`])
  })

  it('keeps a live article live while its next revision waits', async () => {
    const article = await given.article()
    await given.revision(article, { headline: 'Newer' })

    expect(await acted(editor, 'scheduleArticle', article, { publishAt: soon })).toMatchObject({
      status: 'PUBLISHED',
      scheduledFor: soon,
      hasUnpublishedChanges: true,
    })
  })

  it('plans only the withdrawal of what is live, or of what will be', async () => {
    const live = await given.article()
    const draft = await given.article({ status: 'DRAFT' })
    const scheduled = await acted(editor, 'scheduleArticle', draft, { publishAt: soon })

    expect(await acted(editor, 'scheduleArticle', live, { unpublishAt: later })).toMatchObject({
      status: 'PUBLISHED',
      scheduledFor: null,
      unpublishAt: later,
    })
    expect(await acted(editor, 'scheduleArticle', scheduled, { unpublishAt: later })).toMatchObject({
      scheduledFor: soon,
      unpublishAt: later,
    })
    expect(await jobsOf(database, live)).toEqual([`article-withdraw ${later}`])
  })

  it('keeps what was planned for later when it is left out, and clears it with null', async () => {
    const article = await given.article({ status: 'DRAFT' })
    const first = await acted(editor, 'scheduleArticle', article, { publishAt: soon, unpublishAt: latest })
    const moved = await acted(editor, 'scheduleArticle', first, { publishAt: later })
    const cleared = await acted(editor, 'scheduleArticle', moved, { unpublishAt: null })

    expect(moved).toMatchObject({ scheduledFor: later, unpublishAt: latest })
    expect(cleared).toMatchObject({ scheduledFor: later, unpublishAt: null })
    expect(await jobsOf(database, article)).toEqual([`article-publish ${later}`])
  })

  it.each([
    ['a time that has passed', { publishAt: '2020-01-01T00:00:00Z' }, ['INVALID input.publishAt']],
    ['no time', {}, ['REQUIRED input.publishAt']],
    ['a withdrawal alone', { unpublishAt: '2099-01-01T00:00:00Z' }, ['REQUIRED input.publishAt']],
    [
      'a withdrawal before it goes live',
      { publishAt: '2099-01-02T00:00:00Z', unpublishAt: '2099-01-01T00:00:00Z' },
      ['INVALID input.unpublishAt'],
    ],
    [
      'a withdrawal at the same time',
      { publishAt: '2099-01-01T00:00:00Z', unpublishAt: '2099-01-01T00:00:00Z' },
      ['INVALID input.unpublishAt'],
    ],
    [
      'several faults',
      { publishAt: '2020-01-02T00:00:00Z', unpublishAt: '2020-01-01T00:00:00Z', note: 'x'.repeat(2001) },
      ['TOO_LONG input.note', 'INVALID input.unpublishAt', 'INVALID input.publishAt', 'INVALID input.unpublishAt'],
    ],
  ])('refuses %s', async (_, input, faults) => {
    expect((await refused(await given.article({ status: 'DRAFT' }), input)).faults).toEqual(faults)
  })

  it('refuses a time before the embargo ends, and says when that is', async () => {
    const article = await given.article({ status: 'DRAFT' })
    const held = await acted(editor, 'setEmbargo', article, { embargoedUntil: later })

    const { faults, message } = await refused({ ...article, version: held.version }, { publishAt: soon })

    expect(faults).toEqual(['INVALID input.publishAt'])
    expect(message).toContain(later)
    expect((await acted(editor, 'scheduleArticle', held, { publishAt: later })).status).toBe('SCHEDULED')
  })

  it('refuses a live article of which nothing is new', async () => {
    const { faults } = await refused(await given.article(), { publishAt: soon })

    expect(faults).toEqual(['NOT_ALLOWED_IN_STATE input.publishAt'])
  })

  it('refuses to go live when the withdrawal that was planned has been', async () => {
    const article = await given.article()
    const planned = await acted(editor, 'scheduleArticle', article, { unpublishAt: soon })
    await given.revision(article, { headline: 'Newer' })

    const { faults, message } = await refused({ ...article, version: planned.version }, { publishAt: later })

    expect(faults).toEqual(['INVALID input.publishAt'])
    expect(message).toContain(soon)
  })

  it('leaves no job of a schedule whose transaction fails', async () => {
    const article = await given.article({ status: 'DRAFT' })

    await Promise.all(
      [soon, later, latest].map((publishAt, number) =>
        act(api.as('EDITOR', `Editor ${number}`), 'scheduleArticle', article, { publishAt }),
      ),
    )

    const { scheduledFor } = await database.prisma.article.findUniqueOrThrow({ where: { id: article.uuid } })
    expect(await jobsOf(database, article)).toEqual([`article-publish ${scheduledFor?.toISOString()}`])
  })
})

describe('unscheduleArticle', () => {
  it('leaves nothing for the clock to do', async () => {
    const article = await given.article({ status: 'DRAFT' })
    const scheduled = await acted(editor, 'scheduleArticle', article, { publishAt: soon, unpublishAt: later })

    const cleared = await acted(editor, 'unscheduleArticle', scheduled, { note: 'not yet' })

    expect(cleared).toMatchObject({ status: 'DRAFT', scheduledFor: null, unpublishAt: null })
    expect(await jobsOf(database, article)).toEqual([])
    expect((await entriesOf(database, article)).at(-1)).toMatchObject({
      action: 'UNSCHEDULED',
      note: 'not yet',
      changedPaths: ['status', 'scheduledFor', 'scheduledRevision', 'unpublishAt'],
    })
  })
})

describe('setEmbargo', () => {
  it('changes nothing where the same embargo is set or none is there to lift, and stores a note that comes with it', async () => {
    const article = await given.article({ status: 'DRAFT' })
    const free = await expectNoChange(database, () => acted(editor, 'setEmbargo', article, { embargoedUntil: null }))
    const held = await acted(editor, 'setEmbargo', free, { embargoedUntil: soon })

    const again = await expectNoChange(database, () => acted(editor, 'setEmbargo', held, { embargoedUntil: soon }))
    const noted = await acted(editor, 'setEmbargo', again, { embargoedUntil: soon, note: 'האיגוד ביקש' })

    expect([free.version, held.version, again.version, noted.version]).toEqual([1, 2, 2, 3])
    expect((await entriesOf(database, article)).map(({ note, changedPaths }) => [note, changedPaths])).toEqual(
      expect.arrayContaining([['האיגוד ביקש', []]]),
    )
  })

  it('refuses a time that has passed, and one after the article goes live', async () => {
    const article = await given.article({ status: 'DRAFT' })
    const scheduled = await acted(editor, 'scheduleArticle', article, { publishAt: soon })

    const payloads = [
      await expectNoChange(database, () =>
        act(editor, 'setEmbargo', scheduled, { embargoedUntil: '2020-01-01T00:00:00Z' }),
      ),
      await expectNoChange(database, () => act(editor, 'setEmbargo', scheduled, { embargoedUntil: later })),
    ]

    expect(payloads.map(faultsOf)).toEqual([['INVALID input.embargoedUntil'], ['INVALID input.embargoedUntil']])
    expect(payloads[1]?.userErrors[0]?.message).toContain(soon)
    expect(await acted(editor, 'setEmbargo', scheduled, { embargoedUntil: soon })).toMatchObject({
      status: 'SCHEDULED',
      embargoedUntil: soon,
    })
  })
})
