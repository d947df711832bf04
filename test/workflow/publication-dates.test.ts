import { describe, expect, it } from 'vitest'
import { Failures } from '../../src/clock/failures.ts'
import { sweep } from '../../src/clock/sweep.ts'
import { testApi } from '../helpers/api.ts'
import { expectNoChange } from '../helpers/contents.ts'
import { testDatabase } from '../helpers/database.ts'
import { type Given, givenIn } from '../helpers/given.ts'
import { expectExactCounts } from '../helpers/recount.ts'
import { type ArticleState, act, acted, articleStateOf, entriesOf, eventsOf, faultsOf, fromNow } from './acting.ts'

const database = await testDatabase()
const api = await testApi(database)
const given = givenIn(database)
const editor = api.as('EDITOR', 'Dana')

const OLD = '2016-03-12T09:00:00.000Z'
const OLDER = '2009-01-01T00:00:00.000Z'

const dates = ({ publishedAt, firstPublishedAt, contentModifiedAt }: ArticleState) => ({
  publishedAt,
  firstPublishedAt,
  contentModifiedAt,
})

/** With a change that was not published yet. */
async function changed(options: Parameters<typeof given.article>[0] = {}, headline = 'Without the typo') {
  const article = await given.article({ firstPublishedAt: OLD, ...options })
  await given.revision(article, { headline })
  return article
}

/** Lets the clock do what is planned for this article. */
async function whenDue({ uuid }: Given): Promise<void> {
  await database.prisma.article.update({ where: { id: uuid }, data: { scheduledFor: new Date() } })
  const fail = (details: object) => {
    throw new Error('the clock failed', { cause: details })
  }
  await sweep(database, new Failures({ warn: fail, error: fail }))
}

describe('The first publication', () => {
  it('sets publishedAt, and contentModifiedAt is the same', async () => {
    const live = await acted(editor, 'publishArticle', await given.article({ status: 'DRAFT' }))

    expect(live.publishedAt).not.toBeNull()
    expect(dates(live)).toEqual({
      publishedAt: live.publishedAt,
      firstPublishedAt: live.publishedAt,
      contentModifiedAt: live.publishedAt,
    })
  })

  it('uses the date of an archive, also where an embargo ended since, and firstPublishedAt says when it went live here', async () => {
    const article = await given.article({ status: 'DRAFT' })
    const dated = await acted(editor, 'setPublishedAt', article, { publishedAt: OLD })
    expect(dates(dated)).toEqual({ publishedAt: OLD, firstPublishedAt: null, contentModifiedAt: OLD })
    await database.prisma.article.update({
      where: { id: article.uuid },
      data: { embargoedUntil: '2020-01-01T00:00:00Z' },
    })
    const before = await fromNow(database, 0)

    const live = await acted(editor, 'publishArticle', dated)

    expect(dates(live)).toMatchObject({ publishedAt: OLD, contentModifiedAt: OLD })
    expect((live.firstPublishedAt ?? '') >= before).toBe(true)
  })

  it('by the clock uses the date of an archive too', async () => {
    const article = await given.article({ status: 'DRAFT' })
    const dated = await acted(editor, 'setPublishedAt', article, { publishedAt: OLD })
    await acted(editor, 'scheduleArticle', dated, { publishAt: await fromNow(database, 3600) })
    await whenDue(article)

    expect(dates(await articleStateOf(editor, article.id))).toMatchObject({ publishedAt: OLD, contentModifiedAt: OLD })
  })
})

describe('A later publication', () => {
  it('keeps publishedAt, and contentModifiedAt is its time', async () => {
    const live = await acted(editor, 'publishArticle', await changed())

    expect(dates(live)).toEqual({ publishedAt: OLD, firstPublishedAt: OLD, contentModifiedAt: live.updatedAt })
  })

  it('of other topics alone leaves contentModifiedAt', async () => {
    const article = await given.article({ firstPublishedAt: OLD, headline: 'The same' })
    await given.revision(article, { headline: 'The same', topics: [await given.topic()] })

    expect(dates(await acted(editor, 'publishArticle', article)).contentModifiedAt).toBe(OLD)
  })

  it('with redate moves publishedAt to now, with an event and an entry that say so', async () => {
    const article = await changed()

    const live = await acted(editor, 'publishArticle', article, { redate: true })

    expect(dates(live)).toEqual({
      publishedAt: live.updatedAt,
      firstPublishedAt: OLD,
      contentModifiedAt: live.updatedAt,
    })
    expect(await entriesOf(database, article)).toMatchObject([{ action: 'PUBLISHED', changedPaths: ['publishedAt'] }])
    expect(await eventsOf(database, article)).toMatchObject([
      {
        type: 'article.updated',
        payload: { publishedAt: live.publishedAt, changedFields: ['publishedAt', 'headline'] },
      },
    ])
  })

  it.each([true, false])('by the clock moves publishedAt as scheduled: redate %s', async (redate) => {
    const article = await changed()
    const publishAt = await fromNow(database, 3600)
    const scheduled = await acted(editor, 'scheduleArticle', article, { publishAt, redate })
    expect(scheduled.scheduledRedate).toBe(redate)
    await whenDue(article)

    const live = await articleStateOf(editor, article.id)
    expect(live).toMatchObject({ scheduledRedate: false, firstPublishedAt: OLD, contentModifiedAt: live.updatedAt })
    expect(live.publishedAt === OLD).toBe(!redate)
  })

  it('scheduled again without redate keeps the date, and unscheduled nothing of it is left', async () => {
    const publishAt = await fromNow(database, 3600)
    const scheduled = await acted(editor, 'scheduleArticle', await changed(), { publishAt, redate: true })
    const again = await acted(editor, 'scheduleArticle', scheduled, { publishAt })
    const third = await acted(editor, 'scheduleArticle', again, { publishAt, redate: true })

    expect([again.scheduledRedate, third.scheduledRedate]).toEqual([false, true])
    expect((await acted(editor, 'unscheduleArticle', third)).scheduledRedate).toBe(false)
  })

  it('is refused redate without a time to publish at', async () => {
    const article = await given.article()
    const payload = await expectNoChange(database, async () =>
      act(editor, 'scheduleArticle', article, { unpublishAt: '2099-01-01T00:00:00Z', redate: true }),
    )

    expect(faultsOf(payload)).toEqual(['REQUIRED input.publishAt'])
  })
})

