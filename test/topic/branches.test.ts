import { describe, expect, it } from 'vitest'
import { testApi } from '../helpers/api.ts'
import { onPostgresql, testDatabase } from '../helpers/database.ts'
import { type Given, givenIn } from '../helpers/given.ts'
import { nestedTopics } from '../helpers/nested-topics.ts'
import { expectExactCounts } from '../helpers/recount.ts'
import { listTag } from '../helpers/tags.ts'
import { acted } from '../workflow/acting.ts'
import { faultsOf, MERGE, type Payload, UPDATE } from './topic-documents.ts'

const database = await testDatabase()
const api = await testApi(database)
const given = givenIn(database)
const editor = api.as('EDITOR')

interface Branch {
  own: number
  all: number
  articles: { nodes: { id: string }[]; totalCount: number }
}

const BRANCH = `query ($slug: String!) { topic(slug: $slug) {
  own: articleCount
  all: articleCount(includeDescendants: true)
  articles(first: 100, includeDescendants: true) { nodes { id } totalCount } } }`

async function branchOf({ slug }: { slug: string }) {
  const { topic } = await api.query<{ topic: Branch }>(BRANCH, { slug })
  expect(topic.articles.totalCount).toBe(topic.all)
  return { own: topic.own, all: topic.all, ids: topic.articles.nodes.map(({ id }) => id) }
}

const at = (year: number) => `${year}-01-01T00:00:00Z`

/** A section with two subjects below it, and an article of each kind of place, newest first. */
async function section() {
  const top = await given.topic({ kind: 'SECTION' })
  const [left, right] = [await given.topic({ parent: top }), await given.topic({ parent: top })]
  const deep = await given.topic({ parent: left })
  const both = await given.article({ topics: [deep, right], publishedAt: at(2024) })
  const own = await given.article({ topics: [top, left], publishedAt: at(2023) })
  const one = await given.article({ topics: [deep], publishedAt: at(2022) })
  await given.article({ publishedAt: at(2021), topics: [await given.topic()] })
  return { top, left, right, deep, both, own, one }
}

const idsOf = (...articles: Given[]) => articles.map(({ id }) => id)

function move(topic: Given, parentId: string | null, version = 1) {
  return editor.mutate<Payload>(UPDATE, { input: { id: topic.id, version, parentId } })
}

describe('A topic with its descendants', () => {
  it('has the articles of all topics below it, each once, newest first, and counts them', async () => {
    const { top, left, right, both, own, one } = await section()

    expect(await branchOf(top)).toEqual({ own: 1, all: 3, ids: idsOf(both, own, one) })
    expect(await branchOf(left)).toEqual({ own: 1, all: 3, ids: idsOf(both, own, one) })
    expect(await branchOf(right)).toEqual({ own: 1, all: 1, ids: idsOf(both) })
  })

  it('is paged, filtered and ordered like the list of a topic', async () => {
    const { top, both, own, one } = await section()
    const { topic } = await api.query<{ topic: { first: { pageInfo: { endCursor: string } } } }>(
      `query ($slug: String!) { topic(slug: $slug) { first: articles(first: 1, includeDescendants: true) { pageInfo { endCursor } } } }`,
      { slug: top.slug },
    )

    expect(
      await api.query(
        `query ($slug: String!, $after: String) { topic(slug: $slug) {
          rest: articles(first: 5, after: $after, includeDescendants: true) { nodes { id } pageInfo { hasNextPage hasPreviousPage } }
          old: articles(includeDescendants: true, where: { publishedAt: { lt: "2023-06-01T00:00:00Z" } }, orderBy: { publishedAt: ASC }) { nodes { id } totalCount }
          alone: articles(includeDescendants: false) { nodes { id } } } }`,
        { slug: top.slug, after: topic.first.pageInfo.endCursor },
      ),
    ).toEqual({
      topic: {
        rest: { nodes: [{ id: own.id }, { id: one.id }], pageInfo: { hasNextPage: false, hasPreviousPage: true } },
        old: { nodes: [{ id: one.id }, { id: own.id }], totalCount: 2 },
        alone: { nodes: [{ id: own.id }] },
      },
    })
    expect(both.id).not.toBe(own.id)
  })

  it('follows a publication and a withdrawal, and purges the list of every topic above', async () => {
    const { top, left, deep } = await section()
    const draft = await given.article({ status: 'DRAFT', topics: [deep] })

    const live = await acted(editor, 'publishArticle', draft)
    expect((await branchOf(top)).all).toBe(4)
    await acted(editor, 'withdrawArticle', live, { reason: 'legal' })
    expect((await branchOf(top)).all).toBe(3)

    const events = await database.prisma.$queryRaw<
      { tags: string[] }[]
    >`SELECT tags FROM outbox_event WHERE article_id = ${draft.uuid}::uuid ORDER BY id`
    expect(events).toHaveLength(2)
    for (const { tags } of events)
      expect(tags).toEqual(
        expect.arrayContaining([top, left, deep].map(({ uuid }) => listTag(`articles branch=${uuid}`))),
      )
    await expectExactCounts(database)
  })
})

