import { describe, expect, it } from 'vitest'
import { testApi } from '../helpers/api.ts'
import { testDatabase } from '../helpers/database.ts'
import { type Given, givenIn } from '../helpers/given.ts'
import { pagesOf } from '../helpers/pages.ts'

const database = await testDatabase()
const { prisma } = database
const api = await testApi(database)
const given = givenIn(database)

interface Edge {
  score: number
  reasons: string[]
  node: { id: string }
}

async function related({ id }: Given): Promise<Edge[]> {
  const document =
    'query ($id: ID) { article(id: $id) { relatedArticles(first: 100) { edges { score reasons node { id } } totalCount } } }'
  const { article } = await api.query<{ article: { relatedArticles: { edges: Edge[]; totalCount: number } } }>(
    document,
    { id },
  )
  expect(article.relatedArticles.totalCount).toBe(article.relatedArticles.edges.length)
  return article.relatedArticles.edges
}

const ids = async (of: Given) => (await related(of)).map(({ node }) => node.id)

describe('Related articles', () => {
  it('begin with what editors pinned, in their order, whatever the others share', async () => {
    const [a, b] = [await given.topic(), await given.topic()]
    const stranger = await given.article({ publishedAt: '2001-01-01T00:00:00Z' })
    const close = await given.article({ topics: [a, b], publishedAt: '2023-01-01T00:00:00Z' })
    const closest = await given.article({ topics: [a, b], publishedAt: '2023-01-01T00:00:00Z' })
    const one = await given.article({ topics: [a, b], pins: [stranger, close] })

    const edges = await related(one)

    expect(edges.map(({ node }) => node.id)).toEqual([stranger.id, close.id, closest.id])
    expect(edges.map(({ reasons }) => reasons)).toEqual([['PINNED'], ['PINNED', 'SHARED_TOPIC'], ['SHARED_TOPIC']])
    const scores = edges.map(({ score }) => score)
    expect(scores).toEqual(scores.toSorted((x, y) => y - x))
  })

  it('weigh rare topics more than common ones', async () => {
    const [rare, common] = [await given.topic(), await given.topic()]
    for (const _ of Array(5)) await given.article({ topics: [common] })
    const byRare = await given.article({ topics: [rare] })
    const one = await given.article({ topics: [rare, common] })

    expect((await ids(one))[0]).toBe(byRare.id)
    expect(await ids(one)).toHaveLength(6)
  })

  it('weigh a topic by its number of live articles and by nothing else', async () => {
    const topic = await given.topic()
    const options = { topics: [topic], publishedAt: '2019-01-01T00:00:00Z' }
    const one = await given.article(options)
    for (const _ of Array(4)) await given.article(options)

    const before = (await related(one)).map(({ score }) => score)
    for (const _ of Array(6)) await given.article({ topics: [await given.topic()] })

    // Both were published at the same time: that counts a half.
    const expected = Math.round((10 / Math.log(1 + 5) + 0.5) * 1e6) / 1e6
    expect(before).toEqual(Array(4).fill(expected))
    expect((await related(one)).map(({ score }) => score)).toEqual(before)
  })

  it('count a shared author, and say so', async () => {
    const author = await given.author()
    const topic = await given.topic()
    const byAuthor = await given.article({ credits: [{ author }] })
    const both = await given.article({ credits: [{ author }], topics: [topic] })
    const one = await given.article({ credits: [{ author }], topics: [topic] })

    expect((await related(one)).map(({ node, reasons }) => [node.id, reasons])).toEqual([
      [both.id, ['SHARED_TOPIC', 'SAME_AUTHOR']],
      [byAuthor.id, ['SAME_AUTHOR']],
    ])
  })

  it('prefer the newer of two that are alike', async () => {
    const topic = await given.topic()
    const older = await given.article({ topics: [topic], publishedAt: '2019-01-01T00:00:00Z' })
    const newer = await given.article({ topics: [topic], publishedAt: '2019-06-01T00:00:00Z' })
    const one = await given.article({ topics: [topic] })

    expect(await ids(one)).toEqual([newer.id, older.id])
  })

  it('leave out what editors excluded, the article itself, its translations, other languages and what is not live', async () => {
    const topic = await given.topic()
    const author = await given.author()
    const shown = await given.article({ topics: [topic] })
    const excluded = await given.article({ topics: [topic], credits: [{ author }] })
    const drafts = [
      await given.article({ topics: [topic], status: 'DRAFT' }),
      await given.article({ topics: [topic], status: 'WITHDRAWN' }),
    ]
    await given.article({ topics: [topic], locale: 'he', credits: [{ author }] })
    const one = await given.article({ topics: [topic], credits: [{ author }], exclusions: [excluded], pins: drafts })
    const translation = await given.article({ topics: [topic], locale: 'fr', translationOf: one })

    expect(await ids(one)).toEqual([shown.id])
    await prisma.articlePin.create({ data: { articleId: one.uuid, relatedId: translation.uuid, position: 8 } })
    await prisma.articlePin.create({ data: { articleId: one.uuid, relatedId: excluded.uuid, position: 9 } })
    expect(await ids(one)).toEqual([shown.id])
  })

  it('go by the live revision, of either', async () => {
    const [topic, other] = [await given.topic(), await given.topic()]
    const shown = await given.article({ topics: [topic] })
    await given.revision(shown, { topics: [other] })
    const hidden = await given.article({ topics: [other] })
    await given.revision(hidden, { topics: [topic] })
    const one = await given.article({ topics: [topic] })

    expect(await ids(one)).toEqual([shown.id])
  })

  it('are none where nothing is shared', async () => {
    expect(await related(await given.article())).toEqual([])
  })

  it('have pages that add up', async () => {
    const topic = await given.topic()
    for (const _ of Array(9)) await given.article({ topics: [topic], publishedAt: '2019-01-01T00:00:00Z' })
    const one = await given.article({ topics: [topic] })
    const { forward, backward } = pagesOf(api, { within: `article(id: "${one.id}")`, field: 'relatedArticles($page)' })

    const whole = await ids(one)
    expect(whole).toHaveLength(9)
    expect(await forward([2, 3])).toEqual(whole)
    expect(await backward([4])).toEqual(whole)
  })

  it('look among the newest thirty of a topic', async () => {
    const topic = await given.topic()
    for (const index of Array(33).keys())
      await given.article({ topics: [topic], publishedAt: new Date(Date.UTC(2019, 0, 1 + index)).toISOString() })
    const one = await given.article({ topics: [topic], publishedAt: '2018-01-01T00:00:00Z' })

    expect(await ids(one)).toHaveLength(30)
  })
})
