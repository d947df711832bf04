import { describe, expect, it } from 'vitest'
import { created, updated } from '../article/saving.ts'
import { testApi } from '../helpers/api.ts'
import { testDatabase } from '../helpers/database.ts'
import { givenIn } from '../helpers/given.ts'
import { pagesOf } from '../helpers/pages.ts'

const database = await testDatabase()
const { prisma } = database
const api = await testApi(database)
const given = givenIn(database)
const noa = api.as('REPORTER', 'Noa')
const editor = api.as('EDITOR', 'Ruth')

interface Change {
  path: string
  kind: string
  before: string | null
  after: string | null
  from: string | null
  words: { kind: string; text: string }[] | null
}

async function diff(id: string, from: number, to: number): Promise<Change[] | null> {
  const document = `query ($id: ID!, $from: Int!, $to: Int!) { article(id: $id, stage: DRAFT) {
    diff(from: $from, to: $to) { from to changes { path kind before after from words { kind text } } } } }`
  const { article } = await noa.query<{ article: { diff: { changes: Change[] } | null } }>(document, { id, from, to })
  return article.diff?.changes ?? null
}

const HISTORY = `query ($id: ID!) { article(id: $id, stage: DRAFT) {
  revisions { totalCount nodes { number summary isLive isLatest createdBy { name } } }
  activity { totalCount nodes { action actor { name } actorName note version revision { number } } }
} }`

interface History {
  revisions: { totalCount: number; nodes: Record<string, unknown>[] }
  activity: { totalCount: number; nodes: Record<string, unknown>[] }
}

async function history(id: string): Promise<History> {
  return (await noa.query<{ article: History }>(HISTORY, { id })).article
}

const FIRST = {
  headline: 'Talks begin in Cairo',
  body: [
    { paragraph: { html: 'The delegation <em>arrived</em> at noon.' } },
    { heading: { level: 2, text: 'What is on the table' } },
    { list: { items: ['The crossing', 'The tunnels'] } },
  ],
  credits: [{ name: 'Jack Khoury' }],
}