describe('A topic that moves', () => {
  it('takes its articles along: out of the sections above, and into others, each article once', async () => {
    const { top, left, right, both, own, one } = await section()
    const other = await given.topic({ kind: 'SECTION' })

    expect(faultsOf(await move(left, other.id))).toEqual([])

    // One of them stays by its other topic, one by the section's own.
    expect(await branchOf(top)).toEqual({ own: 1, all: 2, ids: idsOf(both, own) })
    expect(await branchOf(other)).toEqual({ own: 0, all: 3, ids: idsOf(both, own, one) })
    expect((await branchOf(right)).all).toBe(1)
    expect(faultsOf(await move(left, null, 2))).toEqual([])
    expect((await branchOf(other)).all).toBe(0)
    await expectExactCounts(database)
  })

  it('purges the lists of what is above it, before and after', async () => {
    const { top, left } = await section()
    const other = await given.topic()
    expect(faultsOf(await move(left, other.id))).toEqual([])

    const [event] = await database.prisma.$queryRaw<
      { tags: string[] }[]
    >`SELECT tags FROM outbox_event WHERE type = 'topic.updated' AND payload->>'id' = ${left.id} ORDER BY id DESC LIMIT 1`

    expect(event?.tags).toEqual(
      expect.arrayContaining([top, other].map(({ uuid }) => listTag(`articles branch=${uuid}`))),
    )
  })

  it('keeps all counts exact with 500 topics below it', async () => {
    const [from, to, top] = [await given.topic(), await given.topic(), await given.topic()]
    await database.prisma.topic.update({ where: { id: top.uuid }, data: { parentId: from.uuid } })
    await database.prisma.$executeRaw`WITH RECURSIVE made (n, id, parent) AS (
        SELECT 1, gen_random_uuid(), ${top.uuid}::uuid),
      ids AS MATERIALIZED (SELECT n, gen_random_uuid() AS id FROM generate_series(1, 500) n)
      INSERT INTO topic (id, slug, name, parent_id)
      SELECT i.id, 'of-many-' || i.n, 'Of many ' || i.n, coalesce((SELECT p.id FROM ids p WHERE p.n = i.n / 4), ${top.uuid}::uuid) FROM ids i`
    const below = await database.prisma.topic.findMany({ where: { slug: { startsWith: 'of-many-' } }, take: 40 })
    for (const [index, { id, slug }] of below.entries()) {
      const [one, two] = [{ id: `topic_${id}`, uuid: id, slug }, below[(index * 7 + 1) % below.length]]
      const second = two && two.id !== id ? [{ id: `topic_${two.id}`, uuid: two.id, slug: two.slug }] : []
      await given.article({ topics: [one, ...second] })
    }
    expect((await branchOf(from)).all).toBe(40)

    expect(faultsOf(await move(top, to.id))).toEqual([])

    expect([(await branchOf(from)).all, (await branchOf(to)).all]).toEqual([0, 40])
    await expectExactCounts(database)
  })

  it('merges: what was below the one is below the other, and every article counts once', async () => {
    const { top, left, right, deep, both, own, one } = await section()

    const { userErrors } = await editor.mutate<Payload>(MERGE, { input: { fromId: left.id, intoId: right.id } })

    expect(userErrors).toEqual([])
    expect(await branchOf(right)).toEqual({ own: 2, all: 3, ids: idsOf(both, own, one) })
    expect((await branchOf(top)).all).toBe(3)
    expect((await branchOf(deep)).all).toBe(2)
    await expectExactCounts(database)
  })

  it('and one of another section that is merged into it brings its articles', async () => {
    const { top, left } = await section()
    const other = await given.topic({ parent: await given.topic() })
    await given.article({ topics: [other] })
    await given.article({ topics: [other, left] })

    await editor.mutate<Payload>(MERGE, { input: { fromId: other.id, intoId: left.id } })

    expect((await branchOf(top)).all).toBe(5)
    await expectExactCounts(database)
  })

  it('and is deleted leaves nothing behind', async () => {
    const top = await given.topic()
    const below = await given.topic({ parent: top })
    await database.prisma.topic.delete({ where: { id: below.uuid } })

    expect(await database.prisma.topicAncestor.count({ where: { ancestorId: top.uuid } })).toBe(1)
    await expectExactCounts(database)
  })

  it('cannot be below itself, for SQL by hand either', async () => {
    const [top, , low] = await nestedTopics(given, 3)
    if (!top || !low) throw new Error('no topics')

    await expect(
      database.prisma.topic.update({ where: { id: top.uuid }, data: { parentId: low.uuid } }),
    ).rejects.toThrow('below itself')
  })

  it.runIf(onPostgresql)('at the same time as another makes no loop, and no wrong count', async () => {
    for (let round = 0; round < 5; round++) {
      const [left, right] = [await given.topic(), await given.topic()]
      const drafts = await Promise.all(
        [left, right, left].map((topic) => given.article({ status: 'DRAFT', topics: [topic] })),
      )

      const moves = [move(left, right.id), move(right, left.id)]
      const [one, two] = await Promise.all(moves)
      await Promise.all(drafts.map((draft) => acted(editor, 'publishArticle', draft)))

      expect([...(one?.userErrors ?? []), ...(two?.userErrors ?? [])]).toHaveLength(1)
    }
    await expectExactCounts(database)
  })
})