describe('An article that is withdrawn and published again', () => {
  it('keeps all dates if it says the same', async () => {
    const article = await given.article({ firstPublishedAt: OLD })
    const withdrawn = await acted(editor, 'withdrawArticle', article, { reason: 'legal' })

    const live = await acted(editor, 'publishArticle', withdrawn)

    expect(dates(live)).toEqual({ publishedAt: OLD, firstPublishedAt: OLD, contentModifiedAt: OLD })
  })

  it('keeps publishedAt, and was modified now if it says something else or has a correction since', async () => {
    const article = await changed()
    const withdrawn = await acted(editor, 'withdrawArticle', article, { reason: 'legal' })
    const corrected = await given.article({ firstPublishedAt: OLD })
    const gone = await acted(editor, 'withdrawArticle', corrected, { reason: 'legal' })
    const waiting = await acted(editor, 'addCorrection', gone, { kind: 'UPDATE', text: 'More is known.' })

    for (const one of [withdrawn, waiting]) {
      const live = await acted(editor, 'publishArticle', one)
      expect(dates(live)).toEqual({ publishedAt: OLD, firstPublishedAt: OLD, contentModifiedAt: live.updatedAt })
    }
  })
})

describe('A correction', () => {
  it('moves contentModifiedAt when it is added, changed and removed, and not publishedAt', async () => {
    const article = await given.article({ firstPublishedAt: OLD })
    const added = await acted(editor, 'addCorrection', article, { kind: 'UPDATE', text: 'More is known.' })
    expect(dates(added)).toEqual({
      publishedAt: OLD,
      firstPublishedAt: OLD,
      contentModifiedAt: added.corrections[0]?.publishedAt,
    })

    const { id: correctionId } = await database.prisma.correction.findFirstOrThrow({
      where: { articleId: article.uuid },
    })
    const of = { correctionId: `correction_${correctionId}` }
    const other = await acted(editor, 'updateCorrection', added, { ...of, text: 'Much more is known.' })
    const removed = await acted(editor, 'removeCorrection', other, of)

    const times = [added, other, removed].map(({ contentModifiedAt }) => contentModifiedAt)
    expect(times.toSorted()).toEqual(times)
    expect(new Set(times).size).toBe(3)
  })
})

