import { describe, expect, it } from 'vitest'
import { runJobs } from '../../src/clock/jobs.ts'
import { thinRevisions } from '../../src/clock/thinning.write.ts'
import { testApi } from '../helpers/api.ts'
import { clockSettings } from '../helpers/clock-settings.ts'
import { testDatabase } from '../helpers/database.ts'
import { type Given, givenIn } from '../helpers/given.ts'

const database = await testDatabase()
const { prisma } = database
const api = await testApi(database)
const given = givenIn(database)
const editor = api.as('EDITOR', 'Eli')
const silent = { warn() {}, error() {} }

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE

interface Save {
  /** Minutes after the first one */
  at: number
  by?: 'Noa' | 'Eli' | null
  imageId?: string
}

/** An article with these saves, the first of them so many days ago. Its last revision is the latest. */
async function saved(saves: readonly Save[], daysAgo = 40): Promise<Given> {
  const { uuid, id } = await given.article({ status: 'DRAFT' })
  const start = Date.now() - daysAgo * DAY
  await prisma.$executeRaw`delete from activity where subject_id = ${uuid}::uuid`
  for (const [index, { at, by = 'Noa', imageId }] of saves.entries()) {
    const createdById = by === null ? null : (await api.as('EDITOR', by).user()).uuid
    const row = await prisma.revision.create({
      data: {
        articleId: uuid,
        number: index + 2,
        headline: `Save ${index + 2}`,
        createdById,
        createdAt: new Date(start + at * MINUTE),
        ...(imageId && { captions: { create: { imageId, position: 0 } } }),
      },
    })
    await prisma.article.update({ where: { id: uuid }, data: { latestRevisionId: row.id } })
    await prisma.activity.create({
      data: { subjectType: 'Article', subjectId: uuid, action: 'SAVED', version: index + 2, revisionId: row.id },
    })
  }
  return { uuid, id, slug: '' }
}

async function left({ uuid }: Given): Promise<number[]> {
  const revisions = await prisma.revision.findMany({ where: { articleId: uuid }, orderBy: { number: 'asc' } })
  return revisions.map(({ number }) => number)
}

async function revisionId({ uuid }: Given, number: number): Promise<string> {
  const where = { articleId_number: { articleId: uuid, number } }
  return (await prisma.revision.findUniqueOrThrow({ where })).id
}

