import { describe, expect, it } from 'vitest'
import { testApi } from '../helpers/api.ts'
import { expectNoChange } from '../helpers/contents.ts'
import { testDatabase } from '../helpers/database.ts'
import { givenIn } from '../helpers/given.ts'
import { DELETE, done, type Front, faultsOf, type Payload, send, shownTo } from './front-documents.ts'

const database = await testDatabase()
const api = await testApi(database)
const editor = api.as('EDITOR')
const other = api.as('EDITOR', 'Dana')
const given = givenIn(database)

const refused = (name: string, input: object): Promise<Payload> =>
  expectNoChange(database, () => send(editor, name, input))

let count = 0
const draft = (more: object = {}): Promise<Front> => {
  count += 1
  return done(editor, 'createFront', { slug: `front-${count}`, locale: 'en', name: 'Home', ...more })
}
const live = async (more: object = {}): Promise<Front> => {
  const { id, version } = await draft(more)
  return done(editor, 'publishFront', { id, version })
}
const at = ({ id, version }: Front) => ({ id, version })
const slot = (more: object = {}) => ({ name: 'top', size: 'LARGE', ...more })

const CALLS = {
  createFront: async () => ({ slug: 'not-made', locale: 'en', name: 'Home' }),
  updateFront: async () => ({ ...at(await draft()), name: 'Other' }),
  publishFront: async () => at(await draft()),
  scheduleFront: async () => ({ ...at(await draft()), publishAt: '2098-01-01T00:00:00Z' }),
  unscheduleFront: async () => at(await draft()),
  withdrawFront: async () => at(await live()),
  restoreFrontRevision: async () => ({ ...at(await draft()), number: 1 }),
}

describe.each(Object.entries(CALLS))('%s', (name, inputOf) => {
  it('is refused to reporters and readers', async () => {
    const input = await inputOf()
    const document = `mutation ($input: ${name.charAt(0).toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { userErrors { code } } }`

    await expectNoChange(database, async () => {
      expect(await api.as('REPORTER').errors(document, { input })).toMatchObject([
        { extensions: { code: 'FORBIDDEN' } },
      ])
      expect(await api.errors(document, { input })).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }])
    })
  })
})

describe.each(Object.entries(CALLS).filter(([name]) => name !== 'createFront'))('%s of a front', (name, inputOf) => {
  it('that does not exist is refused', async () => {
    const input = { ...(await inputOf()), id: `front_${crypto.randomUUID()}` }
    expect(faultsOf(await refused(name, input))).toEqual([['NOT_FOUND', 'input.id']])
  })

  it('that another has changed is refused, and says who', async () => {
    const input = await inputOf()
    const front = { id: 'id' in input ? input.id : '', version: 'version' in input ? input.version : 0 }
    const { version } = await done(other, 'updateFront', { ...front, name: 'Changed by Dana' })

    const { conflict, userErrors } = await refused(name, input)

    expect(conflict).toEqual({ currentVersion: version, changedBy: { name: 'Dana' } })
    expect(faultsOf({ userErrors })).toEqual([['CONFLICT', 'input.version']])
  })
})