describe('Article.diff', () => {
  it('shows another target, another kind of block, a split and another image, where all words are the same', async () => {
    const [quay, port] = [await given.image(), await given.image()]
    const link = (target: string) => ({ paragraph: { html: `Read <a href="${target}">the report</a> today.` } })
    const [one, two] = ['The ship left at dawn with forty people.', 'Nobody knew where it went, or why.']
    const captions = (imageId: string, key = 'a') => [{ key, imageId, text: 'At dawn' }]
    const article = await created(noa, {
      body: [
        link('https://a.example/'),
        { paragraph: { html: 'The talks' } },
        { paragraph: { html: `${one} ${two}` } },
      ],
      captions: captions(quay.id),
    })
    await updated(noa, article, {
      body: [
        link('https://b.example/'),
        { heading: { level: 2, text: 'The talks' } },
        ...[one, two].map((html) => ({ paragraph: { html } })),
      ],
      captions: captions(port.id, article.captions[0]?.id),
    })

    const document = `query ($id: ID!) { article(id: $id, stage: DRAFT) { diff(from: 1, to: 2) { changes {
      path words { kind } markup { kind element text before after } blockBefore blockAfter division { from into }
      beforeId afterId beforeImageId afterImageId } } } }`
    const { article: read } = await noa.query<{ article: { diff: { changes: Record<string, unknown>[] } } }>(document, {
      id: article.id,
    })

    const { changes } = read.diff
    const division = { from: ['body.2'], into: ['body.2', 'body.3'] }
    expect(changes).toMatchObject([
      {
        path: 'body.0.html',
        markup: [
          {
            ...{ kind: 'CHANGED', element: 'a', text: 'the report' },
            ...{ before: 'https://a.example/', after: 'https://b.example/' },
          },
        ],
      },
      { path: 'body.1', markup: null, blockBefore: 'PARAGRAPH', blockAfter: 'HEADING', division: null },
      { path: expect.stringMatching(/^body\.[23]/), division },
      { path: expect.stringMatching(/^body\.[23]/), division },
      { path: 'captions.0.image', beforeId: quay.id, afterId: port.id, beforeImageId: quay.id, afterImageId: port.id },
    ])
    const words = changes.flatMap((change) => (change.path === 'captions.0.image' ? [] : [change.words]))
    expect(words).toEqual(words.map(() => [{ kind: 'SAME' }]))
  })

  it('says what a save changed, word by word, names what is pointed at, and works backwards', async () => {
    const [egypt, gaza] = [await given.topic({ name: 'Egypt' }), await given.topic({ name: 'Gaza' })]
    const image = await given.image({ description: 'A quay at dusk' })
    const article = await created(noa, { ...FIRST, topics: [{ topicId: egypt.id }] })
    await updated(noa, article, {
      headline: 'Talks go on in Cairo',
      body: [
        { heading: { level: 2, text: 'What is on the table' } },
        { list: { items: ['The crossing', 'Prisoners', 'The tunnels'] } },
        { paragraph: { html: 'The delegation arrived at <em>dawn</em>.' } },
        { image: { captionKey: 'quay' } },
      ],
      captions: [{ key: 'quay', imageId: image.id }],
      topics: [{ topicId: egypt.id, rel: 'MENTIONS' }, { topicId: gaza.id }],
    })

    expect(await diff(article.id, 1, 2)).toEqual([
      {
        ...{ path: 'headline', kind: 'CHANGED', from: null },
        before: 'Talks begin in Cairo',
        after: 'Talks go on in Cairo',
        words: [
          { kind: 'SAME', text: 'Talks ' },
          { kind: 'DELETED', text: 'begin' },
          { kind: 'INSERTED', text: 'go on' },
          { kind: 'SAME', text: ' in Cairo' },
        ],
      },
      { path: 'body.1.items.1', kind: 'ADDED', before: null, after: 'Prisoners', from: null, words: null },
      {
        ...{ path: 'body.2', kind: 'MOVED', from: 'body.0', words: null },
        before: 'The delegation arrived at noon.',
        after: 'The delegation arrived at dawn.',
      },
      {
        ...{ path: 'body.2.html', kind: 'CHANGED', from: null },
        before: 'The delegation <em>arrived</em> at noon.',
        after: 'The delegation arrived at <em>dawn</em>.',
        words: [
          { kind: 'SAME', text: 'The delegation arrived at ' },
          { kind: 'DELETED', text: 'noon' },
          { kind: 'INSERTED', text: 'dawn' },
          { kind: 'SAME', text: '.' },
        ],
      },
      { path: 'body.3', kind: 'ADDED', before: null, after: 'A quay at dusk', from: null, words: null },
      { path: 'captions.0', kind: 'ADDED', before: null, after: 'A quay at dusk', from: null, words: null },
      { path: 'topics.0.rel', kind: 'CHANGED', before: 'ABOUT', after: 'MENTIONS', from: null, words: null },
      { path: 'topics.1', kind: 'ADDED', before: null, after: 'Gaza', from: null, words: null },
    ])
    expect(await diff(article.id, 2, 1)).toMatchObject([
      { path: 'headline', before: 'Talks go on in Cairo', after: 'Talks begin in Cairo' },
      { path: 'body.0', kind: 'MOVED', from: 'body.2' },
      { path: 'body.0.html', kind: 'CHANGED' },
      { path: 'body.2.items.1', kind: 'REMOVED', before: 'Prisoners', after: null },
      { path: 'body.3', kind: 'REMOVED' },
      { path: 'captions.0', kind: 'REMOVED' },
      { path: 'topics.0.rel', kind: 'CHANGED' },
      { path: 'topics.1', kind: 'REMOVED', before: 'Gaza' },
    ])
  })

  it('compares revisions that lie apart, is empty for one with itself, and null where there is none', async () => {
    const article = await created(noa, FIRST)
    await updated(noa, article, { kicker: 'Cairo' })
    await updated(noa, { id: article.id, version: 2 }, { kicker: null, standfirst: 'Day two' })

    expect((await diff(article.id, 1, 3))?.map(({ path, kind }) => `${kind} ${path}`)).toEqual(['ADDED standfirst'])
    expect(await diff(article.id, 2, 2)).toEqual([])
    for (const [from, to] of [
      [1, 4],
      [4, 1],
      [0, 1],
      [-1, 1],
    ] as const)
      expect(await diff(article.id, from, to)).toBeNull()
  })

  it('agrees with what a conflict and the audit trail say', async () => {
    const article = await created(noa, FIRST)
    await updated(noa, article, {
      headline: 'Another',
      body: [...FIRST.body, { paragraph: { html: 'The end.' } }],
      credits: [],
    })

    const paths = (await diff(article.id, 1, 2))?.map(({ path }) => path)

    expect(paths).toEqual(['headline', 'body.3', 'credits.0'])
    const { changedPaths } = await prisma.activity.findFirstOrThrow({
      where: { subjectId: article.id.slice('article_'.length), version: 2 },
    })
    expect(changedPaths).toEqual(paths)
    expect((await history(article.id)).revisions.nodes[0]).toMatchObject({ summary: 'headline, body, credits' })
  })

  it('is FORBIDDEN to readers as a field, also with a preview token', async () => {
    const article = await given.article({ slug: 'public' })
    const { token } = await given.previewLink(article)
    const fields =
      'headline diff(from: 1, to: 1) { changes { path } } revisions { totalCount } activity { totalCount } lock { isMine } previewLinks { id }'
    const hidden = { diff: null, revisions: null, activity: null, lock: null, previewLinks: null }

    for (const stage of ['', `, stage: DRAFT, previewToken: "${token}"`]) {
      const { data, errors } = await api.ask(`{ article(slug: "public"${stage}) { ${fields} } }`)
      expect(data).toMatchObject({ article: { headline: expect.any(String), ...hidden } })
      expect(errors?.map(({ extensions }) => extensions?.code)).toEqual(Array(5).fill('FORBIDDEN'))
    }
  })
})