describe('setPublishedAt', () => {
  it('changes the date of a live article for readers at once, in lists too, with an event and an entry', async () => {
    const topic = await given.topic()
    const [article, other] = [
      await given.article({ publishedAt: OLD, topics: [topic] }),
      await given.article({ publishedAt: OLDER, topics: [topic] }),
    ]

    const dated = await acted(editor, 'setPublishedAt', article, {
      publishedAt: '2008-01-01T00:00:00Z',
      note: 'as printed',
    })

    expect(dates(dated)).toEqual({
      publishedAt: '2008-01-01T00:00:00.000Z',
      firstPublishedAt: OLD,
      contentModifiedAt: '2008-01-01T00:00:00.000Z',
    })
    expect(await entriesOf(database, article)).toEqual([
      { action: 'PUBLISHED_AT_SET', note: 'as printed', actorName: 'Dana', version: 2, changedPaths: ['publishedAt'] },
    ])
    expect(await eventsOf(database, article)).toMatchObject([
      { type: 'article.updated', payload: { publishedAt: '2008-01-01T00:00:00.000Z', changedFields: ['publishedAt'] } },
    ])
    const { topic: read } = await api.query<{ topic: { articles: { nodes: { id: string }[] } } }>(
      'query ($slug: String!) { topic(slug: $slug) { articles { nodes { id } } } }',
      { slug: topic.slug },
    )
    expect(read.articles.nodes).toEqual([{ id: other.id }, { id: article.id }])
    await expectExactCounts(database)
  })

  it('purges the lists and the page, as a publication does', async () => {
    const topic = await given.topic()
    const article = await given.article({ topics: [topic] })
    await acted(editor, 'setPublishedAt', article, { publishedAt: OLD })

    const [event] = await database.prisma.$queryRaw<
      { tags: string[]; paths: string[]; topic: string; articles: string }[]
    >`SELECT tags, paths, purge_tag('l', 'articles topic=' || ${topic.uuid}) AS topic, purge_tag('l', 'articles') AS articles
      FROM outbox_event WHERE article_id = ${article.uuid}::uuid`

    expect(event?.tags).toEqual(expect.arrayContaining([event?.topic, event?.articles]))
    expect(event?.paths).toEqual([`/en/article/${article.slug}`])
  })

  it('leaves contentModifiedAt where it is later, and moves it where it would be earlier', async () => {
    const live = await acted(editor, 'publishArticle', await changed())
    const earlier = await acted(editor, 'setPublishedAt', live, { publishedAt: OLDER })
    expect(dates(earlier)).toEqual({
      publishedAt: OLDER,
      firstPublishedAt: OLD,
      contentModifiedAt: live.contentModifiedAt,
    })

    const now = await fromNow(database, 0)
    const later = await acted(editor, 'setPublishedAt', earlier, { publishedAt: now })
    expect(dates(later)).toEqual({ publishedAt: now, firstPublishedAt: OLD, contentModifiedAt: now })
  })

  it('takes a date back before the first publication, and tells readers nothing', async () => {
    const article = await given.article({ status: 'DRAFT' })
    const dated = await acted(editor, 'setPublishedAt', article, { publishedAt: OLD })
    const undated = await acted(editor, 'setPublishedAt', dated, { publishedAt: null })

    expect(dates(undated)).toEqual({ publishedAt: null, firstPublishedAt: null, contentModifiedAt: null })
    expect(await eventsOf(database, article)).toEqual([])
    expect((await entriesOf(database, article)).map(({ action }) => action)).toEqual([
      'PUBLISHED_AT_SET',
      'PUBLISHED_AT_SET',
    ])
  })

  it.each([
    ['a date in the future', { publishedAt: '2099-01-01T00:00:00Z' }, 'INVALID'],
    ['no date', {}, 'REQUIRED'],
    ['null', { publishedAt: null }, 'REQUIRED'],
    ['what is no date', { publishedAt: 'yesterday' }, 'INVALID'],
  ])('refuses %s for an article that was live, and says what to send', async (_, input, code) => {
    const article = await given.article()
    const payload = await expectNoChange(database, () => act(editor, 'setPublishedAt', article, input))

    expect(faultsOf(payload)).toEqual([`${code} input.publishedAt`])
    expect(payload.userErrors[0]?.message).toMatch(/Send/)
  })

  it('refuses a stale version', async () => {
    const article = await given.article()
    const payload = await expectNoChange(database, () =>
      act(editor, 'setPublishedAt', { ...article, version: 7 }, { publishedAt: OLD }),
    )

    expect(faultsOf(payload)).toEqual(['CONFLICT input.version'])
  })
})

describe('createArticle with publishedAt', () => {
  const CREATE = `mutation ($input: CreateArticleInput!) { createArticle(input: $input) {
    article { id version publishedAt firstPublishedAt activity(first: 5) { nodes { changedFields { field after } } } } userErrors { code path message } } }`
  const input = { headline: 'From the archive', locale: 'en', publishedAt: OLD }

  it('makes a draft with that date, which the audit trail has', async () => {
    const { article } = await editor.mutate<{ article: { activity: { nodes: { changedFields: object[] }[] } } }>(
      CREATE,
      {
        input,
      },
    )

    expect(article).toMatchObject({ publishedAt: OLD, firstPublishedAt: null })
    expect(article.activity.nodes[0]?.changedFields).toContainEqual({ field: 'publishedAt', after: OLD })
  })

  it('is refused to a reporter, also of their own article; without a date it is not', async () => {
    const reporter = api.as('REPORTER')
    const errors = await expectNoChange(database, () => reporter.errors(CREATE, { input }))

    expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }])
    const { userErrors } = await reporter.mutate<{ userErrors: [] }>(CREATE, { input: { ...input, publishedAt: null } })
    expect(userErrors).toEqual([])
  })

  it('refuses a date in the future', async () => {
    const payload = await expectNoChange(database, () =>
      editor.mutate<{ userErrors: { code: string; path: string[]; message: string }[] }>(CREATE, {
        input: { ...input, publishedAt: '2099-01-01T00:00:00Z' },
      }),
    )

    expect(faultsOf(payload)).toEqual(['INVALID input.publishedAt'])
  })
})
