import { beforeAll, describe, expect, it } from 'vitest'
import { testApi } from '../helpers/api.ts'
import { testDatabase } from '../helpers/database.ts'
import { type Given, givenIn } from '../helpers/given.ts'
import { pagesOf } from '../helpers/pages.ts'
import type { StaffMember } from '../helpers/staff.ts'

const database = await testDatabase()
const { prisma } = database
const api = await testApi(database)
const desk = api.as('REPORTER')
const given = givenIn(database)

let article: Given & { revisionId: string }
let noa: StaffMember

beforeAll(async () => {
  noa = await desk.user()
  const topic = await given.topic({ slug: 'chess' })
  const author = await given.author({ slug: 'lee' })
  const image = await given.image()
  const caption = { id: '00000000-0000-4000-8000-000000000003', image, role: 'LEAD' as const, text: 'A board' }
  article = await given.article({
    slug: 'story',
    headline: 'One',
    kicker: 'Old',
    topics: [topic],
    credits: [{ author }],
    captions: [caption],
    body: ['One <em>word</em>', { type: 'image', captionId: caption.id }],
  })
  const [middle] = [await given.revision(article, { headline: 'Two', standfirst: 'Now with one' })]
  await given.revision(article, { headline: 'Three' })
  await prisma.article.update({ where: { id: article.uuid }, data: { createdById: noa.uuid } })
  for (const [index, action] of ['CREATED', 'SAVED', 'SAVED'].entries())
    await prisma.activity.create({
      data: {
        subjectType: 'Article',
        subjectId: article.uuid,
        actorId: index === 2 ? null : noa.uuid,
        actorName: index === 2 ? null : 'Noa, as she was called',
        action,
        note: index === 0 ? 'ready' : null,
        version: index + 1,
        revisionId: index === 1 ? middle : null,
        at: `2024-01-01T00:00:0${index % 2}.000Z`,
      },
    })
  await prisma.activity.create({ data: { subjectType: 'Topic', subjectId: article.uuid, action: 'SAVED' } })
})

const read = async (fields: string, client = desk) =>
  (await client.query<{ article: Record<string, unknown> }>(`{ article(slug: "story", stage: DRAFT) { ${fields} } }`))
    .article

describe('Article.revisions', () => {
  it('are all states of the text, newest first, each with what belongs to it', async () => {
    const TEXT = 'number headline kicker standfirst wordCount isLive isLatest summary createdBy { name }'
    const { revisions } = await read(
      `revisions { totalCount nodes { ${TEXT} topics { topic { slug } } credits { author { slug } } captions { text } body { __typename } bodyHtml } }`,
    )

    expect(revisions).toMatchObject({
      totalCount: 3,
      nodes: [
        {
          number: 3,
          headline: 'Three',
          isLive: false,
          isLatest: true,
          topics: [],
          credits: [],
          captions: [],
          body: [],
          bodyHtml: '',
        },
        { number: 2, headline: 'Two', standfirst: 'Now with one', isLive: false, isLatest: false },
        {
          number: 1,
          headline: 'One',
          kicker: 'Old',
          wordCount: 2,
          isLive: true,
          isLatest: false,
          summary: 'first version',
          topics: [{ topic: { slug: 'chess' } }],
          credits: [{ author: { slug: 'lee' } }],
          captions: [{ text: 'A board' }],
          body: [{ __typename: 'ParagraphBlock' }, { __typename: 'ImageBlock' }],
          bodyHtml: expect.stringContaining('A board'),
        },
      ],
    })
  })

  it('come in pages, either way', async () => {
    const list = pagesOf(desk, { within: 'article(slug: "story", stage: DRAFT)', field: 'revisions($page)' })
    const ids = await list.forward([1])
    expect(ids).toHaveLength(3)
    expect(await list.backward([2])).toEqual(ids)
  })

  it('are found by number, and by id', async () => {
    const { one, none } = await read('one: revision(number: 2) { id headline } none: revision(number: 9) { id }')
    expect(one).toMatchObject({ headline: 'Two' })
    expect(none).toBeNull()
    const { id } = await prisma.revision.findFirstOrThrow({ where: { articleId: article.uuid, number: 2 } })
    expect(await desk.query(`{ node(id: "revision_${id}") { ... on Revision { number isLive } } }`)).toEqual({
      node: { number: 2, isLive: false },
    })
  })

  it('of a withdrawn article are none of them live', async () => {
    const gone = await given.article({ status: 'WITHDRAWN' })
    expect(
      await desk.query(
        `{ article(id: "${gone.id}", stage: DRAFT) { hasUnpublishedChanges revisions { nodes { isLive isLatest } } } }`,
      ),
    ).toEqual({ article: { hasUnpublishedChanges: true, revisions: { nodes: [{ isLive: false, isLatest: true }] } } })
  })
})

describe('Article.diff', () => {
  it('says which fields changed, in either direction, and nothing of a revision with itself', async () => {
    const { diff, back, none, same } = await read(`
      diff(from: 1, to: 2) { from to changes { path kind before after } }
      back: diff(from: 2, to: 1) { changes { path kind } }
      none: diff(from: 1, to: 9) { from } same: diff(from: 3, to: 3) { changes { path } }
    `)

    expect(diff).toMatchObject({
      from: 1,
      to: 2,
      changes: expect.arrayContaining([
        { path: 'headline', kind: 'CHANGED', before: 'One', after: 'Two' },
        { path: 'kicker', kind: 'REMOVED', before: 'Old', after: null },
        { path: 'standfirst', kind: 'ADDED', before: null, after: 'Now with one' },
      ]),
    })
    expect(back).toMatchObject({ changes: expect.arrayContaining([{ path: 'standfirst', kind: 'REMOVED' }]) })
    expect(none).toBeNull()
    expect(same).toEqual({ changes: [] })
  })
})

