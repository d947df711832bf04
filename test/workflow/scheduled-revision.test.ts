import { describe, expect, it } from 'vitest'
import { created, type Input, type Saved, updated } from '../article/saving.ts'
import { testApi } from '../helpers/api.ts'
import { expectNoChange } from '../helpers/contents.ts'
import { testDatabase } from '../helpers/database.ts'
import { givenIn } from '../helpers/given.ts'
import { act, acted, faultsOf, jobsOf } from './acting.ts'

const database = await testDatabase()
const api = await testApi(database)
const given = givenIn(database)
const noa = api.as('REPORTER', 'Noa')
const dana = api.as('EDITOR', 'Dana')

const AT = '2099-01-01T06:00:00.000Z'
const LATER = '2099-02-01T06:00:00.000Z'

interface Plan {
  scheduledFor: string | null
  unpublishAt: string | null
  scheduledRevision: { number: number; headline: string; isScheduled: boolean } | null
  revisions: { nodes: { number: number; isScheduled: boolean }[] }
}

const PLAN = `query ($id: ID!) { article(id: $id, stage: DRAFT) {
  scheduledFor unpublishAt scheduledRevision { number headline isScheduled } revisions { nodes { number isScheduled } } } }`

const planOf = async ({ id }: Pick<Saved, 'id'>) => (await noa.query<{ article: Plan }>(PLAN, { id })).article

const TRAIL =
  'query ($id: ID!) { article(id: $id, stage: DRAFT) { activity(first: 30) { nodes { action revision { number } } } } }'

interface Trail {
  article: { activity: { nodes: { action: string; revision: { number: number } | null }[] } }
}

/** "ACTION number of the revision", newest first. */
async function trailOf({ id }: Pick<Saved, 'id'>): Promise<string[]> {
  const { article } = await noa.query<Trail>(TRAIL, { id })
  return article.activity.nodes.map(({ action, revision }) => `${action} ${revision?.number ?? null}`)
}

/** Revision 1 is scheduled, and revision 2 was saved since. */
async function overtaken() {
  const article = await created(noa, { headline: 'Talks begin' })
  const scheduled = await acted(dana, 'scheduleArticle', article, { publishAt: AT })
  return updated(noa, scheduled, { headline: 'Talks fail' })
}

describe('What is scheduled', () => {
  it('is shown before it goes live, whatever was saved since', async () => {
    expect(await planOf(await overtaken())).toEqual({
      scheduledFor: AT,
      unpublishAt: null,
      scheduledRevision: { number: 1, headline: 'Talks begin', isScheduled: true },
      revisions: {
        nodes: [
          { number: 2, isScheduled: false },
          { number: 1, isScheduled: true },
        ],
      },
    })
  })

  it('is null where nothing is, also in the trash', async () => {
    const article = await overtaken()
    await acted(dana, 'trashArticle', article)

    expect(await planOf(article)).toMatchObject({ scheduledFor: null, scheduledRevision: null })
    expect(await planOf(await created(noa))).toMatchObject({ scheduledRevision: null })
  })

  it('is the newer revision once it is scheduled again for the same time, and the trail says so', async () => {
    const article = await overtaken()

    await acted(dana, 'scheduleArticle', article, { publishAt: AT })

    expect((await planOf(article)).scheduledRevision).toMatchObject({ number: 2 })
    expect((await trailOf(article)).at(0)).toBe('SCHEDULED 2')
    const { changedPaths } = await database.prisma.activity.findFirstOrThrow({
      where: { subjectId: article.id.slice('article_'.length), version: 4 },
    })
    expect(changedPaths).toEqual(['scheduledRevision'])
  })
})