describe('createFront', () => {
  it('makes a draft that readers do not see', async () => {
    const front = await draft({ slug: 'new', locale: 'HE', name: ' Home ', slots: [slot({ title: 'Top' })] })

    expect(front).toMatchObject({
      slug: 'new',
      locale: 'he',
      name: 'Home',
      version: 1,
      publishedAt: null,
      liveRevision: null,
    })
    expect(front.slots).toMatchObject([{ name: 'top', title: 'Top', size: 'LARGE', items: [] }])
    expect(await shownTo(api, 'new')).toBe(null)
  })

  it('refuses a slug that is taken in the language, and takes it in another', async () => {
    await draft({ slug: 'twice' })

    expect(faultsOf(await refused('createFront', { slug: 'twice', locale: 'en', name: 'Home' }))).toEqual([
      ['TAKEN', 'input.slug'],
    ])
    expect(await draft({ slug: 'twice', locale: 'he' })).toMatchObject({ slug: 'twice' })
  })

  it('reports everything that is wrong at once', async () => {
    const article = await given.article()
    const [absent, caption] = [`article_${crypto.randomUUID()}`, `caption_${crypto.randomUUID()}`]
    const slots = [
      slot({ pinned: [{ articleId: article.id }, { articleId: article.id }, { articleId: absent }] }),
      slot({ pinned: [{ articleId: article.id, until: '2020-01-01T00:00:00Z', captionKey: caption }] }),
      { name: 'a'.repeat(101), size: 'SMALL', fill: { count: 41, where: { headline: { contains: 'x' } } } },
      { name: 'b', size: 'SMALL', fill: { count: 1, where: { topics: { none: { slug: { equals: 'x' } } } } } },
      { name: 'c', size: 'SMALL', fill: { count: 1, where: { topics: { some: { slug: { in: ['gone'] } } } } } },
      {
        name: 'd',
        size: 'SMALL',
        fill: { count: 1, where: { credits: { some: { author: { id: { equals: 'x' } } } } } },
      },
      { name: 'e', size: 'SMALL', fill: { count: 1, where: { locale: { equals: 'xx' } } } },
      { name: 'f', size: 'SMALL', fill: { count: 1, where: { topics: { some: { within: { slug: 'gone' } } } } } },
      { name: 'g', size: 'SMALL', fill: { count: 1, where: { topics: { some: { within: {} } } } } },
    ]

    expect(faultsOf(await refused('createFront', { slug: 'No Slug', locale: 'zz', name: '', slots }))).toEqual([
      ['INVALID', 'input.slug'],
      ['INVALID', 'input.locale'],
      ['REQUIRED', 'input.name'],
      ['TOO_LONG', 'input.slots.2.name'],
      ['INVALID', 'input.slots.2.fill.count'],
      ['INVALID', 'input.slots.2.fill.where.headline'],
      ['INVALID', 'input.slots.3.fill.where.topics.none'],
      ['INVALID', 'input.slots.6.fill.where.locale.equals'],
      ['INVALID', 'input.slots.8.fill.where.topics.some.within'],
      ['DUPLICATE', 'input.slots.1.name'],
      ['DUPLICATE', 'input.slots.0.pinned.1.articleId'],
      ['DUPLICATE', 'input.slots.1.pinned.0.articleId'],
      ['INVALID', 'input.slots.1.pinned.0.until'],
      ['NOT_FOUND', 'input.slots.0.pinned.2.articleId'],
      ['NOT_FOUND', 'input.slots.1.pinned.0.captionKey'],
      ['NOT_FOUND', 'input.slots.4.fill.where.topics.some.slug.in.0'],
      ['NOT_FOUND', 'input.slots.7.fill.where.topics.some.within.slug'],
      ['NOT_FOUND', 'input.slots.5.fill.where.credits.some.author.id.equals'],
    ])
  })

  it.each([
    [
      'more slots than 40',
      Array.from({ length: 41 }, (_, index) => ({ name: `s${index}`, size: 'SMALL' })),
      'input.slots',
    ],
    [
      'more pins than 40',
      [slot({ pinned: Array.from({ length: 41 }, () => ({ articleId: 'x' })) })],
      'input.slots.0.pinned',
    ],
  ])('refuses %s', async (_what, slots, path) => {
    expect(faultsOf(await refused('createFront', { slug: 'large', locale: 'en', name: 'Home', slots }))).toEqual([
      ['TOO_LONG', path],
    ])
  })
})

