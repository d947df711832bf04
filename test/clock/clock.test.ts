import { afterEach, describe, expect, it, vi } from 'vitest'
import { type Clock, startClock } from '../../src/clock/clock.ts'
import { testApi } from '../helpers/api.ts'
import { clockSettings } from '../helpers/clock-settings.ts'
import { testDatabase } from '../helpers/database.ts'
import { type Given, givenIn } from '../helpers/given.ts'
import { expectExactCounts } from '../helpers/recount.ts'
import { act, acted, articleStateOf, entriesOf, eventsOf, faultsOf, fromNow, jobsOf } from '../workflow/acting.ts'

const database = await testDatabase()
const api = await testApi(database)
const given = givenIn(database)
const editor = api.as('EDITOR', 'Dana')

const running: Clock[] = []
const logged: string[] = []
const log = {
  info: (_details: object, message: string) => logged.push(`info: ${message}`),
  warn: (_details: object, message: string) => logged.push(`warn: ${message}`),
  error: (_details: object, message: string) => logged.push(`error: ${message}`),
}

async function start(): Promise<Clock> {
  const clock = await startClock(database, log, clockSettings)
  running.push(clock)
  return clock
}

afterEach(async () => {
  await Promise.all(running.splice(0).map((clock) => clock.close()))
  expect(logged.splice(0)).toEqual([])
})