describe('The audit trail', () => {
  it('names the revision that an entry is about, and none where only the withdrawal was planned', async () => {
    const article = await overtaken()

    await acted(dana, 'scheduleArticle', article, { unpublishAt: LATER })

    expect(await trailOf(article)).toEqual(['SCHEDULED null', 'SAVED 2', 'SCHEDULED 1', 'CREATED 1'])
    expect(await planOf(article)).toMatchObject({ unpublishAt: LATER, scheduledRevision: { number: 1 } })
  })

  it('names what is no longer scheduled', async () => {
    const article = await overtaken()

    await acted(dana, 'unscheduleArticle', article)

    expect((await trailOf(article)).at(0)).toBe('UNSCHEDULED 1')
  })

  it('names what was reviewed, published and withdrawn, and nothing for what concerns no text', async () => {
    const article = await created(noa)
    const submitted = await acted(noa, 'submitForReview', article)
    const saved = await updated(noa, submitted, { headline: 'Second' })
    const moved = await updated(noa, saved, { slug: 'elsewhere' })
    const approved = await acted(dana, 'approveArticle', moved)
    const held = await acted(dana, 'setEmbargo', approved, { embargoedUntil: LATER })
    const free = await acted(dana, 'setEmbargo', held, { embargoedUntil: null })
    const live = await acted(dana, 'publishArticle', free)
    const newer = await updated(dana, live, { headline: 'Third' })
    const corrected = await acted(dana, 'addCorrection', newer, { kind: 'CORRECTION', text: 'It was Tuesday.' })
    const gone = await acted(dana, 'withdrawArticle', corrected, { reason: 'legal' })
    const trashed = await acted(dana, 'trashArticle', gone)
    await acted(dana, 'restoreFromTrash', trashed)

    expect(await trailOf(article)).toEqual([
      'RESTORED_FROM_TRASH null',
      'TRASHED null',
      'WITHDRAWN 2',
      'CORRECTED null',
      'SAVED 3',
      'PUBLISHED 2',
      'EMBARGO_SET null',
      'EMBARGO_SET null',
      'APPROVED 2',
      'SAVED null',
      'SAVED 2',
      'SUBMITTED 1',
      'CREATED 1',
    ])
  })

  it('names the revision that a preview link is fixed to', async () => {
    const article = await overtaken()
    const LINK = `mutation ($id: ID!, $number: Int) {
      createPreviewLink(input: { articleId: $id, revisionNumber: $number }) { userErrors { code } } }`
    await dana.mutate(LINK, { id: article.id, number: 1 })
    await dana.mutate(LINK, { id: article.id })

    expect((await trailOf(article)).slice(0, 2).toSorted()).toEqual(['PREVIEW_CREATED 1', 'PREVIEW_CREATED null'])
  })
})