describe('Article.activity', () => {
  it('is what was done with the article, newest first; the clock has no account', async () => {
    const { activity } = await read(
      'activity { totalCount nodes { at action note version actor { name email role } actorName revision { number } } }',
    )

    expect(activity).toMatchObject({
      totalCount: 3,
      nodes: [
        {
          at: '2024-01-01T00:00:01.000Z',
          action: 'SAVED',
          version: 2,
          revision: { number: 2 },
          actor: { name: noa.name, email: noa.email, role: 'REPORTER' },
        },
        { at: '2024-01-01T00:00:00.000Z' },
        { at: '2024-01-01T00:00:00.000Z' },
      ],
    })
    expect(activity).toMatchObject({
      nodes: expect.arrayContaining([
        expect.objectContaining({ actor: null, actorName: 'The clock', version: 3, revision: null }),
        expect.objectContaining({ note: 'ready', actorName: 'Noa, as she was called' }),
      ]),
    })
  })

  it('comes in pages, either way, where several happened at one moment', async () => {
    const list = pagesOf(desk, { within: 'article(slug: "story", stage: DRAFT)', field: 'activity($page)' })
    const ids = await list.forward([1])
    expect(ids).toHaveLength(3)
    expect(await list.backward([1])).toEqual(ids)
  })
})

describe('Around an article', () => {
  it('the lock says whose it is, until it runs out', async () => {
    const lock = 'lock { holder { name } isMine expiresAt }'
    const hold = (expiresAt: Date) =>
      prisma.articleLock.upsert({
        where: { articleId: article.uuid },
        create: { articleId: article.uuid, holderId: noa.uuid, expiresAt },
        update: { expiresAt },
      })

    expect(await read(lock)).toEqual({ lock: null })
    await hold(new Date(Date.now() + 60_000))
    expect(await read(lock)).toMatchObject({ lock: { holder: { name: noa.name }, isMine: true } })
    expect(await read(lock, api.as('REPORTER', 'Another'))).toMatchObject({ lock: { isMine: false } })
    await hold(new Date(Date.now() - 1))
    expect(await read(lock)).toEqual({ lock: null })
  })

  it('preview links are those that still open it, newest first, without their secrets', async () => {
    const old = await given.previewLink(article, { createdAt: '2024-01-01T00:00:00Z', createdById: noa.uuid })
    const pinned = await given.previewLink(article, {
      createdAt: '2024-01-02T00:00:00Z',
      createdById: null,
      revisionId: article.revisionId,
    })
    await given.previewLink(article, { revokedAt: new Date() })
    await given.previewLink(article, { expiresAt: '2024-01-03T00:00:00Z' })

    const { previewLinks } = await read(
      'previewLinks { id url token revokedAt revision { number } createdBy { name } }',
    )

    expect(previewLinks).toEqual([
      { id: pinned.id, url: null, token: null, revokedAt: null, revision: { number: 1 }, createdBy: null },
      { id: old.id, url: null, token: null, revokedAt: null, revision: null, createdBy: { name: noa.name } },
    ])
  })

  it('pins and exclusions are shown as the desk has them, live or not, pins in their order', async () => {
    const draft = await given.article({ status: 'DRAFT', headline: 'A draft' })
    const live = await given.article({ headline: 'Live words' })
    await given.revision(live, { headline: 'New words' })
    const beside = await given.article({ slug: 'beside', pins: [live, draft], exclusions: [draft] })

    expect(
      await desk.query(
        `{ article(id: "${beside.id}") { pinnedArticles { headline status } excludedArticles { headline } relatedArticles { nodes { headline } } } }`,
      ),
    ).toEqual({
      article: {
        pinnedArticles: [
          { headline: 'New words', status: 'PUBLISHED' },
          { headline: 'A draft', status: 'DRAFT' },
        ],
        excludedArticles: [{ headline: 'A draft' }],
        relatedArticles: { nodes: [{ headline: 'Live words' }] },
      },
    })
  })

  it('what is allowed depends on who asks, and whose it is', async () => {
    const actions = async (client = desk) => (await read('allowedActions', client)).allowedActions

    expect(await actions()).toContain('UPDATE')
    expect(await actions()).not.toContain('PUBLISH')
    expect(await actions(api.as('REPORTER', 'Another'))).not.toContain('UPDATE')
    expect(await actions(api.as('EDITOR'))).toEqual(expect.arrayContaining(['UPDATE', 'PUBLISH', 'WITHDRAW']))
  })

  it('is a reporter’s own whose page credits it', async () => {
    const another = api.as('REPORTER', 'Credited')
    const author = await given.author({ userId: (await another.user()).uuid })
    const { id } = await given.article({ status: 'DRAFT', credits: [{ author }] })
    const document = `{ article(id: "${id}", stage: DRAFT) { allowedActions credits { author { user { name } version } } } }`

    expect(await another.query(document)).toMatchObject({
      article: {
        allowedActions: expect.arrayContaining(['UPDATE']),
        credits: [{ author: { user: { name: 'Credited' }, version: 1 } }],
      },
    })
    expect(await desk.query(document)).not.toMatchObject({
      article: { allowedActions: expect.arrayContaining(['UPDATE']) },
    })
  })

  it('a topic has what editors set beside it', async () => {
    const [one, two] = [await given.topic({ slug: 'one' }), await given.topic({ slug: 'two' })]
    const { slug } = await given.topic({ slug: 'curated', related: [two, one] })

    expect(await desk.query(`{ topic(slug: "${slug}") { version curatedTopics { slug } } }`)).toEqual({
      topic: { version: 1, curatedTopics: [{ slug: 'two' }, { slug: 'one' }] },
    })
  })
})