// Number 1 is there from the beginning, and of nobody.
describe('Thinning', () => {
  it('leaves the last save of each sitting: one user, pauses under 30 minutes, nobody else between', async () => {
    const article = await saved([
      { at: 0 },
      { at: 10 },
      { at: 39 },
      // A pause of 30 minutes begins another sitting.
      { at: 69 },
      { at: 70 },
      // Somebody else's save ends it.
      { at: 71, by: 'Eli' },
      { at: 72 },
      { at: 73 },
      // Of people who are gone nothing is known.
      { at: 74, by: null },
      { at: 75, by: null },
      { at: 500 },
    ])

    expect(await thinRevisions(database, 30)).toBe(4)

    expect(await left(article)).toEqual([1, 4, 6, 7, 9, 10, 11, 12])
    expect(await thinRevisions(database, 30)).toBe(0)
  })

  it('leaves what is younger, and what it cannot know the end of', async () => {
    const young = await saved([{ at: 0 }, { at: 1 }, { at: 2 }], 29)
    const atTheEdge = await saved([{ at: 0 }, { at: 10 }, { at: 20 }], 30 - 15 / 60 / 24 + 1 / 24 / 60)

    await thinRevisions(database, 30)

    expect(await left(young)).toEqual([1, 2, 3, 4])
    expect(await left(atTheEdge)).toEqual([1, 2, 3, 4])
  })

  it('leaves what has a name, what was restored, what a link shows, and what the trail tells more of', async () => {
    const article = await saved(Array.from({ length: 12 }, (_, at) => ({ at })))
    await prisma.revision.update({ where: { id: await revisionId(article, 3) }, data: { name: 'As sent' } })
    await given.previewLink(article, { revisionId: await revisionId(article, 4) })
    for (const [action, number] of [
      ['SUBMITTED', 5],
      ['APPROVED', 6],
      ['SCHEDULED', 7],
      ['PUBLISHED', 8],
    ] as const) {
      const data = {
        subjectType: 'Article',
        subjectId: article.uuid,
        action,
        revisionId: await revisionId(article, number),
      }
      await prisma.activity.create({ data })
    }
    await editor.mutate(
      `mutation { restoreRevision(input: { id: "${article.id}", version: 1, number: 9 }) { userErrors { message } } }`,
    )

    await thinRevisions(database, 30)

    expect(await left(article)).toEqual([1, 3, 4, 5, 6, 7, 8, 9, 13, 14])
  })

  it('leaves what is live, scheduled or the latest, whatever the trail has', async () => {
    const article = await saved(Array.from({ length: 4 }, (_, at) => ({ at })))
    const scheduledRevisionId = await revisionId(article, 3)
    await prisma.article.update({
      where: { id: article.uuid },
      data: { status: 'SCHEDULED', scheduledFor: '2099-01-01T00:00:00Z', scheduledRevisionId },
    })

    await thinRevisions(database, 30)

    expect(await left(article)).toEqual([1, 3, 5])
  })

  it('lets images go that only thinned revisions showed', async () => {
    const image = await given.image()
    await saved([{ at: 0, imageId: image.uuid }, { at: 1 }])
    const remove = `mutation { deleteImage(input: { id: "${image.id}" }) { deletedId userErrors { code } } }`
    expect(await editor.mutate(remove)).toEqual({ deletedId: null, userErrors: [{ code: 'IN_USE' }] })

    await thinRevisions(database, 30)

    expect(await editor.mutate(remove)).toEqual({ deletedId: image.id, userErrors: [] })
  })

  it('leaves a history that can be read, compared, restored and paged over the gaps', async () => {
    const article = await saved(Array.from({ length: 5 }, (_, at) => ({ at })))
    await thinRevisions(database, 30)

    const read = `{ article(id: "${article.id}", stage: DRAFT) {
      revisions { totalCount nodes { number } } gone: revision(number: 3) { number } none: diff(from: 3, to: 6) { from }
      diff(from: 1, to: 6) { changes { path } } activity(first: 5) { nodes { action revision { number } } } } }`
    expect(await editor.query(read)).toEqual({
      article: {
        revisions: { totalCount: 2, nodes: [{ number: 6 }, { number: 1 }] },
        gone: null,
        none: null,
        diff: { changes: [{ path: 'headline' }] },
        activity: { nodes: expect.arrayContaining([{ action: 'SAVED', revision: null }]) },
      },
    })
    const restore = (number: number) =>
      editor.mutate(
        `mutation { restoreRevision(input: { id: "${article.id}", version: 1, number: ${number} }) { userErrors { code path } } }`,
      )
    expect(await restore(3)).toEqual({ userErrors: [{ code: 'NOT_FOUND', path: ['input', 'number'] }] })
    expect(await restore(1)).toEqual({ userErrors: [] })
    expect(await left(article)).toEqual([1, 6, 7])
  })

  it('goes through all articles, also where they are many', async () => {
    const before = await prisma.revision.count()
    const { uuid: userId } = await editor.user()
    await prisma.$executeRaw`
      with a as (select gen_random_uuid() as id, n from generate_series(1, 230) n),
        r as (insert into revision (id, article_id, number, headline, created_by_id, created_at)
          select gen_random_uuid(), a.id, number, 'Save', ${userId}::uuid, now() - interval '50 days' + number * interval '1 minute'
          from a, generate_series(1, 3) number returning id, article_id, number)
      insert into article (id, locale, slug, latest_revision_id, translation_group_id)
        select a.id, 'en', 'thinned-' || a.n, r.id, gen_random_uuid() from a join r on r.article_id = a.id and r.number = 3`

    expect(await thinRevisions(database, 30)).toBe(460)
    expect(await prisma.revision.count()).toBe(before + 230)
  })

  it('is refused by the database for what is kept, while the article exists', async () => {
    const article = await saved([{ at: 0 }, { at: 1 }])
    const id = await revisionId(article, 2)
    await prisma.revision.update({ where: { id }, data: { name: 'Kept' } })

    await expect(prisma.revision.delete({ where: { id } })).rejects.toThrow()
    await prisma.article.delete({ where: { id: article.uuid } })
    expect(await left(article)).toEqual([])
  })
})

describe('The job', () => {
  it('is planned by the setting, and no longer when it is gone', async () => {
    const schedules = async (thinAfterDays: number | null) => {
      const boss = await runJobs(database, silent, async () => {}, { ...clockSettings, thinAfterDays })
      const names = (await boss.getSchedules()).map(({ name }) => name)
      await boss.stop({ graceful: true, timeout: 1000 })
      return names.toSorted()
    }

    expect(await schedules(30)).toEqual(['housekeeping', 'thinning'])
    expect(await schedules(null)).toEqual(['housekeeping'])
  })
})
