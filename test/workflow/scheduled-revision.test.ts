import { describe, expect, it } from 'vitest'
import { created, type Saved, updated } from '../article/saving.ts'
import { testApi } from '../helpers/api.ts'
import { testDatabase } from '../helpers/database.ts'
import { acted } from './acting.ts'

const database = await testDatabase()
const api = await testApi(database)
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