/** Waits until the desk sees the article in this state. */
function until({ id }: Given, status: string) {
  return vi.waitFor(
    async () => {
      const standing = await articleStateOf(editor, id)
      expect(standing.status).toBe(status)
      return standing
    },
    { timeout: 30_000, interval: 50 },
  )
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
const secondsBetween = (from: string, to: string | null) => (Date.parse(to ?? '') - Date.parse(from)) / 1000
const typesOf = async (article: Given) => (await eventsOf(database, article)).map(({ type }) => type)

describe('The clock', () => {
  it('makes an article live within two seconds of its time, never before, and tells of it once', async () => {
    await start()
    const article = await given.article({ status: 'DRAFT' })
    const publishAt = await fromNow(database, 1.2)
    await acted(editor, 'scheduleArticle', article, { publishAt })

    const live = await until(article, 'PUBLISHED')

    expect(secondsBetween(publishAt, live.publishedAt)).toBeGreaterThanOrEqual(0)
    expect(secondsBetween(publishAt, live.publishedAt)).toBeLessThan(2)
    expect(live).toMatchObject({
      version: 3,
      workflowState: 'DRAFT',
      scheduledFor: null,
      hasUnpublishedChanges: false,
      firstPublishedAt: live.publishedAt,
      updatedAt: expect.any(String),
    })
    expect((await entriesOf(database, article)).at(-1)).toEqual({
      action: 'PUBLISHED',
      note: null,
      actorName: null,
      version: 3,
      changedPaths: ['status', 'publishedAt', 'firstPublishedAt', 'scheduledFor', 'scheduledRevision'],
    })
    expect(await eventsOf(database, article)).toEqual([
      {
        type: 'article.published',
        payload: {
          id: article.id,
          version: 3,
          slug: article.slug,
          locale: 'en',
          revisionId: article.revisionId,
          previousRevisionId: null,
          publishedAt: live.publishedAt,
          firstPublishedAt: live.publishedAt,
        },
      },
    ])
  })

  it('makes the revision live that was scheduled, with its relations, whatever was saved since', async () => {
    await start()
    const [scheduledTopic, savedTopic, author] = [await given.topic(), await given.topic(), await given.author()]
    const article = await given.article({ status: 'DRAFT', headline: 'Approved' })
    await given.revision(article, { headline: 'Scheduled', topics: [scheduledTopic], credits: [{ author }] })
    await acted(editor, 'scheduleArticle', article, { publishAt: await fromNow(database, 1) })
    await given.revision(article, { headline: 'Saved since', topics: [savedTopic] })
    await database.prisma.article.update({ where: { id: article.uuid }, data: { workflowState: 'IN_REVIEW' } })

    const live = await until(article, 'PUBLISHED')

    const read = await api.query(
      `query ($id: ID!, $planned: String!, $since: String!) {
        article(id: $id) { headline byline topics { topic { slug } } }
        planned: topic(slug: $planned) { articleCount articles { nodes { id } } }
        since: topic(slug: $since) { articleCount } }`,
      { id: article.id, planned: scheduledTopic.slug, since: savedTopic.slug },
    )
    expect(read).toEqual({
      article: {
        headline: 'Scheduled',
        byline: `By ${author.name}`,
        topics: [{ topic: { slug: scheduledTopic.slug } }],
      },
      planned: { articleCount: 1, articles: { nodes: [{ id: article.id }] } },
      since: { articleCount: 0 },
    })
    // The newer one goes its own way on.
    expect(live).toMatchObject({ hasUnpublishedChanges: true, workflowState: 'IN_REVIEW', headline: 'Saved since' })
    await expectExactCounts(database)
  })

  it('replaces what is live with the next revision, and keeps both dates', async () => {
    await start()
    const article = await given.article({ firstPublishedAt: '2016-03-12T09:00:00Z' })
    const next = await given.revision(article, { headline: 'Next' })
    await acted(editor, 'scheduleArticle', article, { publishAt: await fromNow(database, 0.6) })

    await vi.waitFor(async () => expect(await typesOf(article)).toEqual(['article.updated']), { timeout: 30_000 })

    expect((await eventsOf(database, article))[0]?.payload).toMatchObject({
      revisionId: next,
      previousRevisionId: article.revisionId,
    })
    expect(await articleStateOf(editor, article.id)).toMatchObject({
      publishedAt: '2016-03-12T09:00:00.000Z',
      firstPublishedAt: '2016-03-12T09:00:00.000Z',
    })
    expect((await entriesOf(database, article)).at(-1)?.changedPaths).toEqual(['scheduledFor', 'scheduledRevision'])
  })

  it('brings back what was withdrawn', async () => {
    await start()
    const article = await given.article()
    const withdrawn = await acted(editor, 'withdrawArticle', article, { reason: 'legal' })
    await acted(editor, 'scheduleArticle', withdrawn, { publishAt: await fromNow(database, 0.5) })

    expect(await until(article, 'PUBLISHED')).toMatchObject({ withdrawnAt: null, withdrawalReason: null })
    expect(await typesOf(article)).toEqual(['article.withdrawn', 'article.published'])
  })

  it('withdraws an article when that was planned', async () => {
    await start()
    const article = await given.article({ status: 'DRAFT' })
    const unpublishAt = await fromNow(database, 1)
    await acted(editor, 'publishArticle', article, { unpublishAt })

    const withdrawn = await until(article, 'WITHDRAWN')

    expect(secondsBetween(unpublishAt, withdrawn.withdrawnAt)).toBeGreaterThanOrEqual(0)
    expect(secondsBetween(unpublishAt, withdrawn.withdrawnAt)).toBeLessThan(2)
    expect(withdrawn).toMatchObject({ unpublishAt: null, withdrawalReason: null })
    expect(await typesOf(article)).toEqual(['article.published', 'article.withdrawn'])
    expect((await entriesOf(database, article)).at(-1)).toMatchObject({ action: 'WITHDRAWN', actorName: null })
    await expectExactCounts(database)
  })

  it('goes by the last schedule alone', async () => {
    await start()
    const [moved, cleared, trashed] = [
      await given.article({ status: 'DRAFT' }),
      await given.article({ status: 'DRAFT' }),
      await given.article({ status: 'DRAFT' }),
    ]
    const publishAt = await fromNow(database, 1)
    const first = await acted(editor, 'scheduleArticle', moved, { publishAt })
    await acted(editor, 'scheduleArticle', first, { publishAt: await fromNow(database, 3600) })
    await acted(editor, 'unscheduleArticle', await acted(editor, 'scheduleArticle', cleared, { publishAt }))
    await acted(editor, 'trashArticle', await acted(editor, 'scheduleArticle', trashed, { publishAt }))

    await pause(2500)

    const statuses = await Promise.all([moved, cleared, trashed].map(({ id }) => articleStateOf(editor, id)))
    expect(statuses.map(({ status }) => status)).toEqual(['SCHEDULED', 'DRAFT', 'TRASHED'])
    expect(await Promise.all([moved, cleared, trashed].map(typesOf))).toEqual([[], [], []])
  })

  it('catches up at its start with all that was missed, in its order', async () => {
    const [missed, both] = [await given.article({ status: 'DRAFT' }), await given.article({ status: 'DRAFT' })]
    const publishAt = await fromNow(database, 0.5)
    await acted(editor, 'scheduleArticle', missed, { publishAt })
    await acted(editor, 'scheduleArticle', both, { publishAt, unpublishAt: await fromNow(database, 0.8) })
    await pause(1500)
    expect(await typesOf(missed)).toEqual([])

    const begun = await fromNow(database, 0)
    await start()

    expect(secondsBetween(begun, (await until(missed, 'PUBLISHED')).publishedAt)).toBeLessThan(2)
    await until(both, 'WITHDRAWN')
    expect(await typesOf(both)).toEqual(['article.published', 'article.withdrawn'])
  })

  it('does each article once, however many clocks there are', async () => {
    const topic = await given.topic()
    const articles: Given[] = []
    for (let count = 0; count < 30; count++) articles.push(await given.article({ status: 'DRAFT', topics: [topic] }))
    const due = await fromNow(database, 1.5)
    await database.prisma
      .$executeRaw`UPDATE article SET status = 'SCHEDULED', scheduled_for = ${new Date(due)}, scheduled_revision_id = latest_revision_id
      WHERE id = ANY (${articles.map(({ uuid }) => uuid)}::uuid[])`
    await Promise.all([start(), start(), start()])

    for (const article of articles) await until(article, 'PUBLISHED')

    await pause(1200)
    for (const article of articles) expect(await typesOf(article)).toEqual(['article.published'])
    await expectExactCounts(database)
  })

  it('keeps no editor from seeing what it did: who works on the version before gets a conflict', async () => {
    await start()
    const article = await given.article({ status: 'DRAFT' })
    const scheduled = await acted(editor, 'scheduleArticle', article, { publishAt: await fromNow(database, 0.3) })
    await until(article, 'PUBLISHED')

    const payload = await act(editor, 'unscheduleArticle', scheduled)

    expect(faultsOf(payload)).toEqual(['CONFLICT input.version'])
    expect(payload.conflict).toMatchObject({
      currentVersion: 3,
      changedBy: null,
      changedPaths: ['status', 'publishedAt', 'firstPublishedAt', 'scheduledFor', 'scheduledRevision'],
    })
  })

  it('waits no longer than it must for whoever has the article in hand at that moment', async () => {
    await start()
    const article = await given.article({ status: 'DRAFT' })
    const publishAt = await fromNow(database, 0.5)
    await acted(editor, 'scheduleArticle', article, { publishAt })
    await database.transaction(async (tx) => {
      await tx.$queryRaw`SELECT 1 FROM article WHERE id = ${article.uuid}::uuid FOR UPDATE`
      await pause(1000)
    })

    const live = await until(article, 'PUBLISHED')

    expect(secondsBetween(publishAt, live.publishedAt)).toBeLessThan(1.2)
  })

  it('leaves no job behind', async () => {
    await start()
    const article = await given.article({ status: 'DRAFT' })
    const publishAt = await fromNow(database, 0.3)
    await acted(editor, 'scheduleArticle', article, { publishAt, unpublishAt: await fromNow(database, 0.6) })

    await until(article, 'WITHDRAWN')

    await vi.waitFor(async () => expect(await jobsOf(database, article)).toEqual([]), { timeout: 30_000 })
    const live = await acted(editor, 'scheduleArticle', await articleStateOf(editor, article.id), {
      publishAt: await fromNow(database, 3600),
    })
    expect(await jobsOf(database, article)).toEqual([`article-publish ${live.scheduledFor}`])
  })

  it('does nothing any more once it is closed', async () => {
    const clock = await start()
    await clock.close()
    const article = await given.article({ status: 'DRAFT' })
    await acted(editor, 'scheduleArticle', article, { publishAt: await fromNow(database, 0.2) })

    await pause(1500)

    expect((await articleStateOf(editor, article.id)).status).toBe('SCHEDULED')
  })
})

describe('An article that cannot go live', () => {
  it('keeps no other waiting, is told in the log, and goes live once it can', async () => {
    const [good, bad] = [await given.article({ status: 'DRAFT' }), await given.article({ status: 'DRAFT' })]
    await database.script(`
      CREATE FUNCTION break_one() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'broken'; END $$;
      CREATE TRIGGER break_one BEFORE UPDATE ON article FOR EACH ROW
        WHEN (NEW.id = '${bad.uuid}' AND NEW.live_revision_id IS NOT NULL) EXECUTE FUNCTION break_one();`)
    const publishAt = await fromNow(database, 0.4)
    for (const article of [bad, good]) await acted(editor, 'scheduleArticle', article, { publishAt })
    await start()

    const live = await until(good, 'PUBLISHED')

    expect(secondsBetween(publishAt, live.publishedAt)).toBeLessThan(2)
    await vi.waitFor(
      () => expect(logged[0]).toContain(`error: The clock failed to process article ${bad.uuid} (attempt 1)`),
      { timeout: 30_000 },
    )
    expect((await articleStateOf(editor, bad.id)).status).toBe('SCHEDULED')
    await database.script('DROP TRIGGER break_one ON article; DROP FUNCTION break_one()')
    await until(bad, 'PUBLISHED')
    expect(logged.splice(0).every((line) => line.includes(bad.uuid))).toBe(true)
  })
})
