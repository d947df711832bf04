import { describe, expect, it } from 'vitest'
import { startClock } from '../../src/clock/clock.ts'
import { testApi } from '../helpers/api.ts'
import { clockSettings } from '../helpers/clock-settings.ts'
import { expectNoChange } from '../helpers/contents.ts'
import { testDatabase } from '../helpers/database.ts'
import { givenIn } from '../helpers/given.ts'
import { act, acted, fromNow } from './acting.ts'

// What publishing and scheduling make of an article's images.

const database = await testDatabase()
const { prisma } = database
const api = await testApi(database)
const given = givenIn(database)
const editor = api.as('EDITOR')

const [soon, later, latest] = await Promise.all([3600, 7200, 10_800].map((seconds) => fromNow(database, seconds)))
const PAST = '2020-01-01T00:00:00.000Z'

const PUBLISH = `mutation ($input: PublishArticleInput!) { publishArticle(input: $input) {
  article { id version } warnings { code path message } userErrors { code path message } } }`
const SCHEDULE = PUBLISH.replace('PublishArticleInput', 'ScheduleArticleInput').replace(
  'publishArticle',
  'scheduleArticle',
)

interface Payload {
  article: { id: string; version: number } | null
  warnings: { code: string; path: string[]; message: string }[]
  userErrors: { code: string; path: string[]; message: string }[]
}

const send = (document: string, input: object) => editor.mutate<Payload>(document, { input })

describe('An image that may not be shown', () => {
  it.each([
    [
      'has ended rights',
      { rightsExpireAt: PAST },
      /Caption 2 \(INLINE, "The crossing"\).*"Bridge" \(image_.*rights ended at 2020/,
    ],
    ['is withheld', { withheldAt: PAST }, /Caption 2 \(INLINE, "The crossing"\).*"Bridge" \(image_.*withheld/],
  ])('that %s keeps its article from being published or scheduled', async (_, rights, message) => {
    const image = await given.image({ headline: 'Bridge', altText: 'A bridge', ...rights })
    const usable = await given.image({ altText: 'Usable' })
    const { id } = await given.article({
      status: 'DRAFT',
      captions: [
        { image: usable, role: 'LEAD' },
        { image, text: 'The crossing' },
      ],
    })

    for (const [document, input] of [
      [PUBLISH, {}],
      [SCHEDULE, { publishAt: soon }],
    ] as const) {
      const payload = await expectNoChange(database, () => send(document, { id, version: 1, ...input }))
      expect(payload).toEqual({
        article: null,
        warnings: [],
        userErrors: [{ code: 'INVALID', path: ['input', 'id'], message: expect.stringMatching(message) }],
      })
    }
  })

  it('at the time of the schedule keeps its article from that time, and from no earlier one', async () => {
    const image = await given.image({ altText: 'x', rightsExpireAt: later })
    const { id } = await given.article({ status: 'DRAFT', captions: [{ image, role: 'LEAD' }] })

    for (const publishAt of [later, latest]) {
      expect((await send(SCHEDULE, { id, version: 1, publishAt })).userErrors).toMatchObject([
        { code: 'INVALID', path: ['input', 'publishAt'] },
      ])
    }
    expect((await send(SCHEDULE, { id, version: 1, publishAt: soon })).userErrors).toEqual([])
  })

  it('in an old revision matters to nobody', async () => {
    const image = await given.image({ rightsExpireAt: PAST })
    const article = await given.article({ status: 'DRAFT', captions: [{ image, role: 'LEAD' }] })
    await given.revision(article)

    expect((await send(PUBLISH, { id: article.id, version: 1 })).userErrors).toEqual([])
  })

  it('does not keep a live article from being withdrawn by the clock', async () => {
    const image = await given.image({ rightsExpireAt: PAST })
    const { id } = await given.article({ captions: [{ image, role: 'LEAD' }] })

    expect(await send(SCHEDULE, { id, version: 1, unpublishAt: soon })).toMatchObject({ userErrors: [], warnings: [] })
  })

  it('that is withheld after it was scheduled is left out when the clock makes the article live', async () => {
    const image = await given.image({ altText: 'x' })
    const article = await given.article({
      status: 'DRAFT',
      headline: 'By the clock',
      captions: [{ image, role: 'LEAD' }],
    })
    await acted(editor, 'scheduleArticle', article, { publishAt: soon })
    await prisma.image.update({ where: { id: image.uuid }, data: { withheldAt: PAST } })
    await prisma.$executeRaw`UPDATE article SET scheduled_for = now() WHERE id = ${article.uuid}::uuid`

    const silent = { info: () => undefined, warn: () => undefined, error: () => undefined }
    const clock = await startClock(database, silent, clockSettings)
    await expect
      .poll(() => api.query(`{ article(slug: "${article.slug}") { headline leadImage { text } captions { text } } }`), {
        timeout: 30_000,
      })
      .toEqual({ article: { headline: 'By the clock', leadImage: null, captions: [] } })
    await clock.close()
  })
})

describe('A lead or inline image without any alternative text', () => {
  it.each([
    ['publishing', PUBLISH, {}],
    ['scheduling', SCHEDULE, { publishAt: soon }],
  ])('is a warning on %s, not a refusal', async (_, document, input) => {
    const silent = await given.image({ description: 'A border crossing' })
    const { id } = await given.article({
      status: 'DRAFT',
      captions: [
        { image: await given.image({ altText: 'Told' }) },
        { image: silent, role: 'LEAD', altText: '' },
        { image: silent, text: 'Its own', altText: 'Told here' },
        { image: silent, role: 'GALLERY' },
        { image: silent, text: 'Inline' },
      ],
    })

    const payload = await send(document, { id, version: 1, ...input })

    expect(payload.userErrors).toEqual([])
    expect(payload.article).toMatchObject({ version: 2 })
    expect(payload.warnings.map(({ code, path }) => [code, path.join('.')])).toEqual([
      ['MISSING_ALT_TEXT', 'captions.1.altText'],
      ['MISSING_ALT_TEXT', 'captions.4.altText'],
    ])
    expect(payload.warnings[0]?.message).toMatch(/^Caption 2 \(LEAD, "A border crossing"\) shows the image/)
  })

  it('is told again to a call that comes again', async () => {
    const { id } = await given.article({ status: 'DRAFT', captions: [{ image: await given.image(), role: 'LEAD' }] })
    const input = { id, version: 1, idempotencyKey: 'again' }

    const first = await send(PUBLISH, input)
    expect(first.warnings).toHaveLength(1)
    expect(await send(PUBLISH, input)).toEqual(first)
  })

  it('is no matter where all is well', async () => {
    const image = await given.image({ altText: 'Told' })
    const article = await given.article({ status: 'DRAFT', captions: [{ image, role: 'LEAD' }] })

    expect((await send(PUBLISH, { id: article.id, version: 1 })).warnings).toEqual([])
    expect((await act(editor, 'publishArticle', { ...article, version: 2 })).userErrors).toMatchObject([
      { code: 'NOT_ALLOWED_IN_STATE' },
    ])
  })
})