/** "CODE path message" of each warning of a mutation of articles. */
async function warningsOf(
  client: typeof noa,
  mutation: string,
  { id, version }: { id: string; version: number },
  input: Input = {},
): Promise<{ code: string; path: string[]; message: string }[]> {
  const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input!`
  const { warnings, userErrors } = await client.mutate<{
    warnings: { code: string; path: string[]; message: string }[]
    userErrors: unknown[]
  }>(
    `mutation ($input: ${type}) { ${mutation}(input: $input) { warnings { code path message } userErrors { code } } }`,
    { input: { id, version, ...input } },
  )
  expect(userErrors).toEqual([])
  return warnings
}

const OLDER = [
  {
    code: 'OLDER_REVISION_SCHEDULED',
    path: ['scheduledRevision'],
    message: `Revision 1 goes live at ${AT}, without what was saved since. To publish the latest revision then, schedule the article again.`,
  },
]

describe('A warning', () => {
  it.each([
    ['updateArticle', { headline: 'Third' }],
    ['updateArticle', {}],
    ['restoreRevision', { number: 1 }],
    ['submitForReview', {}],
    ['scheduleArticle', { unpublishAt: LATER }],
    ['setEmbargo', { embargoedUntil: null }],
  ] as const)('says that an older revision goes live: %s %j', async (mutation, input) => {
    expect(await warningsOf(dana, mutation, await overtaken(), input)).toEqual(OLDER)
  })

  it('says so where a late correction is approved, and where it is sent back', async () => {
    const article = await overtaken()
    const submitted = await acted(noa, 'submitForReview', article)

    expect(await warningsOf(dana, 'approveArticle', submitted)).toEqual(OLDER)
    expect(await warningsOf(dana, 'requestChanges', { ...submitted, version: submitted.version + 1 })).toEqual(OLDER)
  })

  it('says so at the save itself, also of a caption and in a bulk update', async () => {
    const [article, topic, image] = [await created(noa), await given.topic(), await given.image()]
    const scheduled = await acted(dana, 'scheduleArticle', article, { publishAt: AT })
    const { warnings } = await noa.mutate<{ warnings: unknown }>(
      `mutation ($id: ID!, $image: ID!) { addCaption(input: { articleId: $id, version: 2, imageId: $image }) { warnings { code path message } } }`,
      { id: scheduled.id, image: image.id },
    )
    const { results } = await dana.mutate<{ results: unknown }>(
      `mutation ($id: ID!, $topic: ID!) { bulkUpdateArticles(input: { items: [{ id: $id, version: 3 }], addTopicIds: [$topic] }) {
        results { warnings { code path message } } } }`,
      { id: scheduled.id, topic: topic.id },
    )

    expect(warnings).toEqual(OLDER)
    expect(results).toEqual([{ warnings: OLDER }])
  })

  it('is given again where the call is repeated', async () => {
    const article = await overtaken()
    const call = () => warningsOf(noa, 'submitForReview', article, { idempotencyKey: 'warned once' })

    expect(await call()).toEqual(OLDER)
    expect(await call()).toEqual(OLDER)
  })

  it('is not given where the latest revision goes live, or nothing does', async () => {
    const article = await overtaken()
    const images = await warningsOf(dana, 'scheduleArticle', article, { publishAt: AT })
    const draft = await created(noa)

    expect(images).toEqual([])
    expect(await warningsOf(noa, 'updateArticle', draft, { headline: 'Second' })).toEqual([])
    expect(await warningsOf(noa, 'submitForReview', { ...draft, version: 2 })).toEqual([])
  })
})

describe('unscheduleArticle', () => {
  /** A live article with a newer revision that is scheduled, and a withdrawal that is planned for later. */
  async function twicePlanned() {
    const live = await acted(dana, 'publishArticle', await created(noa, { headline: 'Live' }))
    const newer = await updated(noa, live, { headline: 'Newer' })
    return acted(dana, 'scheduleArticle', newer, { publishAt: AT, unpublishAt: LATER })
  }

  const uuidOf = ({ id }: { id: string }) => ({ uuid: id.slice('article_'.length) })

  it('cancels the publication and keeps the planned withdrawal of a live article', async () => {
    const article = await twicePlanned()

    const left = await acted(dana, 'unscheduleArticle', article)

    expect(left).toMatchObject({ status: 'PUBLISHED', scheduledFor: null, unpublishAt: LATER })
    expect(await jobsOf(database, uuidOf(article))).toEqual([`article-withdraw ${LATER}`])
    expect((await trailOf(article)).at(0)).toBe('UNSCHEDULED 2')
  })

  it('cancels the withdrawal alone, and what is scheduled goes live', async () => {
    const article = await twicePlanned()

    const left = await acted(dana, 'unscheduleArticle', article, { cancel: 'WITHDRAWAL' })

    expect(left).toMatchObject({ status: 'PUBLISHED', scheduledFor: AT, unpublishAt: null })
    expect(await jobsOf(database, uuidOf(article))).toEqual([`article-publish ${AT}`])
    expect((await trailOf(article)).at(0)).toBe('UNSCHEDULED null')
  })

  it('leaves an article SCHEDULED whose withdrawal alone is cancelled', async () => {
    const draft = await created(noa)
    const planned = await acted(dana, 'scheduleArticle', draft, { publishAt: AT, unpublishAt: LATER })

    expect(await acted(dana, 'unscheduleArticle', planned, { cancel: 'WITHDRAWAL' })).toMatchObject({
      status: 'SCHEDULED',
      scheduledFor: AT,
      unpublishAt: null,
    })
  })

  it('cancels both where both are meant', async () => {
    const left = await acted(dana, 'unscheduleArticle', await twicePlanned(), { cancel: 'BOTH' })

    expect(left).toMatchObject({ status: 'PUBLISHED', scheduledFor: null, unpublishAt: null })
  })

  it('cancels the withdrawal where nothing else is planned, with or without its name', async () => {
    const plan = async () => {
      const live = await acted(dana, 'publishArticle', await created(noa))
      return acted(dana, 'scheduleArticle', live, { unpublishAt: LATER })
    }

    for (const input of [{}, { cancel: null }, { cancel: 'WITHDRAWAL' }, { cancel: 'BOTH' }])
      expect(await acted(dana, 'unscheduleArticle', await plan(), input)).toMatchObject({ unpublishAt: null })
  })

  it('cancels the withdrawal with the publication of what is not live', async () => {
    const planned = await acted(dana, 'scheduleArticle', await created(noa), { publishAt: AT, unpublishAt: LATER })

    expect(await acted(dana, 'unscheduleArticle', planned, { cancel: 'PUBLICATION' })).toMatchObject({
      status: 'DRAFT',
      scheduledFor: null,
      unpublishAt: null,
    })
  })

  it.each([
    ['PUBLICATION', { unpublishAt: LATER }],
    ['WITHDRAWAL', { publishAt: AT }],
  ])('refuses to cancel what is not planned, and changes nothing: %s', async (cancel, plan) => {
    const live = await acted(dana, 'publishArticle', await created(noa))
    const newer = await updated(noa, live, { headline: 'Newer' })
    const planned = await acted(dana, 'scheduleArticle', newer, plan)

    const refused = await expectNoChange(database, () => act(dana, 'unscheduleArticle', planned, { cancel }))

    expect(faultsOf(refused)).toEqual(['NOT_ALLOWED_IN_STATE input.cancel'])
  })

  it('says once that nothing is planned', async () => {
    const draft = await created(noa)

    expect(faultsOf(await act(dana, 'unscheduleArticle', draft, { cancel: 'WITHDRAWAL' }))).toEqual([
      'NOT_ALLOWED_IN_STATE input.id',
    ])
  })
})