describe('updateFront', () => {
  it('saves a revision that readers do not see before it is published', async () => {
    const article = await given.article()
    const front = await live()

    const saved = await done(editor, 'updateFront', {
      ...at(front),
      slots: [slot({ pinned: [{ articleId: article.id, headline: 'Ours', until: '2098-01-01T00:00:00Z' }] })],
    })

    expect(saved).toMatchObject({ version: front.version + 1, name: 'Home', hasUnpublishedChanges: true })
    expect(saved.slots).toMatchObject([
      { pins: [{ article: { id: article.id }, headline: 'Ours', until: '2098-01-01T00:00:00.000Z' }] },
    ])
    expect(await shownTo(api, front.slug)).toEqual({})
    await done(editor, 'publishFront', at(saved))
    expect(await shownTo(api, front.slug)).toEqual({ top: [article.slug] })
  })

  it('writes nothing if nothing differs', async () => {
    const article = await given.article()
    const topic = await given.topic()
    const rule = { where: { topics: { some: { slug: { equals: topic.slug } } } }, count: 3 }
    const slots = [slot({ pinned: [{ articleId: article.id }], fill: rule })]
    const front = await draft({ slots })

    const { front: same, userErrors } = await expectNoChange(database, () =>
      send(editor, 'updateFront', { ...at(front), name: 'Home', slots }),
    )

    expect({ version: same?.version, userErrors }).toEqual({ version: front.version, userErrors: [] })
  })

  it('keeps a pin whose time has passed, and takes no other that has', async () => {
    const [article, second] = [await given.article(), await given.article()]
    const front = await draft({ slots: [slot({ pinned: [{ articleId: article.id }] })] })
    const until = '2020-01-01T00:00:00.000Z'
    await database.query({ text: 'ALTER TABLE front_pin DISABLE TRIGGER USER', parameters: [] })
    await database.prisma.frontPin.updateMany({ where: { articleId: article.uuid }, data: { until } })
    await database.query({ text: 'ALTER TABLE front_pin ENABLE TRIGGER USER', parameters: [] })
    const pinned = [{ articleId: article.id, until }, { articleId: second.id }]

    const saved = await done(editor, 'updateFront', { ...at(front), slots: [slot({ pinned })] })

    expect(saved.version).toBe(2)
    const late = [
      { articleId: article.id, until },
      { articleId: second.id, until },
    ]
    expect(faultsOf(await refused('updateFront', { ...at(saved), slots: [slot({ pinned: late })] }))).toEqual([
      ['INVALID', 'input.slots.0.pinned.1.until'],
    ])
  })

  it('of two editors at once saves one, and tells the other', async () => {
    const front = await draft()

    const answers = await Promise.all([
      send(editor, 'updateFront', { ...at(front), name: 'Mine' }),
      send(other, 'updateFront', { ...at(front), name: 'Theirs' }),
    ])

    expect(answers.map((answer) => faultsOf(answer)).toSorted()).toEqual([[], [['CONFLICT', 'input.version']]])
    expect(await database.prisma.frontRevision.count({ where: { front: { slug: front.slug } } })).toBe(2)
  })
})

describe('publication', () => {
  it('is refused when there is nothing new, and nothing to withdraw or to cancel', async () => {
    const front = await live()
    const never = await draft()

    expect(faultsOf(await refused('publishFront', at(front)))).toEqual([['NOT_ALLOWED_IN_STATE', 'input.id']])
    expect(faultsOf(await refused('scheduleFront', { ...at(front), publishAt: '2098-01-01T00:00:00Z' }))).toEqual([
      ['NOT_ALLOWED_IN_STATE', 'input.publishAt'],
    ])
    expect(faultsOf(await refused('withdrawFront', at(never)))).toEqual([['NOT_ALLOWED_IN_STATE', 'input.id']])
    expect(faultsOf(await refused('unscheduleFront', at(never)))).toEqual([['NOT_ALLOWED_IN_STATE', 'input.id']])
  })

  it('schedules to a time to come, moves and cancels it', async () => {
    const front = await draft()
    expect(faultsOf(await refused('scheduleFront', { ...at(front), publishAt: '2020-01-01T00:00:00Z' }))).toEqual([
      ['INVALID', 'input.publishAt'],
    ])

    const planned = await done(editor, 'scheduleFront', { ...at(front), publishAt: '2098-01-01T00:00:00Z' })
    const moved = await done(editor, 'scheduleFront', { ...at(planned), publishAt: '2098-03-29T02:30:00+03:00' })
    const cancelled = await done(editor, 'unscheduleFront', at(moved))

    expect([planned, moved, cancelled].map(({ scheduledFor }) => scheduledFor)).toEqual([
      '2098-01-01T00:00:00.000Z',
      '2098-03-28T23:30:00.000Z',
      null,
    ])
    expect(planned.scheduledRevision).toEqual({ number: 1 })
  })

  it('ends with a withdrawal, after which it can go live again', async () => {
    const front = await live()

    const withdrawn = await done(editor, 'withdrawFront', { ...at(front), note: 'A mistake' })

    expect(await shownTo(api, front.slug)).toBe(null)
    expect(withdrawn.liveRevision).toBe(null)
    await done(editor, 'publishFront', at(withdrawn))
    expect(await shownTo(api, front.slug)).toEqual({})
  })
})