describe('The history of an article', () => {
  it('has every save and every other change, newest first, and whose they were', async () => {
    const article = await created(noa, FIRST)
    await updated(editor, article, { headline: 'Edited', note: 'Shorter' })
    const PUBLISH = 'mutation ($input: PublishArticleInput!) { publishArticle(input: $input) { userErrors { code } } }'
    await editor.mutate(PUBLISH, { input: { id: article.id, version: 2 } })
    await updated(noa, { id: article.id, version: 3 }, { kicker: 'Cairo' })

    expect(await history(article.id)).toEqual({
      revisions: {
        totalCount: 3,
        nodes: [
          { number: 3, summary: 'kicker', isLive: false, isLatest: true, createdBy: { name: 'Noa' } },
          { number: 2, summary: 'headline', isLive: true, isLatest: false, createdBy: { name: 'Ruth' } },
          { number: 1, summary: 'first version', isLive: false, isLatest: false, createdBy: { name: 'Noa' } },
        ],
      },
      activity: {
        totalCount: 4,
        nodes: [
          {
            action: 'SAVED',
            actor: { name: 'Noa' },
            actorName: 'Noa',
            note: null,
            version: 4,
            revision: { number: 3 },
          },
          {
            action: 'PUBLISHED',
            actor: { name: 'Ruth' },
            actorName: 'Ruth',
            note: null,
            version: 3,
            revision: { number: 2 },
          },
          {
            action: 'SAVED',
            actor: { name: 'Ruth' },
            actorName: 'Ruth',
            note: 'Shorter',
            version: 2,
            revision: { number: 2 },
          },
          {
            action: 'CREATED',
            actor: { name: 'Noa' },
            actorName: 'Noa',
            note: null,
            version: 1,
            revision: { number: 1 },
          },
        ],
      },
    })
  })

  it('keeps the names of people who are no longer there', async () => {
    const gone = api.as('REPORTER', 'Gone')
    const article = await created(gone, FIRST)
    const { uuid } = await gone.user()
    await prisma.user.update({ where: { id: uuid }, data: { suspendedAt: new Date() } })
    expect((await history(article.id)).activity.nodes).toMatchObject([{ actor: { name: 'Gone' }, actorName: 'Gone' }])

    await prisma.user.delete({ where: { id: uuid } })

    const { activity, revisions } = await history(article.id)
    expect(activity.nodes).toMatchObject([{ action: 'CREATED', actor: null, actorName: 'Gone' }])
    expect(revisions.nodes).toMatchObject([{ number: 1, createdBy: null }])
  })

  it('comes in pages, either way', async () => {
    const article = await created(noa, FIRST)
    for (let version = 1; version <= 6; version++)
      await updated(noa, { id: article.id, version }, { headline: `Headline ${version}` })

    for (const field of ['revisions', 'activity']) {
      const list = pagesOf(noa, { within: `article(id: "${article.id}", stage: DRAFT)`, field: `${field}($page)` })
      const ids = await list.forward([3, 1])
      expect(ids).toHaveLength(7)
      expect(await list.backward([2])).toEqual(ids)
    }
  })
})