describe('Article.section', () => {
  const SECTION = 'query ($id: ID!, $stage: Stage!) { article(id: $id, stage: $stage) { section { slug } } }'

  async function sectionOf({ id }: Given): Promise<string | null> {
    const { article } = await api.query<{ article: { section: { slug: string } | null } }>(SECTION, {
      id,
      stage: 'PUBLISHED',
    })
    return article.section?.slug ?? null
  }

  it('is the first section that the article is about, whatever stands before it', async () => {
    const [world, sport] = [await given.topic({ kind: 'SECTION' }), await given.topic({ kind: 'SECTION' })]
    const below = await given.topic({ parent: world })

    expect(await sectionOf(await given.article({ topics: [below, sport, world] }))).toBe(sport.slug)
  })

  it('is otherwise the nearest section above the first topic that has one', async () => {
    const world = await given.topic({ kind: 'SECTION' })
    const region = await given.topic({ kind: 'SECTION', parent: world })
    const place = await given.topic({ parent: await given.topic({ parent: region }) })

    expect(await sectionOf(await given.article({ topics: [await given.topic(), place] }))).toBe(region.slug)
  })

  it('is not one that is only mentioned, and null if there is none', async () => {
    const world = await given.topic({ kind: 'SECTION' })

    expect(await sectionOf(await given.article({ topics: [{ topic: world, rel: 'MENTIONS' }] }))).toBeNull()
    expect(await sectionOf(await given.article({ topics: [await given.topic()] }))).toBeNull()
  })

  it('follows a topic that moves, and is that of the draft for the desk', async () => {
    const [world, sport] = [await given.topic({ kind: 'SECTION' }), await given.topic({ kind: 'SECTION' })]
    const topic = await given.topic({ parent: world })
    const article = await given.article({ topics: [topic] })
    expect(await sectionOf(article)).toBe(world.slug)

    await move(topic, sport.id)
    await given.revision(article, { topics: [world] })

    expect(await sectionOf(article)).toBe(sport.slug)
    const { article: draft } = await editor.query<{ article: object }>(SECTION, { id: article.id, stage: 'DRAFT' })
    expect(draft).toEqual({ section: { slug: world.slug } })
  })
})