describe('the history of a front', () => {
  it('has all revisions, what differs, and who did what', async () => {
    const [article, second] = [await given.article(), await given.article()]
    const front = await live({
      slots: [
        slot({ title: 'Top', pinned: [{ articleId: article.id }, { articleId: second.id }] }),
        { name: 'old', size: 'SMALL' },
      ],
    })
    const pinned = [{ articleId: second.id }, { articleId: article.id, headline: 'Ours' }]
    const saved = await done(editor, 'updateFront', {
      ...at(front),
      name: 'Start',
      slots: [{ name: 'new', size: 'SMALL' }, slot({ pinned })],
    })

    const restored = await done(editor, 'restoreFrontRevision', { ...at(saved), number: 1 })

    const { front: read } = await editor.query<{ front: Record<string, unknown> }>(
      `query ($id: ID!) { front(id: $id, stage: DRAFT) { name revisions { totalCount nodes { number name restoredFrom isLive isLatest createdBy { name } } }
        revision(number: 2) { name slots { name } } diff(from: 1, to: 2) { from to changes { slot articleId field kind before after } }
        activity { nodes { action note version subjectType changedFields { field before after isOmitted } } } } }`,
      { id: front.id },
    )
    expect(restored).toMatchObject({ name: 'Home', version: 4, slots: [{ name: 'top' }, { name: 'old' }] })
    expect(read).toMatchObject({
      name: 'Home',
      revisions: {
        totalCount: 3,
        nodes: [
          { number: 3, name: 'Home', restoredFrom: 1, isLive: false, isLatest: true },
          { number: 2, name: 'Start', restoredFrom: null, isLive: false, isLatest: false },
          { number: 1, name: 'Home', restoredFrom: null, isLive: true, isLatest: false },
        ],
      },
      revision: { name: 'Start', slots: [{ name: 'new' }, { name: 'top' }] },
      diff: {
        from: 1,
        to: 2,
        changes: [
          { slot: null, articleId: null, field: 'name', kind: 'CHANGED', before: 'Home', after: 'Start' },
          { slot: 'new', articleId: null, field: null, kind: 'ADDED', before: null, after: null },
          { slot: 'top', articleId: null, field: 'title', kind: 'REMOVED', before: 'Top', after: null },
          { slot: 'top', articleId: second.id, field: null, kind: 'MOVED', before: null, after: null },
          { slot: 'top', articleId: article.id, field: 'headline', kind: 'ADDED', before: null, after: 'Ours' },
          { slot: 'old', articleId: null, field: null, kind: 'REMOVED', before: null, after: null },
        ],
      },
      activity: {
        nodes: [
          { action: 'REVISION_RESTORED', note: 'Revision 1', version: 4 },
          {
            action: 'SAVED',
            version: 3,
            changedFields: [
              { field: 'name', before: 'Home', after: 'Start' },
              { field: 'slots', isOmitted: true },
            ],
          },
          { action: 'PUBLISHED', version: 2 },
          { action: 'CREATED', version: 1, subjectType: 'FRONT' },
        ],
      },
    })
  })

  it('writes nothing when a revision is restored that says the same', async () => {
    const front = await draft()

    const { front: same } = await expectNoChange(database, () =>
      send(editor, 'restoreFrontRevision', { ...at(front), number: 1 }),
    )

    expect(same?.version).toBe(1)
    expect(faultsOf(await refused('restoreFrontRevision', { ...at(front), number: 2 }))).toEqual([
      ['NOT_FOUND', 'input.number'],
    ])
  })
})

describe('deleteFront', () => {
  const remove = (input: object) => editor.mutate<{ deletedId: string | null } & Payload>(DELETE, { input })

  it('deletes what readers never saw, and nothing else', async () => {
    const [front, seen] = [await draft(), await live()]

    expect(await remove(at(front))).toMatchObject({ deletedId: front.id, userErrors: [] })
    expect(await database.prisma.frontRevision.count({ where: { front: { slug: front.slug } } })).toBe(0)
    const kept = await expectNoChange(database, () => remove(at(seen)))
    expect(faultsOf(kept)).toEqual([['NOT_ALLOWED_IN_STATE', 'input.id']])
    expect(faultsOf(await remove(at(front)))).toEqual([['NOT_FOUND', 'input.id']])
  })

  it('is refused to reporters', async () => {
    const front = await draft()
    expect(await api.as('REPORTER').errors(DELETE, { input: at(front) })).toMatchObject([
      { extensions: { code: 'FORBIDDEN' } },
    ])
  })
})
